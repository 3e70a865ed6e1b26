"""Networks and agencies to spreadsheets: what is public, in Swedish, and nothing that runs."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.admin.sheets import SHEETS, guarded
from directory.models import Agency, Network
from tests.factories import make_agency, make_agency_kind, make_county, make_focus_area, make_network

pytestmark = pytest.mark.django_db

PRIVATE = {"doubts", "confidence", "editorial_state", "published_at"}
FORMULAS = ["=1+1", "+46", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1"]


def export(client, model, action: str, language: str = ""):
    chosen = {"action": action, "_selected_action": [row.pk for row in model.objects.all()]}
    return client.post(f"{language}/admin/directory/{model._meta.model_name}/", chosen)


def rows_of(answer) -> list[list[str]]:
    """Return the cells of an exported file, as a spreadsheet shows them."""
    if answer["Content-Type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def network():
    network = make_network(name="Matnätet", slug="matnatet", openness="open", founded_year=2012, other_names="MN\nFood")
    network.focus_areas.set([make_focus_area(slug="mat"), make_focus_area(slug="bygg", name_sv="Bygg", name_en="Building")])
    return network


@pytest.mark.parametrize("action", ["export_xlsx", "export_csv"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_network_is_exported_in_swedish_whoever_asks(admin_client, network, action, language):
    answer = export(admin_client, Network, action, language)

    head, row = rows_of(answer)
    cells = dict(zip(head, row, strict=True))
    assert "attachment" in answer["Content-Disposition"]
    assert cells["Adressnamn"] == "matnatet"
    assert cells["Andra namn"] == "MN\nFood"
    assert cells["Fokusområden"] == "Bygg; Mat"
    assert cells["Öppenhet"] == "Öppet att gå med i"
    assert cells["Bildat år"] == "2012"


def test_agency_is_exported_with_the_names_of_its_lists(admin_client):
    make_agency(name="Lunds kommun", slug="lund", county=make_county(), kind=make_agency_kind(), country="SE")

    assert rows_of(export(admin_client, Agency, "export_xlsx")) == [
        ["Adressnamn", "Namn", "Andra namn", "Slag", "Län", "Land", "Organisationsnummer"],
        ["lund", "Lunds kommun", "", "Kommun", "Skåne län", "SE", ""],
    ]


@pytest.mark.parametrize("action", ["export_xlsx", "export_csv"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(admin_client, action, text):
    make_network(purpose=text, area=text)

    answer = export(admin_client, Network, action)

    cells = [cell for row in rows_of(answer) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert cells.count(f"'{text}") == 2 or "\r" in text


@pytest.mark.parametrize("text", ["", "Mat", "'Mat'", "5 = fem", "–"])
def test_other_cells_stay_as_they_are(text):
    assert guarded(text) == text


def test_only_public_facts_are_exported():
    for model, sheet in SHEETS.items():
        assert not PRIVATE & set(sheet.columns)
        assert all(hasattr(model, name) for name in sheet.columns)


def test_no_two_columns_have_the_same_heading_in_either_language():
    for sheet in SHEETS.values():
        headings = [heading for column in sheet().fields.values() for heading in column.headings]
        assert len(headings) == len(set(headings))


def test_export_costs_the_same_for_one_row_and_fifty(admin_client, network):
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            export(admin_client, Network, "export_csv")
        costs.append(len(captured))
        for _number in range(50):
            make_network().focus_areas.set(network.focus_areas.all())

    assert costs[0] == costs[1] <= 30


def test_only_those_who_may_see_them_export_them(client, django_user_model, network):
    user = django_user_model.objects.create_user("läsare", is_staff=True)
    client.force_login(user)
    assert export(client, Network, "export_csv").status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="view_network"))
    assert export(client, Network, "export_csv").status_code == 200
