"""The queue: read, edited and decided with one press."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from directory.models import Agency, EditorialState, Network, OutgoingMail, Registration, RegistrationState, Rhythm
from tests.admin.forms import posted
from tests.factories import make_agency, make_focus_area, make_network, make_registration

pytestmark = pytest.mark.django_db

QUEUE = "/en/admin/directory/registration/"
DECISIONS = ["_publish", "_decline", "_spam"]


def page_of(registration) -> str:
    return f"{QUEUE}{registration.pk}/change/"


def press(client, registration, button: str, **written):
    address = page_of(registration)
    return client.post(address, posted(client.get(address), **written) | {button: "x"}, follow=True)


def test_queue_shows_what_waits_first_and_what_is_worth_knowing(admin_client):
    network = make_network(name="Det nya", purpose="Vi börjar om.", editorial_state=EditorialState.SUBMITTED)
    waiting = make_registration(network=network, alike="Det gamla: The same name", warnings="It was sent within three seconds.")
    decided = make_registration(state=RegistrationState.DECLINED, decided_at=timezone.now())

    response = admin_client.get(QUEUE)

    assert list(response.context["cl"].result_list) == [waiting, decided]
    page = response.content.decode()
    for told in ("Det nya", "Vi börjar om.", waiting.reference, "Swedish", "Det gamla: The same name", "within three seconds"):
        assert told in page


def test_what_its_sender_has_not_confirmed_is_seen_and_no_button_but_one_is_offered(admin_client):
    waiting, unconfirmed = make_registration(), make_registration(state=RegistrationState.UNCONFIRMED)

    assert list(admin_client.get(QUEUE).context["cl"].result_list) == [waiting, unconfirmed]
    page = admin_client.get(page_of(unconfirmed)).content.decode()
    assert [button for button in DECISIONS if f'name="{button}"' in page] == ["_spam"]
    response = press(admin_client, unconfirmed, "_publish")
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert admin_client.post(f"{QUEUE}{unconfirmed.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("query", ["det nya", "DET NYA", "samordnare@example.se"])
def test_queue_is_searched(admin_client, query):
    make_registration(network=make_network(name="Det nya"))
    make_registration(sender_email="en-annan@example.org")

    assert admin_client.get(QUEUE, {"q": query}).context["cl"].result_count == 1


def test_registration_shows_all_that_was_sent(admin_client):
    agency = make_agency(name="Göteborgs Stad")
    network = make_network(name="Det nya", short_name="DN", origin="Ur Det gamla.", website="https://example.se/dn")
    network.focus_areas.set([make_focus_area(slug="mat")])
    Rhythm.objects.create(network=network, mode="online", per_year=7)
    registration = make_registration(
        network=network, message="Hör av er!", member_names="göteborgs stad\nEn ny", warnings="Se upp"
    )

    page = admin_client.get(page_of(registration)).content.decode()

    told = ("Det nya", "DN", "Ur Det gamla.", "https://example.se/dn", "Mat", "Online: 7", "Hör av er!", "Se upp", agency.name)
    for fact in (*told, "samordnare@example.se", "En ny → new", reverse("admin:directory_network_change", args=[network.pk])):
        assert fact in page


@pytest.mark.parametrize(
    ("button", "state", "mails"), [("_publish", "published", 1), ("_decline", "declined", 1), ("_spam", "spam", 0)]
)
def test_one_press_decides_and_keeps_what_was_written(admin_client, admin_user, button, state, mails):
    registration = make_registration(member_names="Fel namn")

    response = press(admin_client, registration, button, member_names="Rätt namn", reply="Tack!")

    decided = Registration.objects.get()
    assert (decided.state, decided.reply, decided.member_names) == (state, "Tack!", "Rätt namn")
    assert response.redirect_chain == [(QUEUE, 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert OutgoingMail.objects.count() == mails
    assert [agency.name for agency in Agency.objects.all()] == (["Rätt namn"] if button == "_publish" else [])
    assert Network.history.latest().history_user == admin_user


def test_declining_without_a_word_is_refused_at_its_field_and_loses_nothing(admin_client):
    registration = make_registration(member_names="Fel namn")

    response = press(admin_client, registration, "_decline", member_names="Rätt namn", reply=" ")

    form = response.context["adminform"].form
    assert list(form.errors) == ["reply"]
    assert "Rätt namn</textarea>" in response.content.decode()
    assert Registration.objects.get().is_waiting
    assert not OutgoingMail.objects.exists()


def test_declined_registration_is_reopened_with_one_press(admin_client, admin_user):
    registration = make_registration()
    press(admin_client, registration, "_decline", reply="Det finns redan.")
    address = reverse("admin:directory_registration_reopen", args=[registration.pk])
    assert address in admin_client.get(page_of(registration)).content.decode()

    response = admin_client.post(address, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert response.request["PATH_INFO"] == reverse("admin:directory_registration_change", args=[registration.pk])
    assert 'name="_publish"' in response.content.decode()
    assert Network.history.latest().history_user == admin_user


def test_only_a_press_by_one_who_may_decide_reopens(admin_client, client, django_user_model):
    registration = make_registration()
    press(admin_client, registration, "_decline", reply="Det finns redan.")
    address = reverse("admin:directory_registration_reopen", args=[registration.pk])
    reader = django_user_model.objects.create_user("läsare", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_registration"))

    assert admin_client.get(address).status_code == 405
    client.force_login(reader)
    assert address not in client.get(page_of(registration)).content.decode()
    assert client.post(address).status_code == 403
    assert Registration.objects.get().state == RegistrationState.DECLINED


def test_what_is_not_declined_is_not_reopened(admin_client):
    registration = make_registration()
    address = reverse("admin:directory_registration_reopen", args=[registration.pk])
    assert address not in admin_client.get(page_of(registration)).content.decode()

    response = admin_client.post(address, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert admin_client.post(address.replace(str(registration.pk), "0")).status_code == 404


def test_saving_without_deciding_keeps_what_was_written(admin_client):
    registration = make_registration()

    press(admin_client, registration, "_continue", member_names="Region Skåne", reply="Vi undrar …")

    kept = Registration.objects.get()
    assert (kept.is_waiting, kept.member_names, kept.reply) == (True, "Region Skåne", "Vi undrar …")
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("button", [*DECISIONS, "_continue"])
def test_press_on_what_another_curator_has_decided_changes_nothing(admin_client, button):
    registration = make_registration()
    address = page_of(registration)
    seen_before = posted(admin_client.get(address), reply="Nej")
    press(admin_client, registration, "_publish", reply="Ja")

    response = admin_client.post(address, seen_before | {button: "x"})

    assert response.status_code in (302, 403)
    assert (Registration.objects.get().state, Registration.objects.get().reply) == ("published", "Ja")
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("button", DECISIONS)
def test_press_at_the_same_moment_as_another_says_that_it_came_too_late(admin_client, monkeypatch, button):
    """The page was opened, and its permission checked, before the other curator's decision was written."""
    registration = make_registration()
    address = page_of(registration)
    form = posted(admin_client.get(address), reply="Nej") | {button: "x"}
    press(admin_client, registration, "_publish", reply="Ja")
    monkeypatch.setattr("directory.admin.registrations.TOLD", ())

    response = admin_client.post(address, form, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert (Registration.objects.get().state, Registration.objects.get().reply) == ("published", "Ja")
    assert OutgoingMail.objects.count() == 1


def test_decided_registration_is_read_only(admin_client):
    registration = make_registration()
    press(admin_client, registration, "_decline", reply="Nej")

    page = admin_client.get(page_of(registration)).content.decode()

    assert not any(f'name="{button}"' in page for button in DECISIONS)
    assert "<textarea" not in page


def test_spam_can_be_decided_otherwise(admin_client):
    registration = make_registration(state=RegistrationState.SPAM, decided_at=timezone.now())

    assert 'name="_spam"' not in admin_client.get(page_of(registration)).content.decode()
    press(admin_client, registration, "_publish")

    assert Network.objects.get().is_published


@pytest.mark.parametrize(("field", "value"), [("member_names", "a\x00b"), ("reply", "a\x00b"), ("member_names", "x" * 201)])
def test_what_cannot_be_kept_is_refused_and_nothing_is_decided(admin_client, field, value):
    registration = make_registration()

    response = press(admin_client, registration, "_publish", **{field: value})

    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()
    assert Registration.objects.get().is_waiting


def test_many_are_published_at_once_and_the_decided_are_left(admin_client):
    first, second, decided = make_registration(), make_registration(), make_registration()
    press(admin_client, decided, "_decline", reply="Nej")
    chosen = [row.pk for row in (first, second, decided)]

    response = admin_client.post(QUEUE, {"action": "publish_selected", "_selected_action": chosen}, follow=True)

    assert sorted(message.level_tag for message in response.context["messages"]) == ["error", "success", "success"]
    assert {Registration.objects.get(pk=row.pk).state for row in (first, second)} == {"published"}
    assert OutgoingMail.objects.count() == 3


def test_nobody_is_declined_with_others_and_without_a_word_of_their_own(admin_client):
    registration = make_registration()

    assert 'value="decline' not in admin_client.get(QUEUE).content.decode()
    admin_client.post(QUEUE, {"action": "decline_selected", "_selected_action": [registration.pk]})

    assert Registration.objects.get().is_waiting


def test_registration_whose_network_was_deleted_says_so(admin_client):
    registration = make_registration()
    registration.network.delete()

    assert "The network has been deleted." in admin_client.get(page_of(registration)).content.decode()
    response = press(admin_client, registration, "_publish")

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert Registration.objects.get().is_waiting


def test_waiting_registration_cannot_be_deleted(admin_client):
    registration = make_registration()

    assert admin_client.post(f"{QUEUE}{registration.pk}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(QUEUE, {"action": "delete_selected", "_selected_action": [registration.pk], "post": "yes"})

    assert Registration.objects.exists()


def test_reason_of_the_list_is_told_in_the_senders_language_with_the_curators_words(admin_client):
    registration = make_registration(language="sv")
    press(admin_client, registration, "_decline", reason="known", reply="Se LFU.")

    body = OutgoingMail.objects.get().body
    assert "Nätverket finns redan på kartan." in body
    assert body.index("redan på kartan") < body.index("Se LFU.")


def test_reason_of_the_list_is_word_enough(admin_client):
    registration = make_registration(language="en")
    press(admin_client, registration, "_decline", reason="too_little")

    assert Registration.objects.get().state == RegistrationState.DECLINED
    assert "Write a few sentences more." in OutgoingMail.objects.get().body
