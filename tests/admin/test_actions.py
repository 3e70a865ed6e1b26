"""The list of the latest actions, and the button that takes one back."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Network
from directory.models.revision import one_step
from directory.services.merge import merge
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db

ACTIONS = "/en/admin/actions/"


def moments(response) -> list[str]:
    return re.findall(r'name="moment"\s+value="([^"]+)"', response.content.decode())


def press(client, moment: str):
    return client.post(f"{ACTIONS}undo/", {"moment": moment}, follow=True)


def do(by, *, times: int = 1, rows: int = 1) -> None:
    for _time in range(times):
        with one_step(by=by, why="Gjorde något"):
            for _row in range(rows):
                make_network()


def test_list_says_who_did_what(admin_client, admin_user):
    do(admin_user, rows=7)

    page = re.sub(r"\s+", " ", admin_client.get(ACTIONS).content.decode())

    for told in ("<td>admin</td>", "Gjorde något", "Added: Network <em>", "and 2 more rows"):
        assert told in page
    assert 'href="/en/admin/actions/"' in admin_client.get("/en/admin/").content.decode()


def test_one_press_undoes_a_merge(admin_client, admin_user):
    kept, merged = make_network(name="Ett"), make_network(name="Annat")
    merge(kept=kept, merged=merged, chosen={}, by=admin_user)

    response = press(admin_client, moments(admin_client.get(ACTIONS))[0])

    assert {network.name for network in Network.objects.all()} == {"Ett", "Annat"}
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert len(moments(response)) == 2


def test_action_that_something_rests_on_says_so(admin_client, admin_user):
    do(admin_user)
    moment = moments(admin_client.get(ACTIONS))[0]
    Network.objects.get().save()

    response = press(admin_client, moment)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert "has been changed since" in response.content.decode()
    assert Network.objects.exists()


def test_older_actions_are_one_page_on(admin_client, admin_user):
    do(admin_user, times=30)

    first = admin_client.get(ACTIONS)
    older = re.search(r'href="(\?before=[^"]+)"', first.content.decode())[1]
    second = admin_client.get(ACTIONS + older)

    assert (len(moments(first)), len(moments(second))) == (25, 5)
    assert not set(moments(first)) & set(moments(second))
    assert "?before=" not in second.content.decode()


@pytest.mark.parametrize(
    "moment", ["", "\x00", "now", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00", "1900-01-01T00:00:00Z"]
)
def test_moment_that_is_none_undoes_nothing(admin_client, moment):
    make_network()

    response = press(admin_client, moment)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert admin_client.get(ACTIONS, {"before": moment}).status_code == 200
    assert Network.objects.exists()


def test_reading_undoes_nothing(admin_client):
    assert admin_client.get(f"{ACTIONS}undo/").status_code == 405


def test_only_those_who_may_change_what_was_written_undo_it(client, django_user_model, admin_user):
    do(admin_user)
    with one_step(by=admin_user):
        make_agency()
    reader = django_user_model.objects.create_user("läsare", is_staff=True)
    client.force_login(reader)
    assert client.get(ACTIONS).status_code == 403

    reader.user_permissions.add(Permission.objects.get(codename="view_network"))
    page = client.get(ACTIONS)
    assert "Network" in page.content.decode()
    assert "Agency" not in page.content.decode()
    assert moments(page) == []

    reader.user_permissions.add(Permission.objects.get(codename="change_agency"))
    assert client.post(f"{ACTIONS}undo/", {"moment": Network.history.latest().history_date.isoformat()}).status_code == 403
    assert Network.objects.exists()


def test_list_costs_the_same_for_one_row_and_fifty(admin_client, admin_user):
    do(admin_user)
    admin_client.get(ACTIONS)
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(ACTIONS)
        costs.append(len(captured))
        do(admin_user, times=10, rows=5)

    assert costs[0] == costs[1] <= 60
