"""What search engines and browsers read of the site: robots.txt, its sitemap, and how to search it (OpenSearch)."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from directory.finding import Snapshot
from directory.views.editions import EditionMixin

PAGES = (
    "home", "guide", "map", "statistics", "network-list", "agency-list", "focus-area-list", "meeting-list", "meeting-month",
    "memory", "white-spots", "build", "register", "about", "accessibility", "privacy",
)  # fmt: skip
CLOSED = ("/admin/", "/*?")
"""What engines are asked to leave: the curators' pages, and lists as somebody filtered them, of which there is no end."""


class Entries(Sitemap):
    """Addresses of one kind, each in both languages."""

    i18n = alternates = x_default = True

    def __init__(self, entries):
        self.entries = entries

    def items(self):
        return self.entries

    def location(self, entry) -> str:
        return entry.url


class Pages(Entries):
    def location(self, name: str) -> str:
        return reverse(f"directory:{name}")


def sections(snapshot: Snapshot) -> dict[str, Sitemap]:
    """Return all public pages by kind."""
    return {
        "pages": Pages(PAGES),
        "networks": Entries(snapshot.networks),
        "agencies": Entries(snapshot.agencies),
        "focus-areas": Entries(list(snapshot.terms.focus_areas.values())),
    }


class SitemapIndexView(EditionMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return index(request, sections(self.snapshot), sitemap_url_name="sitemap")


class SitemapView(EditionMixin, View):
    def get(self, request: HttpRequest, section: str) -> HttpResponse:
        return sitemap(request, sections(self.snapshot), section)


class RobotsView(View):
    """A site that is not public asks to be left alone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        closed = CLOSED if settings.IS_PUBLIC else ("/",)
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in closed),
            f"Sitemap: {settings.SITE_ADDRESS}{reverse('sitemaps')}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class OpenSearchView(TemplateView):
    template_name = "directory/opensearch.xml"
    content_type = "application/opensearchdescription+xml"
