"""The outbox in the admin: read by all who may, sent again by those who may change it."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from directory.models import OutgoingMail

pytestmark = pytest.mark.django_db

OUTBOX = "/en/admin/directory/outgoingmail/"


def write(**values) -> OutgoingMail:
    return OutgoingMail.objects.create(**{"to": "samordnare@example.se", "subject": "Ämne", "body": "Hej på dig!"} | values)


def staff_with(django_user_model, *permissions: str):
    user = django_user_model.objects.create_user("någon", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "Waiting"),
        ({"last_error": "SMTPException: nej", "attempts": 3}, "Failed so far"),
        ({"sent_at": timezone.now()}, "Sent"),
    ],
)
def test_outbox_tells_what_has_become_of_a_mail(admin_client, values, state):
    mail = write(**values)

    assert f'<td class="field-state">{state}</td>' in admin_client.get(OUTBOX).content.decode()
    page = admin_client.get(f"{OUTBOX}{mail.pk}/change/").content.decode()
    assert "Hej på dig!" in page
    assert mail.last_error in page
    assert 'name="_save"' not in page


def test_outbox_finds_mail_by_address_and_by_whether_it_was_sent(admin_client):
    write()
    write(to="en-annan@example.org", sent_at=timezone.now())

    assert admin_client.get(OUTBOX, {"q": "SAMORDNARE@example.se"}).context["cl"].result_count == 1
    assert admin_client.get(OUTBOX, {"sent_at__isempty": "1"}).context["cl"].result_list[0].to == "samordnare@example.se"


def test_mail_is_sent_again(admin_client):
    unsent = write(next_attempt_at=timezone.now() + timezone.timedelta(hours=12))
    sent = write(sent_at=timezone.now())

    admin_client.post(OUTBOX, {"action": "resend", "_selected_action": [unsent.pk, sent.pk]})

    assert set(OutgoingMail.objects.due()) == {unsent, OutgoingMail.objects.exclude(pk__in=[unsent.pk, sent.pk]).get()}


@pytest.mark.parametrize(("permission", "count"), [("view_outgoingmail", 1), ("change_outgoingmail", 2)])
def test_only_one_who_may_change_mail_may_send_it_again(client, django_user_model, permission, count):
    client.force_login(staff_with(django_user_model, "view_outgoingmail", permission))
    sent = write(sent_at=timezone.now())

    client.post(OUTBOX, {"action": "resend", "_selected_action": [sent.pk]})

    assert OutgoingMail.objects.count() == count


def test_mail_is_neither_written_nor_deleted_by_hand(admin_client):
    mail = write()

    assert admin_client.get(f"{OUTBOX}add/").status_code == 403
    assert admin_client.post(f"{OUTBOX}{mail.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(f"{OUTBOX}{mail.pk}/change/", {"body": "Ändrat"}).status_code == 403
    assert OutgoingMail.objects.get().body == "Hej på dig!"


def test_link_for_the_receiver_alone_is_shown_to_no_curator(admin_client):
    mail = write(body="https://natverk.example/hemligt", is_for_receiver_alone=True)
    page = admin_client.get(f"{OUTBOX}{mail.pk}/change/").content.decode()

    assert "It holds a link for its receiver alone." in page
    assert "hemligt" not in page
