"""The WSGI entry point that granian (or any WSGI server) loads."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networks_site.settings")

CONTENT_TYPE = re.compile(
    r'([\w.+-]+/[\w.+-]+(?:; *boundary=[^\x00-\x1f;*]*)?)(?:; *charset="?utf-8"?)?', re.ASCII | re.IGNORECASE
)

django = get_wsgi_application()


def application(environ, start_response):
    """Answer a request. One whose content type names another charset than UTF-8, or more than a boundary, has none.

    Django reads the query by that charset, any that Python has, before a middleware or an error page could help.
    """
    if environ["PATH_INFO"] == "/live":
        return _alive(environ, start_response)
    plain = CONTENT_TYPE.fullmatch(environ.get("CONTENT_TYPE") or "")
    return django(environ | {"CONTENT_TYPE": plain[1] if plain else ""}, start_response)


def _alive(environ, start_response):
    """Tell that this process answers, before Django, which would look at connections to a database that may hang."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2"), ("Cache-Control", "no-store")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"ok"]
