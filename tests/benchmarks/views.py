"""Views that only benchmarks ask: the floor, the list with every cache emptied, and a write."""

import sys
from functools import cache
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from directory.finding import Snapshot, current_snapshot
from directory.models import Network
from directory.models.revision import one_step
from directory.views.networks import NetworkListView

PAGE = b"<p>Det h\xc3\xa4r \xc3\xa4r en sida av best\xc3\xa4md storlek.</p>\n" * 600
FLOOR = PAGE[:30_000]
REMEMBERED = ("readings._memory.readings", "vocabulary._compounds._asked", "terms.fragments")
"""Where a snapshot keeps what earlier questions left behind, beside the fragments of each network."""


def floor(request: HttpRequest) -> HttpResponse:
    """Answer 30 kB that are always the same: what Django and the middleware cost by themselves."""
    return HttpResponse(FLOOR)


def plain_meetings(request: HttpRequest) -> HttpResponse:
    """Answer all meetings as lines of plain text: what no calendar can be quicker than."""
    meetings = current_snapshot().meetings
    lines = (f"{m.uid}\t{m.starts_on}\t{m.start_time}\t{m.network_name}\t{m.title}\t{m.place}\t{m.state}\n" for m in meetings)
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")


class EmptiedListView(NetworkListView):
    """The list of networks as it is when nothing has been asked before.

    What is emptied is what earlier questions left behind: cards, forms, stems, readings, split compounds. What an edition is
    made of stays.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        empty_caches(self.snapshot)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for network in context["page_obj"]:
            network.fragments.clear()
        return context


def empty_caches(snapshot: Snapshot) -> None:
    """Empty every ``lru_cache`` of the directory's modules, and what the snapshot has remembered.

    Raises ``AttributeError`` where something is remembered elsewhere than ``REMEMBERED`` says.
    """
    for remembering in _remembering_functions():
        remembering.cache_clear()
    for path in REMEMBERED:
        attrgetter(path)(snapshot).clear()


@cache
def _remembering_functions() -> list:
    """Return the functions of the directory that have an ``lru_cache``; looked for once, as looking takes longer than a page."""
    modules = [module for name, module in sys.modules.items() if name.startswith("directory.")]
    return [value for module in modules for value in vars(module).values() if isinstance(value, type(_remembering_functions))]


@csrf_exempt
def rename(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    """Let the purpose of a network be one word, and say when that has been committed."""
    with one_step():
        network = Network.objects.get(slug=slug)
        network.purpose = word
        network.save()
    return HttpResponse(word)
