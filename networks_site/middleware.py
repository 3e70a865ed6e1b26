"""The site's edge: the language of an address, and what is refused before any view sees it."""

import re

from django.conf import settings
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from directory.views import errors

LONGEST_QUERY_STRING = 4_096
MOST_PARAMETERS = 150
"""As much as the guide can ask: a need of its greatest length, and every box ticked."""
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TAKE_A_FILE = ("admin:directory_network_import", "admin:directory_agency_import")
LENGTH = re.compile(r"[0-9]{0,18}")


class LanguageMiddleware:
    """Makes the address alone decide the language, so that every link, cache and search engine sees the same page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class EdgeMiddleware:
    """Refuses what no honest browser sends and drops control characters from queries, before anything reads them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.isprintable():
            return errors.not_found(request)
        refusal = _fault_in_head(request) or (request.method == "POST" and _fault_in_body(request))
        if refusal:
            status, reason = refusal
            response = errors.bad_request(request, reason=reason, status=status)
            if status == 405:
                response["Allow"] = ", ".join(METHODS)
            return response
        _clean(request)
        return self.get_response(request)


def _fault_in_head(request: HttpRequest) -> tuple[int, str] | None:
    """Return status and reason of the refusal of what can be judged without reading the body."""
    query, length = request.META.get("QUERY_STRING", ""), request.META.get("CONTENT_LENGTH") or ""
    if request.method not in METHODS:
        return 405, _("This site does not answer to that method.")
    if len(query) > LONGEST_QUERY_STRING:
        return 414, _("The address is too long. Shorten your search and try again.")
    if query.count("&") >= MOST_PARAMETERS:
        return 400, _("The address asks for too many things at once.")
    if not LENGTH.fullmatch(length) or (not length and "HTTP_TRANSFER_ENCODING" in request.META):
        return 411, _("What you sent does not say how long it is.")
    if int(length or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 413, _("What you sent is too large. The limit is 2.5 megabytes; shorten the texts and send again.")
    return None


def _fault_in_body(request: HttpRequest) -> tuple[int, str] | None:
    """Return status and reason of the refusal of a form: none that is broken, cut short or holds a file gets in."""
    if not _arrived_whole(request):
        return 400, _("What you sent did not arrive whole. Go back and send it again.")
    if request.body and request.content_type not in FORMS:
        return 400, _("What you sent is not a form of this site.")
    if request.FILES and not _takes_a_file(request):
        return 400, _("No form here takes a file.")
    return None


def _takes_a_file(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in TAKE_A_FILE
    except Resolver404:
        return False


def _arrived_whole(request: HttpRequest) -> bool:
    """Tell whether the body is as long as announced and, if in parts, has the line that ends the last."""
    try:
        body = request.body
    except UnreadablePostError:
        return False
    last_line = f"--{request.content_params.get('boundary', '')}--" if request.content_type == "multipart/form-data" else ""
    return len(body) == int(request.META.get("CONTENT_LENGTH") or 0) and body.rstrip().endswith(last_line.encode())


def _clean(request: HttpRequest) -> None:
    asked = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        asked.setlist(_without_control(name), [_without_control(value) for value in values])
    request.GET = asked
    request.COOKIES = {name: _without_control(value) for name, value in request.COOKIES.items()}


def _without_control(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", text)
