"""The pages of coordinators: their networks, the form, two who write at once, and whose it is not."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import Claim, Coordinator, Network, Proposal
from directory.services.edit import facts_of
from tests.database import everything
from tests.factories import make_coordinator, make_focus_area, make_network, make_user
from tests.forms_in_pages import post_form, send
from tests.html import faults

pytestmark = pytest.mark.django_db
PAGES = ("network-edit", "network-coordinators", "network-claim")


@pytest.fixture
def own():
    return make_coordinator(network=make_network(name="Nätet", slug="natet"))


@pytest.fixture
def coordinator(client, own):
    client.force_login(own.user)
    return client


def address(name: str, slug: str | None = "natet", language: str = "sv") -> str:
    with translation.override(language):
        return reverse(f"directory:{name}", args=[slug] if slug else [])


def form_of(client):
    return post_form(client.get(address("network-edit")))


def save(client, **answers):
    form = form_of(client)
    return send(client, form.action, form.pressed("save", **answers))


def test_form_opened_and_saved_as_it_is_changes_nothing(coordinator, own):
    own.network.focus_areas.add(make_focus_area(slug="mat"))
    own.network.sources.create(url="https://example.se/")
    before = everything()

    answer = save(coordinator)

    assert answer.url == address("my-networks", None)
    assert everything() == before
    assert "Inget ändrades." in coordinator.get(answer.url).content.decode()


def test_saved_facts_are_on_the_page(coordinator):
    make_focus_area(slug="mat", name_sv="Mat och måltider")

    answer = save(coordinator, website="https://example.se/nat", focus_areas=["mat"], in_person_per_year="2", life="active")

    page = Client().get("/natverk/natet/").content.decode()
    assert answer.status_code == 302
    assert all(told in page for told in ("example.se", "Mat och måltider", "2"))


def test_new_name_waits_and_the_page_says_so(coordinator):
    answer = save(coordinator, name="Nya nätet", organiser="Region Skåne")

    told = coordinator.get(answer.url).content.decode()
    assert "Dina ändringar står nu på sidan." in told
    assert "En redaktör tittar först" in told
    network = Network.objects.get()
    assert (network.name, network.organiser) == ("Nätet", "Region Skåne")
    assert Proposal.objects.get().facts == {"name": "Nya nätet"}


def test_preview_shows_the_page_and_saves_nothing(coordinator):
    form = form_of(coordinator)
    before = everything()

    preview = send(coordinator, form.action, form.pressed("preview", name="Nya nätet", area="Öresund"))

    page = preview.content.decode()
    assert "Nya nätet" in page
    assert "Öresund" in page
    assert everything() == before
    saved = post_form(preview)
    assert send(coordinator, saved.action, saved.pressed("save")).status_code == 302
    assert Network.objects.get().area == "Öresund"


def test_going_back_from_the_preview_keeps_what_was_typed(coordinator):
    form = form_of(coordinator)
    preview = post_form(send(coordinator, form.action, form.pressed("preview", area="Öresund")))

    back = send(coordinator, preview.action, preview.pressed("back")).content.decode()

    assert "Öresund" in back


def test_second_of_two_sees_both_versions_and_decides(coordinator, own):
    mine, theirs = form_of(coordinator), form_of(coordinator)
    send(coordinator, theirs.action, theirs.pressed("save", organiser="Region Skåne", area="Öresund"))

    answer = send(coordinator, mine.action, mine.pressed("save", organiser="Lunds kommun"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ändrad under tiden av någon annan, till: Region Skåne" in page
    assert 'value="Lunds kommun"' in page
    assert Network.objects.get().organiser == "Region Skåne"
    again = post_form(answer)
    assert send(coordinator, again.action, again.pressed("save", area="Öresund")).status_code == 302
    network = Network.objects.get()
    assert (network.organiser, network.area) == ("Lunds kommun", "Öresund")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""), ("name", "\u200b"), ("website", "javascript:alert(1)"), ("website", "http://127.0.0.1/"),
        ("contact_email", "inte en adress"), ("founded_year", "1492"), ("ended_year", "2020"), ("member_names", "!!!"),
        ("sources", "https://example.se\nftp://example.se"), ("kind", "nonsense"), ("country", "SWE"), ("purpose", "x" * 6_000),
        ("focus_areas", "finns-inte"), ("online_per_year", "-1"), ("stated_size_as_of", "i våras"), ("organiser", "\0"),
    ],
)  # fmt: skip
def test_wrong_answer_is_told_and_nothing_is_lost(coordinator, field, wrong):
    before = everything()

    answer = save(coordinator, **{field: wrong, "area": "Öresund"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in page
    assert "Öresund" in page
    assert everything() == before


@pytest.mark.parametrize("opened", ["", "x", "eyJ9:1:2"])
def test_forged_form_writes_nothing(coordinator, opened):
    answer = save(coordinator, opened=opened, organiser="Nytt")

    assert answer.status_code == 422
    assert not Network.objects.get().organiser


def test_fields_that_are_not_in_the_form_are_not_written(coordinator):
    save(coordinator, editorial_state="withdrawn", slug="annat", confidence="high", organiser="Nytt")

    network = Network.objects.get()
    assert (network.editorial_state, network.slug, network.confidence) == ("published", "natet", None)


@pytest.mark.parametrize("name", ["network-edit", "network-coordinators"])
def test_whose_it_is_not_sees_and_writes_nothing(client, own, name):
    client.force_login(make_coordinator().user)
    before = everything()

    assert client.get(address(name)).status_code == 404
    for step in ("save", "invite", "dismiss", "accept", "decline"):
        assert client.post(address(name), {"step": step, "who": own.pk, "email": "a@example.se"}).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_asked_to_sign_in(client, own, name):
    for answer in (client.get(address(name)), client.post(address(name), {"step": "save"})):
        assert answer.status_code == 302
        assert answer.url.startswith("/logga-in/?next=")


def test_claim_is_sent_and_stands_among_my_networks(client):
    make_network(name="Nätet", slug="natet")
    client.force_login(make_user())
    assert client.post(address("network-claim"), {"message": ""}).status_code == 422

    answer = client.post(address("network-claim"), {"message": "Jag är ordförande."}, follow=True)

    assert Claim.objects.get().message == "Jag är ordförande."
    assert "Nätet" in answer.content.decode()


def test_claim_of_ones_own_leads_to_editing(coordinator):
    assert coordinator.get(address("network-claim")).url == address("network-edit")


def test_coordinators_let_others_in_and_out(coordinator, own):
    asked = Claim.objects.create(network=own.network, user=make_user(), language="sv", message="Hej")
    other = Claim.objects.create(network=own.network, user=make_user(), language="sv", message="Hej")
    page = address("network-coordinators")

    coordinator.post(page, {"step": "accept", "claim": asked.pk})
    assert coordinator.post(page, {"step": "decline", "claim": other.pk, "reply": ""}).status_code == 422
    coordinator.post(page, {"step": "decline", "claim": other.pk, "reply": "Vem är du?"})
    coordinator.post(page, {"step": "invite", "email": "ny@example.se"})
    assert coordinator.post(page, {"step": "invite", "email": "nej"}).status_code == 422

    assert {one.user.email for one in own.network.coordinators.all()} == {own.user.email, asked.user.email, "ny@example.se"}
    left = coordinator.post(page, {"step": "dismiss", "who": own.pk})
    assert left.url == address("my-networks", None)
    assert not Coordinator.objects.filter(user=own.user).exists()


@pytest.mark.parametrize("who", ["", "x", "0", "999", "9" * 30, "²"])
def test_unknown_person_or_claim_is_not_found(coordinator, who):
    for step, name in (("dismiss", "who"), ("accept", "claim"), ("decline", "claim")):
        assert coordinator.post(address("network-coordinators"), {"step": step, name: who}).status_code == 404


def test_claim_of_another_network_is_not_decided_here(coordinator):
    elsewhere = Claim.objects.create(network=make_network(), user=make_user(), language="sv", message="Hej")

    assert coordinator.post(address("network-coordinators"), {"step": "accept", "claim": elsewhere.pk}).status_code == 404
    assert elsewhere.network.coordinators.count() == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_right_html_and_kept_by_nobody(coordinator, own, language, tmp_path):
    Claim.objects.create(network=own.network, user=make_user(), language="sv", message="Hej")
    Claim.objects.create(network=make_network(), user=own.user, language="sv", message="Hej")
    Proposal.objects.create(network=own.network, user=own.user, language="sv", facts={"name": "Nytt"})
    unknown = make_network(slug="okant")
    pages = [coordinator.get(address(name, language=language)) for name in PAGES[:2]]
    pages += [
        coordinator.get(address("my-networks", None, language)),
        coordinator.get(address("network-claim", unknown.slug, language)),
    ]
    nobodys = Client()
    nobodys.force_login(make_user())
    pages += [nobodys.get(address("my-networks", None, language))]
    form = post_form(pages[0])
    preview = send(coordinator, form.action, form.pressed("preview"))
    pages += [preview, send(coordinator, form.action, post_form(preview).pressed("back"))]
    pages += [send(coordinator, form.action, form.pressed("save", name=""))]

    assert {page.status_code for page in pages} == {200, 422}
    assert faults({str(number): page.content.decode() for number, page in enumerate(pages)}, tmp_path) == []
    assert all("no-store" in page["Cache-Control"] for page in pages)
    assert facts_of(own.network)["name"] == "Nätet"
