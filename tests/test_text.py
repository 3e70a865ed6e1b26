"""Texts as they are read."""

import pytest

from directory.templatetags.directory import short_address
from directory.text import site_host

pytestmark = pytest.mark.looks

LOOKS_LIKE_ADDA = "xn--dda-5cd"
"""``аdda``, whose first letter is Cyrillic."""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.xn--hllbarupphandling-8qb.se/", "hållbarupphandling.se"),
        ("https://hållbarupphandling.se/", "hållbarupphandling.se"),
        ("https://example.se:8000/", "example.se"),
        (f"https://{LOOKS_LIKE_ADDA}.se/", f"{LOOKS_LIKE_ADDA}.se"),
        ("https://xn--a.se/", "xn--a.se"),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_host_is_read_in_its_own_letters(url, host):
    assert site_host(url) == host


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://www.xn--ntrdet-kua.se/en/sida/", "ntrådet.se/en/sida"),
        ("http://example.se/", "example.se"),
        ("https://example.se/xn--ntrdet-kua", "example.se/xn--ntrdet-kua"),
    ],
)
def test_address_is_read_without_what_says_nothing(url, read):
    assert short_address(url) == read
