"""The first page and the menu: what waits stands first, then what is tended daily, then the rest."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.html import escape

from directory.curators import SECTIONS
from directory.models import Double, LinkCheck, Membership, OutgoingMail, RegistrationState, Relation, Rhythm, Source
from tests.factories import (
    make_agency_kind,
    make_claim,
    make_correction,
    make_county,
    make_network,
    make_proposal,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db

EDITED_WITH_ANOTHER = {Rhythm, Source, Relation, Membership}


def test_every_kind_of_row_has_its_place():
    placed = [model for section in SECTIONS for model in section.models]

    assert len(placed) == len(set(placed))
    assert set(placed) == set(admin.site._registry) - EDITED_WITH_ANOTHER


def test_what_waits_is_counted_and_leads_to_where_it_is_seen_to(admin_client):
    make_registration()
    make_registration()
    make_registration(state=RegistrationState.UNCONFIRMED)
    make_registration(state=RegistrationState.SPAM, decided_at=timezone.now())
    make_correction()
    make_correction(state="done", decided_at=timezone.now())
    make_proposal()
    make_proposal(state="declined", decided_at=timezone.now())
    make_claim()
    make_claim()
    make_topic(ripe_at=timezone.now(), county=make_county())
    make_topic(ripe_at=timezone.now(), attended_at=timezone.now())
    make_topic(agency_kind=make_agency_kind())
    Double.objects.create(kind="network", first_key=1, second_key=2)
    LinkCheck.objects.create(url="https://example.se/", state="dead")
    LinkCheck.objects.create(url="https://example.se/om", state="missing")
    long_ago = timezone.now() - datetime.timedelta(days=500)
    make_network(published_at=long_ago)
    make_network(published_at=long_ago, life="ended")
    OutgoingMail.objects.create(to="a@example.se", subject="Ämne", body="Hej")
    OutgoingMail.objects.create(to="a@example.se", subject="Ämne", body="Hej", sent_at=timezone.now())

    response = admin_client.get("/en/admin/")

    waiting = response.context["waiting"]
    assert [(one["count"], one["said"]) for one in waiting] == [
        (2, "registrations wait for a decision"),
        (1, "correction waits for a decision"),
        (1, "proposal of a coordinator waits"),
        (2, "claims to coordinate a network wait"),
        (1, "pair may be one and the same"),
        (1, "topic has enough who wait to start a network"),
        (1, "link is dead or leads elsewhere"),
        (1, "mail has not been sent"),
        (1, "network has been unconfirmed for long"),
    ]
    for one in waiting:
        assert f'href="{escape(one["address"])}"' in response.content.decode()
        assert admin_client.get(one["address"]).context["cl"].result_count == one["count"]


def test_sections_come_in_the_order_of_the_day(admin_client):
    page = admin_client.get("/admin/").content.decode()

    addresses = [
        f'<a href="/admin/directory/{name}/">'
        for name in (
            "registration",
            "correction",
            "proposal",
            "claim",
            "topic",
            "interest",
            "outgoingmail",
            "network",
            "focusarea",
        )
    ]
    places = [page.rindex(address) for address in [*addresses, '<a href="/admin/auth/user/">']]
    assert places == sorted(places)
    assert "/admin/directory/rhythm/" not in page


def test_rows_edited_with_another_keep_their_pages_one_step_away(admin_client):
    assert 'href="/admin/directory/"' in admin_client.get("/admin/").content.decode()

    page = admin_client.get("/admin/directory/").content.decode()

    for model in EDITED_WITH_ANOTHER:
        address = f"/admin/directory/{model._meta.model_name}/"
        assert f'href="{address}"' in page
        assert admin_client.get(address).status_code == 200


def test_menu_is_on_every_page_and_says_where_one_is(admin_client):
    page = admin_client.get("/admin/directory/agency/").content.decode()

    assert '<a href="/admin/directory/agency/" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1


def test_only_what_one_may_see_is_shown(client, django_user_model):
    reader = django_user_model.objects.create_user("läsare", is_staff=True)
    client.force_login(reader)
    assert client.get("/admin/").context["waiting"] == []

    reader.user_permissions.add(Permission.objects.get(codename="view_network"))

    response = client.get("/admin/")
    assert [entry["model"].__name__ for section in response.context["app_list"] for entry in section["models"]] == ["Network"]
    assert [one["said"] for one in response.context["waiting"]] == ["nätverk har länge varit obekräftade"]


def test_first_page_costs_the_same_however_much_waits(admin_client, django_assert_max_num_queries):
    for _number in range(5):
        make_registration()

    with django_assert_max_num_queries(13):
        admin_client.get("/admin/")
