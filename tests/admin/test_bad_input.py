"""Whatever stands in an address or a form of the admin, nothing breaks: rows, an empty list, a way back, or a refusal."""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from directory.models import Interest, Meeting, Membership, Network, OutgoingMail, Registration, Relation, Rhythm, Source, Topic
from tests.factories import (
    make_agency,
    make_agency_kind,
    make_county,
    make_exchange,
    make_focus_area,
    make_interest,
    make_network,
    make_registration,
)  # fmt: skip

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
ONE_OF_EACH_KIND = [Network, Registration, Interest, Topic, OutgoingMail, User]
TOO_LARGE = "9" * 26
NONSENSE = ["%00", "%FF%FE", "%ED%A0%80", "-1", TOO_LARGE, "abc", "%25", "1e309", "", "²", "٣"]
PARAMETERS = [
    "q",
    "p",
    "o",
    "all",
    "e",
    "_popup",
    "_to_field",
    "_facets",
    "pk",
    "nothing__exact",
    "nothing",
    "_changelist_filters",
]
PREFIXES = ("rhythms", "memberships", "meetings", "relations_out", "relations_in", "sources")
LOOKUPS = ("exact", "in", "gte", "year")


def lookups(model) -> list[str]:
    """Return parameters by which the list may be filtered: some for each kind of field the model has."""
    of_kind = {type(field): field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    filters = admin.site._registry[model].list_filter
    own = [spec.parameter_name for spec in filters if isinstance(spec, type)]
    fields = [spec if isinstance(spec, str) else spec[0] for spec in filters if not isinstance(spec, type)]
    return own + [f"{name}__{lookup}" for name in {*of_kind.values(), *fields} for lookup in LOOKUPS]


@pytest.fixture
def rows():
    """One of everything."""
    network, agency = make_network(), make_agency(county=make_county(), kind=make_agency_kind())
    network.focus_areas.set([make_focus_area()])
    network.exchanges.set([make_exchange()])
    Membership.objects.create(network=network, agency=agency)
    Meeting.objects.create(network=network, title="Möte", host=agency)
    Rhythm.objects.create(network=network, mode="online")
    Source.objects.create(network=network, url="https://example.se/")
    Relation.objects.create(origin=network, kind="part_of", target=make_registration().network)
    OutgoingMail.objects.create(to="a@example.se", subject="Ämne", body="Hej")
    make_interest()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_answers_any_filter_with_rows_a_way_back_or_a_refusal(admin_client, rows, model):
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for number, name in enumerate(lookups(model)):
        for value in ("%00", ("abc", "-1", TOO_LARGE)[number % 3]):
            assert admin_client.get(f"{address}?{name}={value}").status_code in (200, 302, 400), f"{name}={value}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", PARAMETERS)
def test_lists_take_any_value_of_the_parameters_they_know_and_of_others(admin_client, rows, name):
    for number, value in enumerate(NONSENSE):
        for model in ONE_OF_EACH_KIND[number % 2 :: 2]:
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?{name}={value}"
            assert admin_client.get(address).status_code in (200, 302, 400), address


@pytest.mark.parametrize("name", ["county__exact", "counties__id__exact", "editorial_state__exact", "q"])
def test_null_character_in_a_filter_breaks_nothing(admin_client, name):
    assert admin_client.get(f"/admin/directory/network/?{name}=%00").status_code in (200, 302)


@pytest.mark.parametrize("query", ["x" * 300, "%a" * 100, "ord " * 400, "'\"\\", "å" * 200])
def test_any_search_is_answered(admin_client, rows, query):
    for model in ONE_OF_EACH_KIND:
        answer = admin_client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/?q={quote(query)[:2000]}")
        assert answer.status_code == 200, model


@pytest.mark.parametrize("key", ["%00", "abc", "0", "-1", TOO_LARGE, "_00", "_", "²", "x" * 1000])
def test_page_of_no_row_is_not_found_or_leads_back(admin_client, rows, key):
    for model in ONE_OF_EACH_KIND:
        for page in ("", "change/", "history/", "delete/", "restore/"):
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{key}/{page}"
            assert admin_client.get(address).status_code in (302, 400, 403, 404, 405), address


@pytest.mark.parametrize("chosen", ["\x00", "abc", "", TOO_LARGE, "²"])
def test_action_on_nonsense_does_nothing(admin_client, rows, chosen):
    for model in MODELS:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for action in ("publish", "publish_selected", "attend_selected", "resend", "delete_selected", "\x00", ""):
            answer = admin_client.post(address, {"action": action, "_selected_action": chosen, "post": "yes"})
            assert answer.status_code in (200, 302, 400, 403), f"{address} {action}"

    assert Network.objects.count() == 2


@pytest.mark.parametrize("value", ["\x00", "\ufffd", "x" * 10_000, TOO_LARGE, "åre\u0000", "<script>"])
def test_form_filled_with_nonsense_is_refused_or_cleaned(admin_client, rows, value):
    for model in MODELS:
        names = [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]
        counts = {f"{prefix}-{count}_FORMS": 0 for prefix in PREFIXES for count in ("TOTAL", "INITIAL")}
        for page in ("add", *(f"{row.pk}/change" for row in model._default_manager.all()[:1])):
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}/"
            assert admin_client.post(address, dict.fromkeys(names, value) | counts).status_code in (200, 302, 400, 403), address


@pytest.mark.parametrize("value", ["%00", "%FF", "abc", TOO_LARGE, ""])
def test_choosing_by_typing_takes_any_query(admin_client, rows, value):
    asked = {"app_label": "directory", "model_name": "membership", "field_name": "agency"}
    for name in (*asked, "term", "page"):
        query = "&".join(f"{key}={value if key == name else kept}" for key, kept in (asked | {"term": "", "page": "1"}).items())
        assert admin_client.get(f"/admin/autocomplete/?{query}").status_code in (200, 400, 403, 404), query
