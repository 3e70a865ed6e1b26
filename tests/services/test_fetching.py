"""Other people's pages are looked at within ten seconds and 64 kB, and nothing that only our own network can reach."""

import contextlib
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from directory.services import fetching
from directory.services.fetching import CannotFetch, fetch

ADDRESSES_OF_OUR_OWN = [
    "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "2002:7f00:0001::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers as the path says."""

    seen: dict = {}

    def do_GET(self):
        type(self).seen = dict(self.headers)
        getattr(self, self.path.strip("/").split("/")[0].split("?")[0] or "page")()

    def log_message(self, *args):
        pass

    def send(self, status=200, body=b"<title>Hej</title>", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self):
        self.send(
            body="<html><head><TITLE lang='sv'>\n Nätet &amp; vi </TITLE>".encode(), Content_Type="text/html; charset=utf-8"
        )

    def latin(self):
        self.send(body="<title>Åre</title>".encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")

    def strange(self):
        self.send(body=b"<title>\xff\xfe</title>", Content_Type="text/html; charset=klingon")

    def gone(self):
        self.send(410)

    def moved(self):
        self.send(302, b"", Location="/page")

    def round(self):
        self.send(302, b"", Location="/round")

    def nowhere(self):
        self.send(302, b"<title>Hej</title>")

    def inwards(self):
        self.send(302, b"", Location="http://10.0.0.1/")

    def file(self):
        self.send(302, b"", Location="file:///etc/passwd")

    def elsewhere(self):
        self.send(302, b"", Location="http://example.se:22/")

    def endless(self):
        self.send_response(200)
        self.end_headers()
        for _number in range(200):
            self.wfile.write(b"x" * 1024)

    def slow(self):
        self.send_response(200)
        self.end_headers()
        for _number in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def dripping_head(self):
        for _number in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def rubbish(self):
        self.wfile.write(b"\x00\x01 not HTTP\r\n\r\n")

    def nothing(self):
        pass


@pytest.fixture
def site(monkeypatch):
    """A site that is not taken for one of our own, though it is; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    is_public = fetching._is_public
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1" or is_public(address))
    monkeypatch.setattr(fetching, "PORTS", {"http": server.server_port})
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status", "title", "end"),
    [
        ("/page", 200, "Nätet & vi", "/page"),
        ("/latin", 200, "Åre", "/latin"),
        ("/strange", 200, "��", "/strange"),
        ("/gone", 410, "Hej", "/gone"),
        ("/moved", 200, "Nätet & vi", "/page"),
        ("/nowhere", 302, "Hej", "/nowhere"),
        ("/endless", 200, "", "/endless"),
        ("/page?q=å", 200, "Nätet & vi", "/page?q=å"),
    ],
)
def test_page_is_told_by_its_status_title_and_where_it_is(site, path, status, title, end):
    page = fetch(site + path)

    assert (page.status, page.title, page.url) == (status, title, site + end)


def test_we_say_who_we_are(site, settings):
    fetch(site + "/page")

    assert settings.SITE_ADDRESS in Handler.seen["User-Agent"]
    assert Handler.seen["Host"] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/round", "/inwards", "/file", "/elsewhere", "/rubbish", "/nothing"])
def test_what_leads_astray_is_not_followed(site, path):
    with pytest.raises(CannotFetch):
        fetch(site + path)


@pytest.mark.parametrize("path", ["/slow", "/dripping_head"])
def test_slow_site_is_left_in_time(site, path, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    begun = time.monotonic()
    with contextlib.suppress(CannotFetch):
        fetch(site + path)

    assert time.monotonic() - begun < 2


def test_large_page_is_read_in_part(site, monkeypatch):
    read = []
    monkeypatch.setattr(fetching, "TITLE", type("Sought", (), {"search": lambda self, text: read.append(len(text))})())
    fetch(site + "/endless")

    assert read == [64 * 1024]


@pytest.mark.parametrize("address", ADDRESSES_OF_OUR_OWN)
def test_our_own_network_is_never_asked(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(2, 1, 6, "", (address, 80))])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))

    with pytest.raises(CannotFetch, match="private"):
        fetch("http://example.se/")


def test_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    found = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)

    with pytest.raises(CannotFetch, match="private"):
        fetch("http://example.se/")


def test_public_address_is_connected_to_as_it_was_looked_at(monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(2, 1, 6, "", ("93.184.216.34", 80))])

    def connect(address, timeout):
        asked.append(address)
        raise OSError("no")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(CannotFetch):
        fetch("http://example.se/")
    assert asked == [("93.184.216.34", 80)]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.se/", "http://example.se:8080/", "https://example.se:80/", "http:///x", "http://a@example.se/",
        "javascript:1", "http://[::1", "http://exa mple.se/", "http://" + "a" * 300 + ".se/",
        "http://example.se:99999/", "/natverk/", "",
    ],
)  # fmt: skip
def test_address_of_another_kind_is_refused(monkeypatch, url):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(2, 1, 6, "", ("93.184.216.34", 80))])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(CannotFetch):
        fetch(url)
