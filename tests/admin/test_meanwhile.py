"""Two curators at one page: whoever saves second sees what the other has changed, and loses nothing."""

import pytest

from directory.models import Network
from tests.admin.forms import posted
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return make_network(name="Nätet", purpose="Vi lär.", website="https://natet.example.se/")


@pytest.fixture
def save(admin_client, network):
    """Save the network's page as it was opened, with some of it changed."""
    address = f"/admin/directory/network/{network.pk}/change/"

    def save(opened: dict, **changed):
        return admin_client.post(address, opened | changed | {"_save": "x"})

    save.opened = lambda answer=None: posted(answer or admin_client.get(address))
    return save


def test_second_curator_sees_the_change_of_the_first_and_saves_by_a_second_press(save, network):
    first, second = save.opened(), save.opened()
    assert save(first, purpose="Vi lär av varandra.").status_code == 302

    answer = save(second, website="https://nytt.example.se/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Någon annan har ändrat" in page
    assert "Vi lär. → Vi lär av varandra." in page
    assert posted(answer)["website"] == "https://nytt.example.se/"
    assert Network.objects.get().website == "https://natet.example.se/"

    assert save(save.opened(answer)).status_code == 302
    saved = Network.objects.get()
    assert (saved.website, saved.purpose) == ("https://nytt.example.se/", "Vi lär.")


def test_change_of_what_belongs_to_it_is_seen_too(save, network):
    opened = save.opened()
    network.memberships.create(agency=make_agency(name="Lunds kommun"))
    answer = save(opened, short_name="N")

    assert "Lunds kommun" in answer.content.decode()
    assert Network.objects.get().short_name == ""


def test_own_changes_one_after_the_other_are_saved_at_once(save):
    for short_name in ("A", "B", "C"):
        assert save(save.opened(), short_name=short_name).status_code == 302
    assert Network.objects.get().short_name == "C"


@pytest.mark.parametrize("moment", ["", "nonsense", "2020-13-45", "\x00", "2020-01-01T00:00:00"])
def test_nonsense_for_when_it_was_opened_breaks_nothing(save, moment):
    assert save(save.opened() | {"opened": moment}, short_name="A").status_code in (200, 302, 400)


def test_deletion_meanwhile_leads_back(save, network):
    opened = save.opened()
    network.delete()

    assert save(opened).status_code == 302
    assert not Network.objects.exists()
