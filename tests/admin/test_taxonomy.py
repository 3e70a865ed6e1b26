"""The lists the filters offer, in the admin: changed at will, but never from under those who use them."""

import pytest

from directory.models import AgencyKind, County, FocusArea
from tests.admin.forms import posted
from tests.factories import make_agency, make_agency_kind, make_county, make_exchange, make_focus_area, make_network

pytestmark = pytest.mark.django_db

ADMIN = "/en/admin/directory"


def delete(client, term):
    return client.post(f"{ADMIN}/{term._meta.model_name}/{term.pk}/delete/", {"post": "yes"})


@pytest.mark.parametrize("use", ["a network's focus area", "a network's exchange", "an agency's county", "an agency's kind"])
def test_term_in_use_is_not_deleted(admin_client, use):
    network, agency = make_network(), make_agency()
    area, exchange, county, kind = make_focus_area(), make_exchange(), make_county(), make_agency_kind()
    network.focus_areas.add(area)
    network.exchanges.add(exchange)
    agency.county, agency.kind = county, kind
    agency.save()
    term = {"focus area": area, "exchange": exchange, "county": county, "kind": kind}[use.partition("'s ")[2]]

    response = delete(admin_client, term)
    admin_client.post(
        f"{ADMIN}/{term._meta.model_name}/", {"action": "delete_selected", "_selected_action": [term.pk], "post": "yes"}
    )

    assert response.status_code == 403
    assert type(term).objects.filter(pk=term.pk).exists()


def test_term_nobody_uses_is_deleted(admin_client):
    area = make_focus_area()

    assert delete(admin_client, area).status_code == 302
    assert not FocusArea.objects.exists()


@pytest.mark.parametrize(("model", "lasting"), [(FocusArea, "slug"), (County, "code"), (AgencyKind, "code")])
def test_what_addresses_refer_to_is_written_once(admin_client, model, lasting):
    term = {FocusArea: make_focus_area, County: make_county, AgencyKind: make_agency_kind}[model]()
    address = f"{ADMIN}/{model._meta.model_name}/{term.pk}/change/"

    admin_client.post(address, posted(admin_client.get(address), name_sv="Nytt namn", **{lasting: "annat"}))

    changed = model.objects.get()
    assert changed.name_sv == "Nytt namn"
    assert getattr(changed, lasting) == getattr(term, lasting)
