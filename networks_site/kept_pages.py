"""Answers common addresses from memory: whole pages of the present edition, for readers who bring no cookie."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from directory.finding import current_snapshot
from directory.views.linked import may_ask_for_data

MOST_PAGES = 512
MOST_ADDRESSES = 4_096
KEPT_WITH_NOT_MODIFIED = ("ETag", "Cache-Control", "Vary", "Content-Language")


@dataclass
class KeptPages:
    """The pages kept of one edition, and which addresses have been asked for once."""

    edition: object = None
    pages: dict[str, HttpResponse] = field(default_factory=dict)
    asked_once: set[str] = field(default_factory=set)

    def is_common(self, key: str) -> bool:
        """Tell whether the address has been asked for before, so that passing ones do not fill the memory."""
        if len(self.asked_once) >= MOST_ADDRESSES:
            self.asked_once.clear()
        before = len(self.asked_once)
        self.asked_once.add(key)
        return len(self.asked_once) == before

    def keep(self, key: str, response: HttpResponse) -> None:
        if len(self.pages) >= MOST_PAGES:
            self.pages.pop(next(iter(self.pages)))
        self.pages[key] = response


class KeptPagesMiddleware:
    """Stands outside all others, so that a kept page costs one read of the revision and nothing more.

    What it keeps has passed through the others once and bears all their headers. Whoever names a format of linked data
    may be led elsewhere than readers are, so nothing is kept of or for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.kept = KeptPages()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_readers(request) or may_ask_for_data(request):
            return self.get_response(request)
        try:
            request.snapshot = current_snapshot()
        except DatabaseError:
            return self.get_response(request)
        kept = self._kept_of(request.snapshot.edition)
        key = request.get_full_path()
        if (page := kept.pages.get(key)) is not None:
            return _not_modified(page) if request.META.get("HTTP_IF_NONE_MATCH") == page["ETag"] else _copy(page)
        page = self.get_response(request)
        if _can_be_kept(page) and kept.is_common(key):
            kept.keep(key, _copy(page))
        return page

    def _kept_of(self, edition) -> KeptPages:
        """Return what is kept of the edition today; of any other nothing is."""
        present = (edition, timezone.localdate())
        if self.kept.edition != present:
            self.kept = KeptPages(present)
        return self.kept


def _is_readers(request: HttpRequest) -> bool:
    """Tell whether the request is for a page that is the same for everybody who asks, over the right host and scheme."""
    if request.method != "GET" or request.META.get("HTTP_COOKIE") or (settings.SECURE_SSL_REDIRECT and not request.is_secure()):
        return False
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def _can_be_kept(page: HttpResponse) -> bool:
    is_private = "private" in page.get("Cache-Control", "")
    return page.status_code == 200 and "ETag" in page and not (is_private or page.cookies or page.streaming)


def _not_modified(page: HttpResponse) -> HttpResponse:
    answer = HttpResponseNotModified()
    for name in KEPT_WITH_NOT_MODIFIED:
        if name in page:
            answer[name] = page[name]
    return answer


def _copy(page: HttpResponse) -> HttpResponse:
    return HttpResponse(page.content, headers=page.headers)
