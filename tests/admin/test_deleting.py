"""What would be deleted along with a row, told before it is."""

import pytest
from django.contrib.auth.models import Group

from directory.models import Membership, Network
from tests.factories import make_agency, make_county, make_focus_area, make_network

pytestmark = pytest.mark.django_db

LIST = "/admin/directory/network/"


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_deleted_with_a_network_is_told_in_words(admin_client, language):
    network, agency = make_network(), make_agency(name="Region Skåne")
    network.focus_areas.add(make_focus_area())
    network.counties.add(make_county())
    Membership.objects.create(network=network, agency=agency)

    response = admin_client.get(f"{language}{LIST}{network.pk}/delete/")

    page = response.content.decode()
    assert "Region Skåne" in page
    assert "object (" not in page
    assert len(response.context["model_count"]) == 2
    admin_client.post(f"{LIST}{network.pk}/delete/", {"post": "yes"})
    assert not Network.objects.exists()


def test_what_is_deleted_with_a_user_is_told_in_words(admin_client, django_user_model):
    user = django_user_model.objects.create_user("någon")
    user.groups.add(Group.objects.create(name="Kuratorer"))

    assert "object (" not in admin_client.get(f"/admin/auth/user/{user.pk}/delete/").content.decode()
