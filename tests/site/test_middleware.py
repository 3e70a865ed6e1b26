"""What the site's edge lets in: a clean query, a whole form; all else is refused before anything reads it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryUploadedFile
from django.test import RequestFactory

from networks_site.wsgi import application
from tests.forms_in_pages import FORM

MULTIPART = "multipart/form-data; boundary=XX"
WHOLE = b'--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\nN\xc3\xa4tet\r\n--XX--\r\n'
pytestmark = pytest.mark.django_db


class Unread(io.BytesIO):
    """A body that must not be read."""

    def read(self, *args):
        raise AssertionError("The body was read.")


class Broken(io.BytesIO):
    """A body whose sender has gone."""

    def read(self, *args):
        raise ConnectionResetError


def wsgi(**environ) -> tuple[int, dict, bytes]:
    """Send a request through the door that the server uses, and return status, headers and body."""
    head = []
    request = RequestFactory().generic("GET", "/om/").environ | {"HTTP_HOST": "localhost"} | environ
    body = b"".join(application(request, lambda *given: head.extend(given)))
    return int(head[0][:3]), dict(head[1]), body


@pytest.mark.parametrize("address", ["/natverk/", "/en/networks/"])
def test_address_alone_decides_the_language(client, address):
    client.cookies["django_language"] = "de"
    answer = client.get(address, headers={"accept-language": "fi, de;q=0.9"})

    assert answer["Content-Language"] == ("en" if address.startswith("/en/") else "sv")
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "path",
    [
        "/\x00",
        "/natverk/\x00/",
        "/registrera\r\nX:y",
        "/natverk/\x7f/",
        "/om/\u202e/",
        "//om/",
        "//evil.com/%2f..",
        "/\\evil.com",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_address_that_no_page_can_have_is_not_found_and_leads_nowhere(prefix, path):
    status, headers, _page = wsgi(PATH_INFO=(prefix + path).encode().decode("latin-1"))

    assert status == 404
    assert "Location" not in headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "A\x00B"])
def test_other_methods_are_refused_with_those_that_are_not(client, method):
    answer = client.generic(method, "/natverk/")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_safe_methods_are_answered(client, method):
    assert getattr(client, method)("/natverk/").status_code == 200


def test_query_of_four_thousand_characters_is_read_and_a_longer_one_refused(client):
    assert client.get("/natverk/?q=" + "a" * 4094).status_code == 200
    assert client.get("/natverk/?q=" + "a" * 4095).status_code == 414


def test_query_of_150_parameters_is_read_and_a_longer_one_refused(client):
    assert client.get("/om/?" + "&".join("a=1" for _one in range(150))).status_code == 200
    assert client.get("/om/?" + "&".join("a=1" for _one in range(151))).status_code == 400


def test_control_characters_are_dropped_from_names_and_values_of_the_query_and_from_cookies(client):
    client.cookies["a"] = "b"
    request = client.get("/om/?na%00me=%01va%1flue%7f&name=a%09b%0A", headers={"cookie": 'a="b\\000c"'}).wsgi_request

    assert request.GET.getlist("name") == ["value", "a\tb\n"] or dict(request.GET.lists()) == {"name": ["a\tb\n"]}
    assert request.COOKIES == {"a": "bc"}


@pytest.mark.parametrize(
    "content_type",
    [f"{FORM}; charset={charset}" for charset in ("bogus", "utf-7", "latin-1", "hex", "rot13", "idna", "undefined", "\x00")]
    + ["text/plain; charset*=bogus''x", "multipart/form-data; boundary*=bogus''x", "a;" * 1000],
)
def test_content_type_of_another_charset_or_that_cannot_be_read_is_none(content_type):
    assert wsgi(QUERY_STRING="q=a", CONTENT_TYPE=content_type)[0] == 200
    body = {"CONTENT_LENGTH": "6", "wsgi.input": io.BytesIO(b"name=a")}
    assert wsgi(REQUEST_METHOD="POST", QUERY_STRING="q=a", CONTENT_TYPE=content_type, **body)[0] == 400


@pytest.mark.parametrize("content_type", [f"{FORM}; charset=utf-8", f'{FORM};charset="UTF-8"', FORM])
def test_utf_8_may_be_named(content_type):
    assert wsgi(QUERY_STRING="&" * 1001, CONTENT_TYPE=content_type)[0] == 400
    assert wsgi(REQUEST_METHOD="POST", CONTENT_TYPE=content_type)[0] == 403


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/xml", "application/octet-stream", ""])
def test_body_that_is_no_form_is_refused(client, content_type):
    assert client.post("/registrera/", data=b'{"name": "\\ud800"}', content_type=content_type).status_code == 400


@pytest.mark.parametrize("length", ["-1", "+5", "1.5", "x", "9" * 30, "٣"])
def test_length_that_is_no_number_is_refused(length):
    body = Unread(b"name=a")
    status, _headers, _page = wsgi(REQUEST_METHOD="POST", CONTENT_TYPE=FORM, CONTENT_LENGTH=length, **{"wsgi.input": body})

    assert status == 411


def test_body_in_chunks_of_unknown_length_is_refused_unread():
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "", "wsgi.input": Unread(b"name=a")}

    assert wsgi(REQUEST_METHOD="POST", CONTENT_TYPE=FORM, **chunked)[0] == 411


@pytest.mark.parametrize("content_type", [FORM, MULTIPART])
def test_body_of_sixty_megabytes_is_refused_unread(content_type):
    huge = {"CONTENT_LENGTH": str(60 * 2**20), "wsgi.input": Unread(b"")}
    status, _headers, page = wsgi(REQUEST_METHOD="POST", PATH_INFO="/registrera/", CONTENT_TYPE=content_type, **huge)

    assert status == 413
    assert "2,5" in page.decode()


def test_body_longer_than_its_stated_length_is_read_to_that_length(client):
    answer = wsgi(
        REQUEST_METHOD="POST", CONTENT_TYPE=FORM, CONTENT_LENGTH="3", **{"wsgi.input": io.BytesIO(b"a=1" + b"b" * 9_000_000)}
    )

    assert answer[0] == 403


@pytest.mark.parametrize(("content_type", "body"), [(FORM, b"name=N%C3%A4tet"), (MULTIPART, WHOLE)])
def test_form_is_refused_when_its_end_was_lost(client, content_type, body):
    whole = client.generic("POST", "/registrera/", body, content_type=content_type)
    assert whole.status_code == 422
    assert whole.wsgi_request.POST == {"name": ["Nätet"]}

    for missing in (1, 5, len(body)):
        cut = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body[:-missing])}
        assert wsgi(REQUEST_METHOD="POST", CONTENT_TYPE=content_type, **cut)[0] == 400


@pytest.mark.parametrize("boundary", ["XX", "", "XY", "X" * 300])
def test_multipart_without_its_last_boundary_is_refused(client, boundary):
    kept = WHOLE if boundary != "XX" else WHOLE.removesuffix(b"--XX--\r\n")
    answer = client.generic("POST", "/registrera/", kept, content_type=f"multipart/form-data; boundary={boundary}")

    assert answer.status_code == 400


def test_sender_who_leaves_amid_the_body_breaks_nothing():
    gone = {"CONTENT_LENGTH": "100", "wsgi.input": Broken()}

    assert wsgi(REQUEST_METHOD="POST", CONTENT_TYPE=FORM, **gone)[0] == 400


def test_file_is_refused_and_never_reaches_the_disk(client, monkeypatch):
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", Unread.read)
    file = SimpleUploadedFile("a.bin", b"\x00" * 2_600_000)

    assert client.post("/registrera/", {"name": "Nätet", "file": file}).status_code == 400


@pytest.mark.parametrize("content_type", [FORM, MULTIPART])
def test_form_of_a_thousand_and_one_fields_is_refused(client, content_type):
    fields = {f"a{number}": "1" for number in range(1001)}
    sent = (
        client.post("/registrera/", fields)
        if content_type == MULTIPART
        else client.post("/registrera/", "&".join(f"{name}=1" for name in fields), content_type=FORM)
    )

    assert sent.status_code == 400


@pytest.mark.parametrize(
    "cookie",
    ['sessionid="\\000aaaaaaaaaaaa"', "sessionid=%00%00%00%00%00%00%00%00", 'csrftoken="\\000"', "a=" + "b" * 5000, ";;=;"],
)
@pytest.mark.parametrize("address", ["/", "/registrera/", "/logga-in/losenord/"])
def test_forged_cookie_is_no_error(client, address, cookie):
    assert client.get(address, headers={"cookie": cookie}).status_code == 200
