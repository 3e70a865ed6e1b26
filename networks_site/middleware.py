"""The site's edge: what is refused before any view sees it, the language of an address, and an absent database."""

import logging
import re

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from directory.views import errors

LONGEST_QUERY_STRING = 2_048
MOST_PARAMETERS = 50
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}

log = logging.getLogger(__name__)


class EdgeMiddleware:
    """Refuses what no honest browser sends and drops control characters from queries, before anything reads them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        refusal = self._refusal(request)
        if refusal:
            status, reason = refusal
            with translation.override(language_of(request.path_info)):
                return errors.bad_request(request, reason=str(reason), status=status)
        if request.META.get("QUERY_STRING"):
            self._clean_query(request)
        return self.get_response(request)

    @staticmethod
    def _refusal(request):
        query = request.META.get("QUERY_STRING", "")
        if request.method not in METHODS:
            return 405, _("This site does not answer to that method.")
        if CONTROL_CHARACTERS.search(request.path_info) or "\ufffd" in request.path_info:
            return 400, _("The address holds characters that no page here has.")
        if len(query) > LONGEST_QUERY_STRING:
            return 414, _("The address is too long. Shorten your search and try again.")
        if query.count("&") >= MOST_PARAMETERS:
            return 400, _("The address asks for too many things at once.")
        if _content_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return 413, _("What you sent is too large. The limit is 2.5 megabytes; shorten the texts and send again.")
        return None

    @staticmethod
    def _clean_query(request):
        asked = request.GET.copy()
        for name, values in list(asked.lists()):
            asked.setlist(name, [CONTROL_CHARACTERS.sub("", value) for value in values])
        request.GET = asked


class LanguageMiddleware:
    """Makes the address alone decide the language, so that every link, cache and search engine sees the same page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class UnavailableMiddleware:
    """Turns a database that cannot answer into a page that says so and keeps what was typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return self.process_exception(request, None)

    def process_exception(self, request, exception):
        if exception is None or isinstance(exception, (OperationalError, InterfaceError)):
            log.exception("The database did not answer %s %s", request.method, request.path)
            return errors.unavailable(request)
        return None


def language_of(path: str) -> str:
    """Return the language of an address: its prefix, or Swedish."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def _content_length(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
