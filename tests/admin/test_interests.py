"""Interest in the admin: read and erased, never written; topics with enough who wait are seen to."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from directory.models import Interest, Revision, Topic
from tests.factories import make_focus_area, make_interest, make_topic

pytestmark = pytest.mark.django_db

INTERESTS, TOPICS = "/en/admin/directory/interest/", "/en/admin/directory/topic/"


def test_interest_is_found_by_address_and_by_employer_however_typed(admin_client):
    make_interest(email="anna@example.se", employer="Åre kommun")
    make_interest()

    for query in ("ANNA@example", "åre", "ÅRE Kommun"):
        assert [one.email for one in admin_client.get(INTERESTS, {"q": query}).context["cl"].result_list] == ["anna@example.se"]


def test_interest_is_neither_written_nor_changed_by_hand(admin_client):
    interest = make_interest()

    assert admin_client.get(f"{INTERESTS}add/").status_code == 403
    assert admin_client.post(f"{INTERESTS}{interest.pk}/change/", {"email": "annan@example.se"}).status_code == 403
    assert interest.email in admin_client.get(f"{INTERESTS}{interest.pk}/change/").content.decode()
    assert Interest.objects.get().email == interest.email


@pytest.mark.parametrize("by", ["page", "action"])
@pytest.mark.parametrize(("address", "model"), [(INTERESTS, Interest), (TOPICS, Topic)])
def test_what_is_erased_is_no_longer_counted_anywhere(client, admin_client, address, model, by):
    interest = make_interest()
    row = interest if model is Interest else interest.topic
    assert "1 väntar" in client.get("/intresse/").content.decode()
    before = Revision.objects.get().number
    if by == "page":
        admin_client.post(f"{address}{row.pk}/delete/", {"post": "yes"})
    else:
        admin_client.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})

    assert not Interest.objects.exists()
    assert Revision.objects.get().number == before + 1
    assert "1 väntar" not in client.get("/intresse/").content.decode()


def test_topic_tells_how_many_wait_and_leads_to_who(admin_client):
    topic = make_topic()
    for email in ("a@example.se", "b@example.se"):
        make_interest(topic=topic, email=email)
    make_interest(topic=topic, confirmed_at=None)
    make_interest(topic=make_topic(focus_area=make_focus_area(slug="annat")))
    page = admin_client.get(TOPICS).content.decode()
    address = f"{INTERESTS}?topic={topic.pk}&confirmed_at__isempty=0"

    assert f'<a href="{address}">2</a>'.replace("&", "&amp;") in page
    assert {one.email for one in admin_client.get(address).context["cl"].result_list} == {"a@example.se", "b@example.se"}
    assert admin_client.get(f"{INTERESTS}?topic={topic.pk}").context["cl"].result_count == 3


def test_topic_that_is_seen_to_waits_no_more(admin_client):
    ripe, unripe = make_topic(ripe_at=timezone.now()), make_topic(focus_area=make_focus_area(slug="annat"))
    answer = admin_client.post(TOPICS, {"action": "attend_selected", "_selected_action": [ripe.pk, unripe.pk]}, follow=True)

    assert "1 topic is seen to." in answer.content.decode()
    assert not Topic.objects.unattended().exists()
    assert Topic.objects.filter(attended_at__isnull=False).get() == ripe


def test_who_may_only_look_sees_to_nothing(client, django_user_model):
    user = django_user_model.objects.create_user("läsare", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_topic"))
    client.force_login(user)
    topic = make_topic(ripe_at=timezone.now())

    client.post(TOPICS, {"action": "attend_selected", "_selected_action": [topic.pk]})

    assert Topic.objects.unattended().get() == topic
