"""The history of public rows in the admin, and the buttons that bring a version back."""

import re

import pytest
from django.urls import reverse

from directory.models import Agency, Membership, Network, Source
from tests.admin.forms import posted
from tests.factories import make_agency, make_focus_area, make_network

pytestmark = pytest.mark.django_db

ADMIN = "/en/admin/directory"


def history(client, row):
    return client.get(f"{ADMIN}/{row._meta.model_name}/{row.pk}/history/")


def moments(response) -> list[str]:
    """Return what each button of the page would restore, newest first."""
    return re.findall(r'name="moment"\s+value="([^"]+)"', response.content.decode())


def restore(client, model: str, pk: int, moment: str):
    return client.post(f"{ADMIN}/{model}/{pk}/restore/", {"moment": moment}, follow=True)


@pytest.fixture
def changed_network(admin_client):
    """A network that a curator has changed once, its lists and members with it."""
    network = make_network(name="Navet", purpose="Det första.")
    area, agency = make_focus_area(slug="mat"), make_agency(name="Region Skåne")
    gone = Source.objects.create(network=network, url="https://example.se/gammal")
    address = f"{ADMIN}/network/{network.pk}/change/"
    form = posted(admin_client.get(address), purpose="Det andra.", life="active", focus_areas=[area.pk], **{
        "memberships-TOTAL_FORMS": 1, "memberships-0-agency": agency.pk, "sources-0-DELETE": "on",
    })  # fmt: skip
    assert admin_client.post(address, form).status_code == 302
    assert not Source.objects.filter(pk=gone.pk).exists()
    return network


def test_history_tells_who_changed_what_and_how_it_was(admin_client, changed_network):
    page = re.sub(r"\s+", " ", history(admin_client, changed_network).content.decode())

    assert "<td>admin</td>" in page
    assert "<strong>Purpose</strong>: Det första. → Det andra." in page
    assert "<strong>Status</strong>: – → Active" in page
    assert "<strong>Focus areas</strong>: – → Mat" in page
    assert "Added: Membership <em>Region Skåne – Navet</em>" in page
    assert "Deleted: Source <em>https://example.se/gammal</em>" in page
    assert "folded" not in page


def test_earlier_version_of_a_network_is_restored_with_one_press(admin_client, admin_user, changed_network):
    page = history(admin_client, changed_network)

    response = restore(admin_client, "network", changed_network.pk, moments(page)[0])

    network = Network.objects.get()
    assert (network.purpose, network.life, network.focus_areas.count()) == ("Det första.", None, 0)
    assert [source.url for source in network.sources.all()] == ["https://example.se/gammal"]
    assert not Membership.objects.exists()
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert network.history.latest().history_user == admin_user
    assert "Restored as it was" in history(admin_client, network).content.decode()


def test_version_as_it_is_now_has_no_button(admin_client):
    network = make_network()

    page = history(admin_client, network)

    assert moments(page) == []
    assert "As it is now" in page.content.decode()


@pytest.mark.parametrize("how", ["alone", "with others"])
def test_deleted_network_is_listed_and_comes_back_with_all_it_had(admin_client, changed_network, how):
    pk, members = changed_network.pk, Membership.objects.count()
    if how == "alone":
        admin_client.post(f"{ADMIN}/network/{pk}/delete/", {"post": "yes"})
    else:
        admin_client.post(f"{ADMIN}/network/", {"action": "delete_selected", "_selected_action": [pk], "post": "yes"})
    assert not Network.objects.exists()

    page = admin_client.get(f"{ADMIN}/network/deleted/")
    assert "Navet" in page.content.decode()
    restore(admin_client, "network", pk, moments(page)[0])

    assert Network.objects.get().pk == pk
    assert Membership.objects.count() == members == 1
    assert [area.slug for area in Network.objects.get().focus_areas.all()] == ["mat"]
    assert "Navet" not in admin_client.get(f"{ADMIN}/network/deleted/").content.decode()


def test_deleted_row_has_its_history_still(admin_client):
    agency = make_agency(name="Region Skåne")
    pk = agency.pk
    agency.delete()

    page = admin_client.get(f"{ADMIN}/agency/{pk}/history/")

    assert "Region Skåne" in page.content.decode()
    restore(admin_client, "agency", pk, moments(page)[0])
    assert Agency.objects.get().pk == pk


def test_what_is_left_out_is_named(admin_client, changed_network):
    pk = changed_network.pk
    Membership.objects.all().delete()
    Network.objects.get().delete()
    Agency.objects.get().delete()
    before_all_that = moments(admin_client.get(f"{ADMIN}/network/{pk}/history/"))[1]

    response = restore(admin_client, "network", pk, before_all_that)

    assert [message.level_tag for message in response.context["messages"]] == ["success", "warning"]
    assert "Region Skåne" in response.content.decode()


def test_version_that_cannot_come_back_says_why(admin_client):
    network = make_network(slug="navet")
    pk = network.pk
    network.delete()
    make_network(slug="navet")

    page = admin_client.get(f"{ADMIN}/network/deleted/")
    response = restore(admin_client, "network", pk, moments(page)[0])

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert Network.objects.count() == 1


@pytest.mark.parametrize(
    "moment", ["", "\x00", "now", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00", "1900-01-01T00:00:00+00:00"]
)
def test_moment_that_is_none_restores_nothing(admin_client, moment):
    network = make_network()

    response = restore(admin_client, "network", network.pk, moment)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert network.history.count() == 1


@pytest.mark.parametrize("pk", ["abc", "0", "99999999999999999999999999", "²", "-1"])
def test_history_of_nothing_is_not_found(admin_client, pk):
    assert admin_client.get(f"{ADMIN}/network/{pk}/history/").status_code == 404
    assert admin_client.post(f"{ADMIN}/network/{pk}/restore/", {"moment": "2026-01-01T00:00:00+00:00"}).status_code in (302, 404)


def test_reading_restores_nothing(admin_client, changed_network):
    address = reverse("admin:directory_network_restore", args=[changed_network.pk])

    assert admin_client.get(address).status_code == 405
    assert Network.objects.get().purpose == "Det andra."


def test_long_history_is_told_page_by_page(admin_client):
    network = make_network()
    for number in range(60):
        network.purpose = f"Version {number}."
        network.save()

    first, second = (admin_client.get(f"{ADMIN}/network/{network.pk}/history/", {"p": page}) for page in (1, 2))

    assert len(moments(first)) == 49
    assert len(moments(second)) == 11
    assert "As it is now" not in second.content.decode()
    assert 'href="?p=2"' in first.content.decode()


def test_one_who_may_only_read_sees_no_buttons_and_restores_nothing(client, django_user_model, changed_network):
    from django.contrib.auth.models import Permission

    reader = django_user_model.objects.create_user("läsare", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_network"))
    client.force_login(reader)

    page = history(client, changed_network)

    assert page.status_code == 200
    assert moments(page) == []
    assert client.get(f"{ADMIN}/network/deleted/").status_code == 200
    assert client.get(f"{ADMIN}/agency/deleted/").status_code == 403
    assert client.get(f"{ADMIN}/agency/1/history/").status_code == 403
    assert restore(client, "network", changed_network.pk, "2026-01-01T00:00:00+00:00").status_code == 403
