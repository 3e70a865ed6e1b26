"""Save and continue later: as it was typed, by a link of one mail a day, from any machine, erased when it is sent."""

import datetime
import time
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Draft, DraftLink, Network, OutgoingMail, Registration
from tests.database import everything
from tests.factories import make_draft, make_draft_link, make_focus_area
from tests.forms_in_pages import post_form, send
from tests.registrations import REGISTER, REGISTER_IN_ENGLISH, draft_link, filled_in

pytestmark = pytest.mark.django_db

BROKEN = {"purpose": "", "website": "inte en adress", "founded_year": "igår", "focus_areas": [], "counties": ["SE-M"]}


@pytest.fixture(autouse=True)
def _area(db):
    make_focus_area(slug="mat")


def save(client=None, address=REGISTER, **answers):
    return send(client or Client(), address, filled_in(step="save", **answers))


def opened(client) -> dict:
    """Open the latest draft by the link of the mail and return its form."""
    address = draft_link()
    return post_form(client.get(f"{address}{client.get(address).context['drafts'][0].reference}/"))


@pytest.mark.parametrize(("address", "thanks"), [(REGISTER, "/registrera/sparat/"), (REGISTER_IN_ENGLISH, "/en/register/saved/")])
def test_coordinator_saves_what_is_not_in_order_and_goes_on_from_another_machine(address, thanks):
    form = post_form(Client().get(address)).pressed("save", **filled_in(step="save", name="Nätet & <vi>", **BROKEN))
    assert send(Client(), address, form).url == thanks
    assert not Network.objects.exists()

    elsewhere = Client(enforce_csrf_checks=True)
    again = opened(elsewhere)
    for name in ("name", "purpose", "website", "founded_year", "sender_email", "token"):
        assert again.values[name] == (form[name] if isinstance(form[name], list) else [form[name]])
    sent = send(
        elsewhere, again.action, again.pressed("send", purpose="Vi lär.", website="", founded_year="", focus_areas=["mat"])
    )
    assert "/tack/" in sent.url or "/thanks/" in sent.url
    assert not Draft.objects.exists()
    assert Registration.objects.get().network.name == "Nätet & <vi>"


def test_saving_again_keeps_one_draft_and_writes_one_mail_a_day(client):
    save(name="Först")
    again = opened(client)
    send(client, again.action, again.pressed("save", name="Sedan"))
    save(name="Ett annat")

    assert sorted(draft.name for draft in Draft.objects.all()) == ["Ett annat", "Sedan"]
    assert OutgoingMail.objects.count() == 1
    DraftLink.objects.update(sent_at=timezone.now() - datetime.timedelta(days=1))
    save()
    assert OutgoingMail.objects.count() == 2


def test_mail_holds_nothing_that_was_typed():
    save(name="Köp billigt!")
    mail = OutgoingMail.objects.get()

    assert "billigt" not in mail.subject + mail.body
    assert mail.is_for_receiver_alone


@pytest.mark.parametrize("email", ["", "nej", "a@b.se\r\nBcc: c@d.se"])
def test_only_the_address_is_asked_for_and_all_that_was_typed_comes_back(email):
    answer = save(sender_email=email, name="Nätet utan adress", **BROKEN)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["sender_email"]
    assert "Nätet utan adress" in answer.content.decode()
    assert not Draft.objects.exists()


def test_form_without_its_mark_gets_one_and_is_saved_then():
    refused = save(token="")
    form = post_form(refused)

    assert refused.status_code == 422
    assert send(Client(), form.action, form.pressed("save")).status_code == 302
    assert Draft.objects.count() == 1


def test_what_is_too_long_or_too_quick_is_asked_for_again():
    assert save(purpose="a" * 200_001).status_code == 422
    assert save(started=str(int(time.time()))).status_code == 422
    assert not Draft.objects.exists()


def test_any_characters_are_saved_as_they_are(client):
    save(name="a\x00b \U0001f600 \u202e", message="x=1&y=2\r\n%00")

    assert opened(client).values["message"] == ["x=1&y=2\r\n%00"]


def test_machine_is_told_the_same_and_nothing_is_kept():
    before = everything()

    assert save(homepage="http://spam.example").url == "/registrera/sparat/"
    assert everything() == before


def test_sixth_is_asked_to_wait_with_what_was_typed():
    for number in range(5):
        save(sender_email=f"a{number}@example.se")
    refused = save(name="Det sista nätet")

    assert refused.status_code == 429
    assert "Det sista nätet" in refused.content.decode()
    assert Draft.objects.count() == 5


def test_link_leads_to_the_drafts_of_its_address_alone(client):
    ours, theirs = make_draft(), make_draft(email="annan@example.se")
    make_draft_link("hemlig")
    before = everything()

    assert client.get("/registrera/fortsatt/hemlig/").context["drafts"] == [ours]
    assert client.get(f"/registrera/fortsatt/hemlig/{ours}/").status_code == 200
    assert client.get(f"/registrera/fortsatt/hemlig/{theirs}/").status_code == 404
    assert client.get(f"/registrera/fortsatt/fel/{ours}/").status_code == 404
    assert everything() == before


@pytest.mark.parametrize(("saved", "sent"), [(31, 1), (1, 31)])
def test_what_is_too_old_is_not_opened(client, saved, sent):
    ago = [timezone.now() - datetime.timedelta(days=days) for days in (saved, sent)]
    draft = make_draft(saved_at=ago[0])
    make_draft_link("hemlig", sent_at=ago[1])

    for address in ("/registrera/fortsatt/hemlig/", f"/en/register/continue/hemlig/{draft}/"):
        assert client.get(address).status_code == 404


def test_draft_is_erased_by_its_button(client):
    ours, other, theirs = make_draft(), make_draft(), make_draft(email="annan@example.se")
    make_draft_link("hemlig")

    for reference in (ours, theirs, "\x00", "x" * 10_000):
        assert client.post("/registrera/fortsatt/hemlig/", {"erase": str(reference)}).status_code == 302
    assert set(Draft.objects.all()) == {other, theirs}


def test_draft_with_a_thousand_answers_opens(client):
    draft = make_draft(answers=urlencode({"focus_areas": ["mat"] * 900}, doseq=True))
    make_draft_link("hemlig")

    assert client.get(f"/registrera/fortsatt/hemlig/{draft}/").status_code == 200
