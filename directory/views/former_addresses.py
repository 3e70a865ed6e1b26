"""Old links keep working: an address that a page had once leads to where the page is now."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect


class FormerAddressMixin:
    """The page of a row that may have had other addresses: each of them leads here, as long as readers may see the row."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            moved = self.get_queryset().prefetch_related(None).filter(former_addresses__slug=self.kwargs["slug"]).first()
            if moved is None:
                raise
            return HttpResponsePermanentRedirect(moved.get_absolute_url())
