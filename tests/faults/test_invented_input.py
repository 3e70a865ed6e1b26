"""Addresses, queries, bodies and answers that nobody thought of never break a page."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.urls.converters import IntConverter
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.forms.corrections import CorrectionForm
from directory.forms.interests import InterestForm
from directory.forms.registrations import RegistrationForm
from directory.urls import urlpatterns
from networks_site.wsgi import CONTENT_TYPE
from tests.conftest import kept_for_a_module
from tests.corrections import told
from tests.factories import make_agency, make_county, make_focus_area, make_network
from tests.forms_in_pages import FORM
from tests.interests import NOTE, noted
from tests.registrations import REGISTER, filled_in

INVENTED = settings(
    max_examples=100, deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MULTIPART = "multipart/form-data; boundary=XX"
NAMES = ["charset", "boundary", "charset*", "boundary*", "a"]
CODECS = ["utf-8", "utf-7", "hex", "rot13", "undefined", "bogus''x", "utf-8''x", "''"]
PARAMETERS = [
    "q", "page", "focus", "not_focus", "cpv", "county", "who", "level", "mode", "rhythm", "exchange", "openness", "kind", "life",
    "when", "joining", "abroad", "by", "network",
]  # fmt: skip
TELLING = [
    "mat",
    "SE-M",
    "online",
    "1-2",
    "not_stated",
    "are",
    "åre",
    "kommun",
    "%",
    "\x00",
    "\ufdfa" * 20,
    "9" * 30,
    "-1",
    "http://[",
    "a@b",
]

pytestmark = pytest.mark.django_db
text = st.one_of(st.sampled_from(TELLING), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
query = st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), text), text), max_size=8).map(urlencode)
raw_fields = st.lists(
    st.sampled_from([b"--XX", b"--XX--", b"\r\n", b'Content-Disposition: form-data; name="a"', b"; filename=b", b"\xff"])
)
raw_fields = raw_fields.map(b"".join)
raw_bytes = st.binary(max_size=120).map(lambda octets: octets.decode("latin-1"))


@pytest.fixture(scope="module", autouse=True)
def _rows(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        network = make_network(name="Åre", slug="are")
        network.focus_areas.add(make_focus_area(slug="mat"))
        network.counties.add(make_county())
        network.memberships.create(agency=make_agency(name="Åre kommun", slug="are"))
        yield


def addresses() -> list[str]:
    """Return every public address in both languages, ``are`` standing for each name in them and 1 for each number."""
    found = []
    for language in ("sv", "en"):
        with override(language):
            for one in urlpatterns:
                told = {name: 1 if isinstance(kind, IntConverter) else "are" for name, kind in one.pattern.converters.items()}
                found.append(reverse(f"directory:{one.name}", kwargs=told))
    return found


def test_the_addresses_are_those_of_the_site():
    assert {"/", "/natverk/", "/en/networks/are/", REGISTER} <= set(addresses())


@settings(INVENTED, max_examples=300)
@given(address=st.sampled_from(addresses()), query=st.one_of(query, raw_bytes))
def test_any_query_is_answered(client, address, query):
    answer = client.generic("GET", address, QUERY_STRING=query)

    assert answer.status_code in (200, 302, 400, 404, 414)


@INVENTED
@given(path=raw_bytes, start=st.sampled_from(["/", "/natverk/", "/en/networks/", "/registrera/tack/", "/admin/", "/static/"]))
def test_any_path_is_answered(client, start, path):
    answer = client.generic("GET", start + quote(path, encoding="latin-1"))

    assert answer.status_code in (200, 301, 302, 404)
    assert not answer.get("Location", "/").startswith(("//", "http"))


@settings(INVENTED, max_examples=200)
@given(
    answers=st.dictionaries(
        st.sampled_from([*RegistrationForm.base_fields]), st.one_of(text, st.lists(text, max_size=3)), min_size=1, max_size=2
    ),
    step=st.sampled_from(["send", "preview", "save"]),
    sender=st.ip_addresses(v=4),
)
def test_any_answers_are_taken_in_shown_or_returned(client, answers, step, sender):
    form = filled_in(kinship="none") | answers | {"step": step}
    answer = client.post(REGISTER, urlencode(form, doseq=True), content_type=FORM, REMOTE_ADDR=str(sender))

    assert answer.status_code in (200, 302, 422, 429)


@settings(INVENTED, max_examples=200)
@given(
    answers=st.dictionaries(
        st.sampled_from([*InterestForm.base_fields]), st.one_of(text, st.lists(text, max_size=3)), min_size=1, max_size=3
    ),
    sender=st.ip_addresses(v=4),
)
def test_any_interest_is_noted_or_returned(client, answers, sender):
    answer = client.post(NOTE, urlencode(noted() | answers, doseq=True), content_type=FORM, REMOTE_ADDR=str(sender))

    assert answer.status_code in (302, 422, 429)


@settings(INVENTED, max_examples=200)
@given(
    answers=st.dictionaries(
        st.sampled_from([*CorrectionForm.base_fields]), st.one_of(text, st.lists(text, max_size=3)), min_size=1, max_size=3
    ),
    page=st.sampled_from(["/natverk/are/ratta/", "/en/agencies/are/correct/"]),
    sender=st.ip_addresses(v=4),
)
def test_any_correction_is_taken_in_or_returned(client, answers, page, sender):
    answer = client.post(page, urlencode(told() | answers, doseq=True), content_type=FORM, REMOTE_ADDR=str(sender))

    assert answer.status_code in (302, 422, 429)


@INVENTED
@given(body=st.one_of(st.binary(max_size=400), raw_fields), content_type=st.sampled_from([FORM, MULTIPART, "text/plain", ""]))
def test_any_body_is_refused_without_its_protection(body, content_type):
    answer = Client(enforce_csrf_checks=True).generic("POST", REGISTER, body, content_type=content_type)

    assert answer.status_code in (400, 403)


@INVENTED
@given(
    kind=st.sampled_from([FORM, MULTIPART, "a/b"]),
    name=st.sampled_from(NAMES),
    value=st.one_of(st.sampled_from(CODECS), raw_bytes),
)
def test_any_content_type_is_read_as_one_that_django_can(kind, name, value):
    plain = CONTENT_TYPE.fullmatch(f"{kind}; {name}={value}")
    request = RequestFactory().generic("POST", REGISTER, b"a", content_type=plain[1] if plain else "", QUERY_STRING="q=a")

    assert request.GET == {"q": ["a"]}
