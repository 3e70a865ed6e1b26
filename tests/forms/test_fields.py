"""What each field takes and refuses of what the public types."""

import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from directory.forms.fields import LineField, LinesField, MailboxField, NameField, ParagraphsField, PublicURLField

pytestmark = pytest.mark.looks

FIELDS = [LineField(), NameField(), ParagraphsField(), LinesField(most=3), PublicURLField(), MailboxField()]
ZALGO = "Z\u0335" + "\u0301" * 150


def refusal(field, value) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
def test_null_character_is_refused(field):
    assert refusal(field, "a\x00b")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u200d\ufeff", "\xa0\u2003", "\u0301\u0308", "\u202e\u2066", "\n\r\n\t"])
def test_what_cannot_be_seen_is_nothing(field, nothing):
    assert refusal(field, nothing)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nätet   i\tsyd\n", "Nätet i syd"),
        ("Na\u0308tet", "Nätet"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\u200bb\u2028c\x85d", "ab c d"),
        ("\x01\x1b[31mRöd", "[31mRöd"),
        ("=1+1", "=1+1"),
        ("<b>{{7*7}}</b>", "<b>{{7*7}}</b>"),
    ],
)
def test_line_is_kept_as_a_person_would_have_typed_it(typed, kept):
    assert LineField().clean(typed) == kept


def test_tower_of_accents_is_cut_to_four():
    assert sum(unicodedata.combining(character) > 0 for character in LineField().clean(ZALGO)) <= 4


def test_paragraphs_keep_their_lines_but_no_more_than_one_empty_one():
    assert ParagraphsField().clean("a \r\n\r\n\r\n\r\nb\rc\n") == "a\n\nb\nc"


def test_length_is_counted_in_what_is_kept():
    field = LineField(max_length=5)

    assert field.clean("  abcde \u200b") == "abcde"
    assert refusal(field, "abcdef")


def test_megabytes_are_refused_before_they_are_cleaned():
    started = time.thread_time()
    refusal(ParagraphsField(max_length=5000), ZALGO * 16_000)

    assert time.thread_time() - started < 0.2


@pytest.mark.parametrize("name", ["Å", "3", "山東", "Nätet – för «alla» 🎉", "Аdda"])
def test_name_of_any_script_is_taken(name):
    assert NameField().clean(name) == name


@pytest.mark.parametrize("name", ["!!!", "🎉🎉", "---", "…", "a" * 201, "\ufdfa" * 12])
def test_name_without_a_word_or_that_unfolds_into_a_page_is_refused(name):
    assert refusal(NameField(), name)


def test_lines_are_each_once_and_none_empty():
    assert LinesField(most=3).clean("Lund\n\n Malmö \nLund\r\nEslöv") == ["Lund", "Malmö", "Eslöv"]


@pytest.mark.parametrize("lines", ["a\nb\nc\nd", "a" * 201, "Lund\n???", "\ufdfa" * 12])
def test_lines_too_many_too_long_or_without_a_word_are_refused(lines):
    assert refusal(LinesField(most=3), lines)


def test_no_lines_are_a_list_when_none_is_required():
    assert LinesField(most=3, required=False).clean(" \n") == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.se/natet?a=1#b", "https://example.se/natet?a=1#b"),
        (" http://www.example.se ", "http://www.example.se"),
        ("example.se/natet", "https://example.se/natet"),
        ("https://nätet.se/åäö", "https://nätet.se/åäö"),
        ("https://example.se:8443/", "https://example.se:8443/"),
        ("https://93.184.216.34/", "https://93.184.216.34/"),
    ],
)
def test_public_address_is_taken(typed, kept):
    assert PublicURLField().clean(typed) == kept


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.se/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://example.se/",
        "file:///etc/passwd",
        "mailto:a@example.se",
        "https://user:pw@example.se/",
        "https://user@example.se/",
        "https://@example.se/",
        "https://ex.se\\@evil.com",
        "https:/\\evil.com",
        "http://127.0.0.1/",
        "http://127.0.0.1.",
        "http://127.1",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://[::1",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://localhost:8000/",
        "http://localhost./",
        "http://a.localhost/",
        "http://a.localhost./",
        "http://intranet/",
        "http://skrivare.local/",
        "http://server.internal/",
        "https://example.se/a\nb",
        "https://example.se/\r\nX: y",
        "https://example.se/a b",
        "https://example.se/\tx",
        "https://example.se/\u202egnp.exe",
        "https://exa\u200bmple.se/",
        "https://exa\u2100mple.se/",
        "https://example.se:99999999/",
        "https://" + "a" * 64 + ".se/",
        "https://example.se/" + "a" * 500,
        "https://-example.se/",
        "https://",
        "natet",
    ],
)
def test_address_that_not_everyone_can_open_is_refused(address):
    assert refusal(PublicURLField(), address)


@pytest.mark.parametrize("address", ["samordnare@example.se", "for.namn+natet@example.se", "a@nätet.se"])
def test_mailbox_is_taken(address):
    assert MailboxField().clean(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "a@",
        "@example.se",
        "a@example",
        "a@intranet",
        "a@b@example.se",
        "a@example.se\r\nBcc: b@example.se",
        "a@example.se\nb@example.se",
        "a@example.se,b@example.se",
        "Karin <a@example.se>",
        "åsa@example.se",
        "a@exa\u202emple.se",
        "a" * 390 + "@example.se",
        "a" * 245 + "@example.se",
        "a@" + "b" * 64 + ".se",
    ],
)
def test_mailbox_that_cannot_be_written_to_is_refused(address):
    assert refusal(MailboxField(), address)
