"""Public pages as functions of address, language and edition: one read of the revision, then the page or "not modified"."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language

from directory.finding import current_snapshot
from directory.views.release import RELEASE


class ConditionalMixin:
    """A view that is not answered at all to whoever already holds the page as this release makes it."""

    def state(self) -> str:
        """Return what else the page depends on."""
        return ""

    def may_be_shared(self) -> bool:
        """Tell whether caches that many readers share, the site's own among them, may keep the page."""
        return True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        etag = quote_etag(f"{RELEASE}.{get_language()}{self.state()}")
        response = get_conditional_response(request, etag=etag) or super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("ETag", etag)
        patch_cache_control(response, no_cache=True, **{"public" if self.may_be_shared() else "private": True})
        return response


class EditionMixin(ConditionalMixin):
    """A view that is answered from ``self.snapshot``, as of ``self.today``."""

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.snapshot, self.today = getattr(request, "snapshot", None) or current_snapshot(), timezone.localdate()

    def state(self) -> str:
        return f".{self.snapshot.edition.stamp}.{self.today:%y%m%d}"
