"""The queue of corrections: read beside the page, taken, put right with one press, answered."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from directory.models import Correction, CorrectionState, Network, OutgoingMail
from tests.admin.forms import posted
from tests.factories import make_agency, make_correction, make_network

pytestmark = pytest.mark.django_db

QUEUE = "/en/admin/directory/correction/"
DECISIONS = ["_apply", "_done", "_leave", "_spam"]
FACT = {"field": "openness", "value": "open", "source_url": "https://example.se/natet"}


def page_of(correction) -> str:
    return f"{QUEUE}{correction.pk}/change/"


def press(client, correction, button: str, **written):
    return client.post(page_of(correction), posted(client.get(page_of(correction)), **written) | {button: "x"}, follow=True)


def test_queue_shows_what_waits_first(admin_client):
    decided = make_correction(state=CorrectionState.DONE, decided_at=timezone.now())
    waiting = make_correction(network=make_network(name="Nätet", openness="closed"), message="Det är öppet.", **FACT)
    make_correction(agency=make_agency(name="Lunds kommun"), message="Fel län.")

    response = admin_client.get(QUEUE)

    assert list(response.context["cl"].result_list)[-1] == decided
    for told in ("Nätet", waiting.reference, "Openness: Open to join", "Det är öppet.", "Lunds kommun", "Fel län."):
        assert told in response.content.decode()
    assert admin_client.get(QUEUE, {"q": "NÄTET"}).context["cl"].result_count == 1


def test_correction_is_read_beside_the_page(admin_client):
    other = make_network(name="Det andra", slug="det-andra")
    correction = make_correction(network=make_network(openness="closed"), kind="double", double_of="det andra", **FACT)
    page = admin_client.get(page_of(correction)).content.decode()

    for told in ("Closed to new members", "Open to join", FACT["source_url"], f'href="/en/networks/{correction.network.slug}/"'):
        assert told in page
    assert f'href="/en/admin/directory/network/{other.pk}/change/"' in page
    assert f'href="/en/admin/directory/network/{correction.network.pk}/change/"' in page


def test_fact_is_written_with_one_press(admin_client, admin_user):
    correction = make_correction(**FACT)
    response = press(admin_client, correction, "_apply", reason="thanks")

    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert Network.objects.get().openness == "open"
    assert Network.history.latest().history_user == admin_user
    assert (Correction.objects.get().state, Correction.objects.get().reason) == ("done", "thanks")


def test_only_a_correction_of_a_fact_offers_to_write_it(admin_client):
    page = admin_client.get(page_of(make_correction())).content.decode()

    assert [button for button in DECISIONS if f'name="{button}"' in page] == ["_done", "_leave", "_spam"]


def test_fact_that_does_not_go_with_the_others_says_so(admin_client):
    correction = make_correction(network=make_network(life="active"), field="ended_year", value="2020")
    response = press(admin_client, correction, "_apply")

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert "Only a network that has ended" in response.content.decode()
    assert Correction.objects.get().state == CorrectionState.WAITING


@pytest.mark.parametrize(("button", "state"), [("_done", "done"), ("_leave", "declined"), ("_spam", "spam")])
def test_other_decisions_answer_who_has_confirmed(admin_client, button, state):
    correction = make_correction(sender_email="a@example.se", email_confirmed_at=timezone.now())
    press(admin_client, correction, button, reason="as_stated", reply="Hej!")

    assert Correction.objects.get().state == state
    assert OutgoingMail.objects.count() == (0 if button == "_spam" else 1)
    assert state == "spam" or "Nätverket säger självt" in OutgoingMail.objects.get().body


def test_leaving_without_a_word_is_refused_at_its_field(admin_client):
    response = press(admin_client, make_correction(sender_email="a@example.se"), "_leave")

    assert list(response.context["adminform"].form.errors) == ["reply"]
    assert Correction.objects.get().state == CorrectionState.WAITING


def test_correction_is_taken_let_go_and_taken_with_others(admin_client, admin_user):
    correction = make_correction()
    press(admin_client, correction, "_take", reply="Jag undersöker.")
    assert (Correction.objects.get().owner, Correction.objects.get().reply) == (admin_user, "Jag undersöker.")
    press(admin_client, correction, "_let_go")
    assert Correction.objects.get().owner is None

    chosen = [correction.pk, make_correction().pk]
    admin_client.post(QUEUE, {"action": "take_selected", "_selected_action": chosen})
    assert Correction.objects.filter(owner=admin_user).count() == 2


def test_decided_correction_is_read_only_and_a_waiting_one_is_not_deleted(admin_client):
    decided, waiting = make_correction(state=CorrectionState.DONE, decided_at=timezone.now()), make_correction()

    assert not any(f'name="{button}"' in admin_client.get(page_of(decided)).content.decode() for button in DECISIONS)
    assert admin_client.post(f"{QUEUE}{waiting.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{QUEUE}add/").status_code == 403


def test_correction_of_what_has_been_deleted_says_so(admin_client):
    correction = make_correction(**FACT)
    correction.network.delete()

    assert "It has been deleted." in admin_client.get(page_of(correction)).content.decode()
    press(admin_client, correction, "_done")
    assert Correction.objects.get().state == CorrectionState.DONE


def test_who_may_only_look_decides_nothing(client, django_user_model):
    reader = django_user_model.objects.create_user("läsare", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_correction"))
    client.force_login(reader)
    correction = make_correction()

    assert not any(f'name="{button}"' in client.get(page_of(correction)).content.decode() for button in DECISIONS)
    client.post(QUEUE, {"action": "take_selected", "_selected_action": [correction.pk]})
    assert client.post(page_of(correction), {"_done": "x"}).status_code == 403
    assert Correction.objects.get().owner is None
