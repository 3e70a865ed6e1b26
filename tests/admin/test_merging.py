"""Merging in the admin: found, seen side by side, done with one press."""

import re

import pytest
from django.contrib.auth.models import Permission

from directory.models import Agency, FormerAddress, Membership, Network
from tests.admin.forms import posted
from tests.factories import make_agency, make_focus_area, make_network, make_registration

pytestmark = pytest.mark.django_db

ADMIN = "/en/admin/directory"


@pytest.fixture
def two():
    """The network to keep and the one that is the same."""
    kept = make_network(name="Matnätet", slug="matnatet", purpose="Mat.")
    merged = make_network(name="Livsmedelsnätet", slug="livsmedelsnatet", purpose="Livsmedel.", life="ended", ended_year=2020)
    merged.focus_areas.set([make_focus_area(slug="mat")])
    Membership.objects.create(network=merged, agency=make_agency(name="Region Skåne"))
    return kept, merged


def page_of(kept, merged) -> str:
    return f"{ADMIN}/{kept._meta.model_name}/{kept.pk}/merge/?other={merged.pk}"


def press(client, kept, merged, **chosen):
    page = client.get(page_of(kept, merged))
    answers = {question["name"]: question["chosen"] for question in page.context["form"].questions()}
    return client.post(page_of(kept, merged), posted(page, **answers | chosen), follow=True)


def test_page_shows_both_side_by_side_and_what_comes_along(admin_client, two):
    page = re.sub(r"\s+", " ", admin_client.get(page_of(*two)).content.decode())

    for told in ("Mat.", "Livsmedel.", "Ended<br>ended in: 2020", "Both together", "Memberships", "The other way round"):
        assert told in page
    assert f"/network/{two[1].pk}/merge/?other={two[0].pk}" in page


def test_press_merges_what_was_chosen(admin_client, admin_user, two):
    response = press(admin_client, *two, purpose="merged")

    network = Network.objects.get()
    assert (network.name, network.purpose, network.ended_year, network.other_names) == (
        "Matnätet",
        "Livsmedel.",
        2020,
        "Livsmedelsnätet",
    )
    assert [message.message for message in response.context["messages"]] == ["Livsmedelsnätet is merged into Matnätet."]
    assert network.history.latest().history_user == admin_user
    assert admin_client.get("/natverk/livsmedelsnatet/")["Location"] == "/natverk/matnatet/"


def test_agencies_are_merged_in_the_same_way(admin_client):
    kept, merged = make_agency(name="Region Skåne"), make_agency(name="Skåneregionen")

    press(admin_client, kept, merged)

    assert Agency.objects.get().other_names == "Skåneregionen"


def test_other_one_is_found_by_its_name(admin_client, two):
    address = f"{ADMIN}/network/{two[0].pk}/merge/"
    assert address in admin_client.get(f"{ADMIN}/network/{two[0].pk}/change/").content.decode()

    page = admin_client.get(address, {"q": "LIVSMEDEL"}).content.decode()

    assert f'href="?other={two[1].pk}"' in page
    assert "Nothing of that name was found." in admin_client.get(address, {"q": "finns inte"}).content.decode()
    assert f'href="?other={two[0].pk}"' not in admin_client.get(address, {"q": "matnätet"}).content.decode()


def test_two_chosen_in_the_list_are_laid_side_by_side(admin_client, two):
    chosen = {"action": "merge_selected", "_selected_action": [row.pk for row in two]}

    response = admin_client.post(f"{ADMIN}/network/", chosen)

    assert re.search(r"/merge/\?other=\d+$", response["Location"])
    assert admin_client.get(response["Location"]).status_code == 200


def test_one_or_three_chosen_in_the_list_are_not_merged(admin_client, two):
    for rows in (two[:1], (*two, make_network())):
        response = admin_client.post(
            f"{ADMIN}/network/", {"action": "merge_selected", "_selected_action": [row.pk for row in rows]}, follow=True
        )
        assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_what_has_changed_since_is_shown_again_before_it_is_merged(admin_client, two):
    kept, merged = two
    page = admin_client.get(page_of(kept, merged))
    answers = {question["name"]: "merged" for question in page.context["form"].questions()}
    merged.purpose = "Något nytt."
    merged.save()

    again = admin_client.post(page_of(kept, merged), posted(page, **answers))

    assert again.status_code == 200
    assert "has been changed since you opened this page" in again.content.decode()
    assert "Något nytt." in again.content.decode()
    assert {question["chosen"] for question in again.context["form"].questions()} == {"merged"}
    admin_client.post(page_of(kept, merged), posted(again, **answers))
    assert Network.objects.get().purpose == "Något nytt."


@pytest.mark.parametrize("chosen", ["", "\x00", "neither", "both"])
def test_choice_that_is_none_is_refused(admin_client, two, chosen):
    response = press(admin_client, *two, purpose=chosen)

    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()
    assert Network.objects.count() == 2


def test_what_would_break_a_rule_is_told_and_the_choices_stay(admin_client):
    kept, merged = make_network(founded_year=2021), make_network(life="ended", ended_year=2020, founded_year=1999)

    response = press(admin_client, kept, merged, life="merged")

    assert "A network cannot end before it was founded." in response.content.decode()
    assert {question["name"]: question["chosen"] for question in response.context["form"].questions()}["life"] == "merged"
    assert Network.objects.count() == 2


def test_what_waits_in_the_queue_is_decided_there(admin_client):
    response = admin_client.get(page_of(make_network(), make_registration().network), follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]


@pytest.mark.parametrize("other", ["0", "abc", "²", "\x00", "9" * 30, "-1"])
def test_other_one_that_is_none_is_not_found(admin_client, other):
    network = make_network()

    assert admin_client.get(f"{ADMIN}/network/{network.pk}/merge/", {"other": other}).status_code in (200, 404)
    assert admin_client.post(f"{ADMIN}/network/{network.pk}/merge/", {"other": other}).status_code in (200, 404)
    assert admin_client.get(f"{ADMIN}/network/{'9' * 30}/merge/").status_code == 404


def test_only_one_who_may_change_and_delete_merges(client, django_user_model, two):
    editor = django_user_model.objects.create_user("redaktör", is_staff=True)
    editor.user_permissions.add(*Permission.objects.filter(codename__in=["view_network", "change_network"]))
    client.force_login(editor)

    assert client.get(page_of(*two)).status_code == 403
    assert client.post(page_of(*two)).status_code == 403
    assert "/merge/" not in client.get(f"{ADMIN}/network/{two[0].pk}/change/").content.decode()
    assert "merge_selected" not in client.get(f"{ADMIN}/network/").content.decode()


def test_history_of_the_kept_one_restores_its_own_versions_only(admin_client, two):
    press(admin_client, *two)

    page = admin_client.get(f"{ADMIN}/network/{two[0].pk}/history/").content.decode()

    assert "Merged with Livsmedelsnätet" in page
    assert "Added: Former address <em>livsmedelsnatet</em>" in page
    assert FormerAddress.objects.get().merged_key == two[1].pk
