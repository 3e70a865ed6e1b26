"""The admin in a real browser: its policy lets everything it needs through and nothing else, and everyone can use it."""

import pytest
from playwright.sync_api import expect

from directory.models import Agency, Meeting, Membership, OutgoingMail, Relation, Rhythm, Source
from directory.services.publish import decline
from tests.accessibility import assert_accessible
from tests.factories import make_agency, make_focus_area, make_network, make_registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "password"  # what pytest-django gives its administrator
ADMIN = "/admin/directory"
DJANGOS_OWN = "empty-table-header: <th"  # over the names and the boxes for deleting in its tables of a row's parts


@pytest.fixture
def addresses(admin_user) -> list[str]:
    """Pages of the admin with something on each of them."""
    network, agency = make_network(name="Navet"), make_agency(name="Region Skåne")
    network.focus_areas.add(make_focus_area())
    Membership.objects.create(network=network, agency=agency)
    Meeting.objects.create(network=network, title="Vårmötet", host=agency)
    Rhythm.objects.create(network=network, mode="online", per_year=4)
    Source.objects.create(network=network, url="https://example.se/")
    other = make_network(name="Sprunget ur navet", life="ended", purpose="Annat.")
    Relation.objects.create(origin=other, kind="grew_out_of", target=network)
    waiting = make_registration(alike="Navet: Samma namn", warnings="Se upp", message="Hej!", member_names="Region Skåne\nNy")
    decided = make_registration(reply="Det finns redan.")
    decline(registration=decided, by=admin_user)
    make_agency(name="Borttagen").delete()
    network.purpose = "Något annat."
    network.save()
    return [
        "/admin/", f"{ADMIN}/", f"{ADMIN}/registration/", f"{ADMIN}/registration/{waiting.pk}/change/",
        f"{ADMIN}/registration/{decided.pk}/change/", f"{ADMIN}/network/", f"{ADMIN}/network/?q=finns+inte",
        f"{ADMIN}/network/add/", f"{ADMIN}/network/{network.pk}/change/", f"{ADMIN}/network/{network.pk}/history/",
        f"{ADMIN}/network/{network.pk}/delete/", f"{ADMIN}/agency/deleted/", f"{ADMIN}/network/deleted/", f"{ADMIN}/meeting/",
        f"{ADMIN}/agency/{agency.pk}/change/", f"{ADMIN}/outgoingmail/", f"{ADMIN}/network/{network.pk}/merge/?q=navet",
        f"{ADMIN}/network/{network.pk}/merge/?other={other.pk}", "/admin/actions/",
        f"{ADMIN}/network/import/",
        f"{ADMIN}/outgoingmail/{OutgoingMail.objects.get().pk}/change/",
    ]  # fmt: skip


@pytest.fixture
def refused(page) -> list[str]:
    """What the page asked for in vain, or said it could not do."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("response", lambda response: heard.append(f"{response.status} {response.url}") if response.status >= 400 else None)
    return heard


@pytest.fixture
def curator(page, live_server, addresses):
    """A browser page in which a curator has signed in."""
    page.goto(f"{live_server.url}/admin/")
    page.locator("input[name=login]").fill("admin")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#site-name")).to_be_visible()
    return page


def faults(page) -> list[str]:
    """Return the rules of accessibility a page breaks, but for those Django's own tables break."""
    try:
        assert_accessible(page)
    except AssertionError as error:
        return [fault for fault in str(error).split("\n")[1:] if not fault.startswith(DJANGOS_OWN)]
    return []


def test_sign_in_is_accessible_and_breaks_no_policy(page, live_server, refused):
    page.goto(f"{live_server.url}/admin/")

    assert refused == []
    assert_accessible(page)


def test_no_page_breaks_the_policy_or_asks_for_what_is_missing(curator, live_server, addresses, refused):
    for address in addresses:
        curator.goto(live_server.url + address)
        assert refused == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(curator, live_server, addresses, scheme):
    curator.emulate_media(color_scheme=scheme)
    broken = {}
    for address in addresses:
        curator.goto(live_server.url + address)
        broken[address] = faults(curator)

    assert not any(broken.values()), broken


def test_file_is_sent_looked_through_and_imported(curator, live_server, refused):
    curator.goto(f"{live_server.url}{ADMIN}/agency/")
    curator.locator(".object-tools a[href$='/import/']").click()
    rows = "Adressnamn;Namn;Land\nregion-skane;Region Skåne;SE\n;Ny;SE\n;;SE\n"
    file = {"name": "fil.csv", "mimeType": "text/csv", "buffer": rows.encode("latin-1")}
    curator.locator("input[type=file]").set_input_files(file)
    curator.locator(".send input[type=submit]").click()

    curator.locator("input[name=token]").wait_for(state="attached")
    assert faults(curator) == []
    curator.locator("#content-main input[type=submit]").click()
    curator.locator(".messagelist .success").wait_for()

    assert refused == []
    assert Agency.objects.get(name="Ny").country == "SE"


def test_refused_form_is_accessible_and_leads_to_its_fault(curator, live_server):
    curator.goto(f"{live_server.url}{ADMIN}/network/add/")
    curator.locator("#id_founded_year").fill("1492")
    curator.locator("input[name=_save]").click()
    curator.locator(".field-founded_year .errorlist").wait_for()

    assert faults(curator) == []
    curator.locator(".faults a[href='#id_founded_year']").click()

    assert curator.locator("#id_founded_year").evaluate("field => field.getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize("width", [768, 1440])
def test_first_page_shows_what_waits_whatever_was_done_last(curator, live_server, addresses, width):
    curator.goto(live_server.url + addresses[8])
    curator.locator("input[name=_save]").click()
    curator.locator(".messagelist .success").wait_for()
    curator.set_viewport_size({"width": width, "height": 1024})

    curator.goto(f"{live_server.url}/admin/")

    assert curator.locator("#content-related li").count() == 1
    curator.locator(".waiting a").first.click(timeout=5000)  # refused when something lies over it
    curator.wait_for_url("**/registration/?state__exact=waiting")


@pytest.mark.parametrize(("kind", "last"), [("network", "confirmed_on"), ("registration", "state"), ("outgoingmail", "state")])
def test_list_and_its_filters_fit_a_tablet(curator, live_server, addresses, kind, last):
    curator.set_viewport_size({"width": 768, "height": 1024})
    curator.goto(f"{live_server.url}{ADMIN}/{kind}/")

    assert curator.evaluate("document.documentElement.scrollWidth") <= 768
    right = curator.locator(f"#result_list tbody tr:first-child .field-{last}").evaluate(
        "one => one.getBoundingClientRect().right"
    )
    assert right <= 768


def test_decline_without_a_word_leads_to_the_reply(curator, live_server, addresses):
    curator.goto(live_server.url + addresses[3])
    curator.locator("input[name=_decline]").click()

    curator.locator(".field-reply .errorlist").wait_for()
    curator.locator("#id_reply").fill("Det finns redan.")
    curator.locator("input[name=_decline]").click()
    curator.locator(".messagelist .success").wait_for()

    curator.goto(live_server.url + addresses[3])
    curator.locator("input[formaction]").click()
    curator.locator("input[name=_publish]").wait_for()
