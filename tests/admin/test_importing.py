"""Spreadsheets back into the directory: seen before it is written, each fault with its row, and nothing changed that was not."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.admin.importing import preview
from directory.models import Agency, Network, Upload
from directory.services.forget import KEPT, forget_what_is_old
from directory.services.tables import read_table
from directory.services.undo import latest_actions, public_models, undo
from tests.admin.forms import posted
from tests.admin.test_spreadsheets import FORMULAS, export
from tests.benchmarks.importing import content
from tests.database import everything
from tests.factories import make_agency, make_agency_kind, make_county, make_exchange, make_focus_area, make_network

pytestmark = pytest.mark.django_db

ADMIN = "/en/admin/directory"
BESIDE = ("Upload",)


def table(*rows: list[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    return stream.getvalue().encode()


def send(client, content: bytes, kind: str = "agency", name: str = "fil.csv", language: str = "/en"):
    return client.post(f"{language}/admin/directory/{kind}/import/", {"file": SimpleUploadedFile(name, content)})


def agree(client, page, kind: str = "agency"):
    return client.post(f"{ADMIN}/{kind}/import/", posted(page), follow=True)


def directory() -> dict:
    return {name: rows for name, rows in everything().items() if name not in BESIDE}


def faults(page) -> list[tuple]:
    return [(fault.row, fault.column) for fault in page.context["outcome"].faults]


def counts(page) -> tuple[int, int, int, int]:
    outcome = page.context["outcome"]
    return outcome.new, outcome.changed, outcome.unchanged, outcome.wrong_rows


@pytest.mark.parametrize("action", ["export_xlsx", "export_csv"])
@pytest.mark.parametrize("text", [text for text in FORMULAS if "\r" not in text])
def test_what_looks_like_a_formula_comes_back_as_it_was(admin_client, action, text):
    make_network(area=text, purpose="Vi lär.")

    page = send(admin_client, export(admin_client, Network, action).content, "network")

    assert counts(page) == (0, 0, 1, 0)


def test_change_is_seen_before_it_is_written(admin_client, admin_user):
    agency = make_agency(name="Lunds kommun", slug="lund", country="SE")
    kind, before = make_agency_kind(), directory()

    page = send(admin_client, table(["Adressnamn", "Namn", "Slag"], ["lund", "Lunds kommun", "kommun"], ["", "Ny", ""]))

    assert directory() == before
    assert counts(page) == (1, 1, 0, 0)
    assert page.context["outcome"].told == [
        {"name": "Lunds kommun", "is_new": False, "changes": [("Slag", "", "Kommun")]},
        {"name": "Ny", "is_new": True, "changes": [("Namn", "", "Ny")]},
    ]
    response = agree(admin_client, page)

    agency.refresh_from_db()
    assert (agency.kind, agency.country) == (kind, "SE")
    assert Agency.objects.get(name="Ny").slug == "ny"
    assert [message.message for message in response.context["messages"]] == ["Imported: 1 new, 1 changed."]
    entry = agency.history.latest()
    assert (entry.history_user, entry.history_change_reason) == (admin_user, "Imported from fil.csv")
    assert not Upload.objects.exists()


def test_network_is_written_with_its_lists_as_one_entry_of_its_history(admin_client):
    area, county, exchange = make_focus_area(slug="mat"), make_county(), make_exchange()
    network = make_network(name="Matnätet", slug="matnatet")
    head = ["Adressnamn", "Namn", "Syfte", "Fokusområden", "Län", "Vad som utbyts", "Öppenhet", "Bekräftat den", "Bekräftat av"]
    rows = [
        ["matnatet", "Matnätet", "Nytt.", "Mat", "Skåne län", "Benchmarks", "By invitation", "46000", "samordnare"],
        ["", "Nytt nät", "Vi lär.", "mat;", "SE-M", "", "open", "", ""],
    ]

    agree(admin_client, send(admin_client, table(head, *rows), "network"), "network")

    network.refresh_from_db()
    assert (network.purpose, network.openness, str(network.confirmed_on), network.confirmed_by) == (
        "Nytt.",
        "invitation",
        "2025-12-09",
        "coordinator",
    )
    for one in (network, Network.objects.get(name="Nytt nät")):
        assert list(one.focus_areas.all()) == [area]
        assert list(one.counties.all()) == [county]
    assert list(network.exchanges.all()) == [exchange]
    assert network.history.count() == 2
    assert Network.objects.get(name="Nytt nät").editorial_state == "draft"


def test_import_is_undone_as_one_action(admin_client, admin_user):
    make_agency(name="Lunds kommun", slug="lund")
    before = [*Agency.objects.values()]
    agree(admin_client, send(admin_client, table(["Adressnamn", "Namn"], ["lund", "Lund"], ["", "Ny"])))

    undo(moment=latest_actions(public_models(), 1)[0].moment, by=admin_user)

    assert [*Agency.objects.values()] == before


def test_row_is_known_by_an_address_it_had_before(admin_client):
    agency = make_agency(name="Lund", slug="lund")
    agency.former_addresses.create(slug="lunds-kommun")

    agree(admin_client, send(admin_client, table(["Adressnamn", "Land"], ["lunds-kommun", "SE"])))

    assert Agency.objects.get().country == "SE"


AGENCY_FAULTS = {
    "list value that is none": (["a", "Ett", "nope", "", ""], "Slag"),
    "no name": (["", "", "", "SE", ""], "Namn"),
    "name of signs": (["", "!!!", "", "", ""], "Namn"),
    "name too long": (["", "x" * 201, "", "", ""], "Namn"),
    "name of another": (["", "LUNDS  kommun", "", "", ""], "Namn"),
    "name of a row above": (["", "FÖRST", "", "", ""], "Namn"),
    "same row again": (["lund", "Lund", "", "", ""], "Adressnamn"),
    "address of no letters": (["å ä ö", "Ett", "", "", ""], "Adressnamn"),
    "country of three letters": (["", "Ett", "", "SWE", ""], "Land"),
    "number of another": (["", "Ett", "", "", "212000-1132"], "Organisationsnummer"),
    "number too long": (["", "Ett", "", "", "1" * 12], "Organisationsnummer"),
}


@pytest.mark.parametrize(("row", "column"), AGENCY_FAULTS.values(), ids=AGENCY_FAULTS)
def test_wrong_row_is_named_with_column_and_reason_and_the_right_ones_are_imported(admin_client, row, column):
    make_agency(name="Lunds kommun", slug="lund", organisation_number="212000-1132")
    head = ["Adressnamn", "Namn", "Slag", "Land", "Organisationsnummer"]
    first, last = ["", "Först", "", "SE", ""], ["", "Sist", "", "", ""]
    seen = ["lund", "Lunds kommun", "", "SE", "212000-1132"]

    page = send(admin_client, table(head, first, seen, row, last))

    assert faults(page) == [(4, column)]
    assert "1 row is wrong and will be left out" in page.content.decode()
    response = agree(admin_client, page)
    assert {"Först", "Sist"} <= {agency.name for agency in Agency.objects.all()}
    assert Agency.objects.count() == 3
    assert [message.message for message in response.context["messages"]] == [
        "Imported: 2 new, 1 changed.",
        "1 row was left out.",
    ]


NETWORK_FAULTS = {
    "website that is none": ("Webbplats", "javascript:alert(1)"),
    "private address": ("LinkedIn", "http://127.0.0.1/"),
    "year in words": ("Bildat år", "i fjol"),
    "year too early": ("Bildat år", "1492"),
    "size of none": ("Uppgiven storlek", "0"),
    "mailbox that is none": ("Funktionsbrevlåda", "a@"),
    "day that is none": ("Bekräftat den", "2026-02-30"),
    "purpose taken away": ("Syfte", ""),
    "one list value of two": ("Fokusområden", "Mat; nope"),
    "date of the size": ("Storleken per", "nyss"),
    "language": ("Språk i texterna", "finska"),
}


@pytest.mark.parametrize(("column", "value"), NETWORK_FAULTS.values(), ids=NETWORK_FAULTS)
def test_wrong_cell_of_a_network_is_named(admin_client, column, value):
    make_focus_area(slug="mat")
    make_network(name="Matnätet", slug="matnatet")

    page = send(admin_client, table(["Adressnamn", column], ["matnatet", value]), "network")

    assert faults(page) == [(2, column)]
    assert "There is nothing to import." in page.content.decode()


def test_rule_about_several_columns_is_told_with_its_row(admin_client):
    make_network(name="Matnätet", slug="matnatet")

    page = send(admin_client, table(["Adressnamn", "Avslutat år"], ["matnatet", "2020"]), "network")

    assert faults(page) == [(2, "–")]
    assert "Only a network that has ended" in page.content.decode()


def test_reasons_are_in_the_readers_language(admin_client):
    content = table(["Adressnamn", "Namn", "Slag"], ["", "", "nope"])

    assert "”nope” finns inte i listan." in send(admin_client, content, language="").content.decode()


def test_empty_cell_clears_what_stands_there_and_a_missing_column_leaves_it(admin_client):
    make_agency(name="Lund", slug="lund", country="SE", other_names="Lunn")

    agree(admin_client, send(admin_client, table(["Adressnamn", "Land"], ["lund", ""])))

    agency = Agency.objects.get()
    assert (agency.country, agency.other_names) == (None, "Lunn")


def test_what_has_changed_since_it_was_seen_is_shown_again(admin_client):
    page = send(admin_client, table(["Adressnamn", "Namn"], ["", "Ny"], ["", "Nyare"]))
    make_agency(name="Ny")

    again = agree(admin_client, page)

    assert "Something has changed since you looked at the file." in again.content.decode()
    assert faults(again) == [(2, "Namn")]
    assert Agency.objects.count() == 1
    agree(admin_client, again)
    assert Agency.objects.filter(name="Nyare").exists()


@pytest.mark.parametrize("token", ["", "\x00", "abc", "00000000-0000-0000-0000-000000000000"])
def test_file_that_is_not_kept_is_sent_again(admin_client, token):
    response = admin_client.post(f"{ADMIN}/agency/import/", {"token": token, "wrong_rows": "0"}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_file_of_another_curator_or_of_another_kind_is_not_imported(admin_client, client, django_user_model):
    page = send(admin_client, table(["Adressnamn", "Namn"], ["", "Ny"]))
    client.force_login(django_user_model.objects.create_superuser("annan"))

    agree(client, page)
    agree(admin_client, page, "network")

    assert not Agency.objects.exists()


def test_file_is_kept_for_a_day_and_one_for_each_curator(admin_client):
    for _time in range(2):
        send(admin_client, table(["Adressnamn", "Namn"], ["", "Ny"]))
    kept = Upload.objects.get()

    assert forget_what_is_old(kept.sent_at + KEPT["upload"] / 2)["uploads"] == 0
    assert forget_what_is_old(kept.sent_at + KEPT["upload"] * 2)["uploads"] == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Foo;Bar\n1;2\n"])
def test_file_that_cannot_be_read_is_refused_at_its_field(admin_client, content):
    page = send(admin_client, content)

    assert page.status_code == 200
    assert 'class="errorlist"' in page.content.decode()
    assert not Upload.objects.exists()


def test_no_file_is_refused_at_its_field(admin_client):
    assert 'class="errorlist"' in admin_client.post(f"{ADMIN}/agency/import/", {}).content.decode()


def test_only_these_addresses_take_a_file(admin_client):
    for address in (
        "/registrera/",
        f"{ADMIN}/agency/",
        f"{ADMIN}/meeting/import/",
        "/logga-in/losenord/",
        f"{ADMIN}/agency/import/x/",
    ):
        file = {"file": SimpleUploadedFile("fil.csv", b"Adressnamn;Namn\n")}
        assert admin_client.post(address, file).status_code == 400, address
    for address in (f"{ADMIN}/agency/import/", "/admin/directory/network/import/"):
        file = {"file": SimpleUploadedFile("fil.csv", b"Adressnamn;Namn\n")}
        assert admin_client.post(address, file).status_code == 200, address


def test_only_those_who_may_add_and_change_import(client, django_user_model):
    user = django_user_model.objects.create_user("redaktör", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_agency", "change_agency"]))
    client.force_login(user)

    assert client.get(f"{ADMIN}/agency/import/").status_code == 403
    assert send(client, b"a").status_code == 403
    assert "/agency/import/" not in client.get(f"{ADMIN}/agency/").content.decode()


def test_looking_through_costs_the_same_for_one_row_and_fifty(admin_client):
    for number in range(50):
        make_network(name=f"Nät {number}", slug=f"nat-{number}")
    costs = []
    for rows in (1, 50):
        content = table(["Adressnamn", "Arrangör"], *([f"nat-{n}", "Ny"] for n in range(rows)))
        with CaptureQueriesContext(connection) as captured:
            send(admin_client, content, "network")
        costs.append(len(captured))

    assert max(costs) <= 40
    assert abs(costs[0] - costs[1]) <= 2


def test_each_of_fifty_wrong_rows_among_ten_thousand_is_named_and_nothing_is_written():
    sent, wrong = content()

    outcome = preview(Agency, read_table(sent))

    assert len(wrong) == 50
    assert sorted({fault.row for fault in outcome.faults}) == wrong
    assert outcome.new == 9_950
    assert not Agency.objects.exists()
