"""Looking at a page of somebody else's site: with little time and memory, and never at what only our own network can reach."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from directory.text import clean_line

SECONDS, MOST_BYTES, MOST_REDIRECTS, LONGEST_TITLE = 10, 64 * 1024, 5, 200
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that a gateway turns into IPv4 ones, private ones too."""
TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """What an address answered: its status, the address where redirects ended, and the title there."""

    status: int
    url: str
    title: str


class CannotFetch(Exception):
    """Nothing was answered, or nothing that we would look at; the message, in English, says why."""


def fetch(url: str) -> Page:
    """Return what is at an address. Ten seconds and 64 kB are spent at most, redirects included; else ``CannotFetch``."""
    deadline = time.monotonic() + SECONDS
    for _hop in range(MOST_REDIRECTS + 1):
        try:
            with _answer(url, deadline) as response:
                location = response.getheader("Location")
                if response.status not in REDIRECTS or not location:
                    return Page(response.status, url, _title(response))
        except (OSError, HTTPException, ValueError) as error:
            raise CannotFetch(f"{type(error).__name__}: {error}") from error
        url = urljoin(url, location)
    raise CannotFetch("It leads on and on.")


@contextmanager
def _answer(url: str, deadline: float) -> Iterator[HTTPResponse]:
    """Ask for a page over a connection that is cut at the deadline, however slowly the other side speaks."""
    parts = urlsplit(url)
    port = PORTS.get(parts.scheme)
    if port is None or parts.port not in (None, port) or not parts.hostname or parts.username is not None:
        raise CannotFetch("Only http and https at their own ports are looked at.")
    host = parts.hostname.encode("idna").decode()
    with _connected(host, port, deadline) as plain:
        watchdog = Timer(max(0.0, deadline - time.monotonic()), _cut, [plain])
        watchdog.start()
        try:
            connection = HTTPConnection(host, port)
            connection.sock = _tls().wrap_socket(plain, server_hostname=host) if parts.scheme == "https" else plain
            target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            connection.request("GET", iri_to_uri(target), headers=_headers(host))
            yield connection.getresponse()
        finally:
            watchdog.cancel()


def _connected(host: str, port: int, deadline: float) -> socket.socket:
    """Return a connection to the host, by the address that was looked at, so that it cannot be another one meanwhile."""
    addresses = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(_is_public, addresses)):
        raise CannotFetch("It leads to a private address.")
    return socket.create_connection((addresses[0], port), timeout=max(0.1, deadline - time.monotonic()))


def _is_public(address: str) -> bool:
    """Tell whether everybody can reach an IP address, one of another kind that stands in it included."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in TRANSLATED:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return _is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _headers(host: str) -> dict[str, str]:
    about_us = f"Natverkskartan/1.0 (+{settings.SITE_ADDRESS}; looks once a month whether links work)"
    return {
        "Host": host,
        "User-Agent": about_us,
        "Accept": "text/html,*/*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        connection.close()


def _title(response: HTTPResponse) -> str:
    """Return the title of the page, as far as it stands in what is read of it; empty if there is none."""
    body = response.read(MOST_BYTES)
    try:
        text = body.decode(response.headers.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        text = body.decode(errors="replace")
    found = TITLE.search(text)
    return clean_line(unescape(found[1]))[:LONGEST_TITLE] if found else ""
