"""The site's addresses: Swedish ones without a prefix, English ones under ``/en/``."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from directory.urls import account_urlpatterns
from directory.views.crawlers import RobotsView, SitemapIndexView, SitemapView
from directory.views.files import TableFileView
from directory.views.health import HealthView

urlpatterns = [
    path("halsa/", HealthView.as_view(), name="health"),
    re_path(r"^data/(?P<table>[a-z_]{1,30})\.(?P<suffix>excel\.csv|csv|jsonl)$", TableFileView.as_view(), name="table-file"),
    path("robots.txt", RobotsView.as_view(), name="robots"),
    path("sitemap.xml", SitemapIndexView.as_view(), name="sitemaps"),
    path("sitemap-<slug:section>.xml", SitemapView.as_view(), name="sitemap"),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("", include(account_urlpatterns)),
    path("", include("directory.urls")),
    prefix_default_language=False,
)

handler400 = "directory.views.errors.bad_request"
handler403 = "directory.views.errors.forbidden"
handler404 = "directory.views.errors.not_found"
handler500 = "directory.views.errors.server_error"
