"""Linked data: each network, each agency, the focus areas and the catalogue at addresses of their own, and beside pages."""

import json
import re

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_list_or_404, get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views import View
from rdflib import Graph

from directory.linked import (
    FORMATS,
    agency_graph,
    catalogue_graph,
    focus_area_graph,
    murmurations_profile,
    network_graph,
    written,
)
from directory.models import Agency, Membership, Network
from directory.services.changes import latest_changes
from directory.views.editions import EditionMixin

BESIDE_PAGES = ("ttl", "jsonld")
ASKED_FOR = re.compile("|".join(re.escape(one.media_type) for one in FORMATS.values()), re.IGNORECASE)


class SeeOther(HttpResponseRedirectBase):
    status_code = 303


def may_ask_for_data(request: HttpRequest) -> bool:
    """Tell whether the request names a format of linked data at all, which no reader's browser does."""
    return bool(ASKED_FOR.search(request.META.get("HTTP_ACCEPT", "")))


def preferred(request: HttpRequest, suffixes: tuple[str, ...], otherwise: str) -> str | None:
    """Return which of the formats the request would rather have than ``otherwise``, a media type; None for that."""
    if not may_ask_for_data(request):
        return None
    offered = {FORMATS[suffix].media_type: suffix for suffix in suffixes}
    return offered.get(request.get_preferred_type([otherwise, *offered]))


class BesideDataMixin:
    """A page about something that is linked data too: whoever would rather have that is led to it."""

    data_name: str

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        suffix = preferred(request, BESIDE_PAGES, "text/html") if request.method in ("GET", "HEAD") else None
        if suffix:
            response = SeeOther(reverse(f"directory:{self.data_name}-{suffix}", args=[kwargs["slug"]]))
        else:
            response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        return response


class DataView(EditionMixin, View):
    """One file of data. An answer that would be the same is not made."""

    content_type: str

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return HttpResponse(self.content(**kwargs), content_type=f"{self.content_type}; charset=utf-8")

    def content(self, **kwargs) -> bytes:
        raise NotImplementedError


class GraphView(DataView):
    """A graph, in the format of its address; at one that names none, in what is asked for, else in ``usual_suffix``."""

    suffix: str | None = None
    usual_suffix = "ttl"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        usual = FORMATS[self.usual_suffix].media_type
        self.written_as = self.suffix or preferred(request, tuple(FORMATS), usual) or self.usual_suffix
        self.content_type = FORMATS[self.written_as].media_type

    def state(self) -> str:
        return f"{super().state()}.{self.written_as}"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if self.suffix is None:
            patch_vary_headers(response, ["Accept"])
        return response

    def content(self, **kwargs) -> bytes:
        return written(self.graph(**kwargs), self.written_as)

    def graph(self, **kwargs) -> Graph:
        raise NotImplementedError


class AboutOneMixin:
    """What is told of one row, also at an address that it once had."""

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return super().get(request, slug=slug)
        except Http404:
            moved = get_object_or_404(self.rows().prefetch_related(None), former_addresses__slug=slug)
            return HttpResponsePermanentRedirect(reverse(request.resolver_match.view_name, args=[moved.slug]))


class NetworkDataView(AboutOneMixin, GraphView):
    def rows(self):
        return Network.objects.published().with_page()

    def graph(self, slug):
        return network_graph(get_object_or_404(self.rows(), slug=slug))


class AgencyDataView(AboutOneMixin, GraphView):
    def rows(self):
        return Agency.objects.in_published_networks()

    def graph(self, slug):
        published = Membership.objects.filter(agency__slug=slug, network__in=Network.objects.published())
        memberships = get_list_or_404(published.select_related("agency__county", "network"))
        return agency_graph(memberships[0].agency, memberships)


class FocusAreasDataView(GraphView):
    def graph(self):
        return focus_area_graph(self.snapshot.terms.focus_areas.values())


class CatalogueView(GraphView):
    """RDF/XML unless something else is asked for, as that is what data portals harvest."""

    usual_suffix = "rdf"

    def graph(self):
        published = [timezone.localdate(network.published_at) for network in self.snapshot.networks]
        latest = [timezone.localdate(change.moment) for change in latest_changes(1)]
        return catalogue_graph(issued=min(published, default=None), modified=max(latest, default=None))


class ProfileView(AboutOneMixin, DataView):
    """The profile by which a network can be listed on Murmurations' maps."""

    content_type = "application/json"

    def rows(self):
        return Network.objects.published().with_page()

    def content(self, slug):
        return json.dumps(murmurations_profile(get_object_or_404(self.rows(), slug=slug)), ensure_ascii=False).encode()
