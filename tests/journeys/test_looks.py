"""Every page and state of it in a real browser: accessible in light and dark, and no wider than its window."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.accessibility import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.looks]

ADDRESSES = [
    "/", "/natverk/", "/natverk/?q=mat&focus=livsmedel-maltid&county=SE-M", "/natverk/?q=xyzzy",
    "/natverk/?q=mat&level=local", "/natverk/?county=nowhere", "/natverk/?page=8", "/natverk/leverantorsstyrningsnatverket/",
    "/natverk/soi/", "/natverk/inkop-gavleborg/", "/natverk/lup/", "/natverk/lfu/", "/jamfor/",
    "/jamfor/?network=lfu&network=finns-inte", "/jamfor/?network=lfu&network=leverantorsstyrningsnatverket",
    "/jamfor/?network=soi&network=lup&network=glcn&q=juridik",
    "/jamfor/?network=soi&network=lup&network=lfu&network=inkop-gavleborg&network=sussa", "/organisationer/",
    "/organisationer/?q=region&kind=region", "/organisationer/region-skane/", "/fokusomraden/",
    "/fokusomraden/avtalsforvaltning/", "/moten/", "/moten/?when=coming",
    "/registrera/", "/registrera/tack/ABCD2345/",
    "/om/", "/tillganglighet/", "/integritet/", "/finns-inte/", "/en/", "/en/networks/?q=food", "/en/networks/soi/",
    "/en/register/", "/vita-flackar/", "/vita-flackar/?by=who",
    "/vita-flackar/?by=who&focus=livsmedel-maltid", "/vita-flackar/?by=nonsense", "/bygg-natverk/",
    "/bygg-natverk/?focus=livsmedel-maltid&county=SE-M&who=kommun", "/intresse/", "/intresse/?focus=nonsense",
    "/intresse/?focus=avtalsforvaltning&county=SE-O", "/intresse/?focus=avtalsforvaltning&county=SE-M&who=kommun",
    "/intresse/anmal/?focus=avtalsforvaltning", "/intresse/tack/", "/intresse/bekrafta/x/", "/intresse/tillbakadraget/",
    "/bekrafta/x/", "/stammer-det/x/", "/ansokan/x/", "/natverk/soi/ga-med/", "/registrera/sparat/", "/registrera/fortsatt/x/",
    "/natverk/soi/ratta/?kind=double", "/organisationer/region-skane/ratta/", "/rattelser/tack/ABCD2345/",
    "/en/networks/lup/correct/",
    "/natverk/?focus=avtalsforvaltning&county=SE-M",
    "/moten/kalender/2024/6/", "/en/meetings/calendar/2030/1/", "/natverk/nosad/",
    "/karta/", "/statistik/", "/en/map/?focus=livsmedel-maltid", "/teman/", "/en/topics/?q=xyzzy", "/bevaka/?about=meetings",
    "/bevaka/avsluta/x/", "/organisationer/solna-stad/",
    "/natverk/?" + "&".join("abcdefghijklmnopqrstuvwxyz" * 6),
    "/logga-in/", "/logga-in/losenord/",
    "/hitta/", "/hitta/?q=it-drift+och+skolmat&who=kommun", "/hitta/?q=xyzzy", "/hitta/?q=mat&county=nowhere",
    "/en/find/?q=food+-meat&focus=juridik&not_focus=livsmedel-maltid",
]  # fmt: skip
NARROW, WIDE = ("light", 320), ("dark", 1440)
LOOKS = [NARROW, WIDE]
SMALLEST_TARGET = 24
OTHER_WIDTHS = [480, 768, 1024, 1440]
TYPED = [{"name": "name", "label": "Nätverkets namn", "value": "Ett nätverk", "is_hidden": False}]
RARE_PAGES = {
    "403.html": {"typed": TYPED, "action": "/registrera/"},
    "500.html": {"typed": TYPED, "action": "/registrera/"},
    "429.html": {},
    "503.html": {"typed": TYPED, "action": "/registrera/"},
}


@pytest.fixture(params=["light", "dark"])
def screen(page, request):
    page.emulate_media(color_scheme=request.param)
    return page


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_and_state_is_accessible_and_fits(page, site, address):
    """Both looks of each page as it opens; of what is asked in an address, the narrow one."""
    for scheme, width in [NARROW] if "?" in address else LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site.url + address)
        assert_accessible(page)
        assert_fits(page)
    for width in OTHER_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)


@pytest.mark.parametrize("template", RARE_PAGES)
def test_page_for_when_something_is_wrong_is_accessible(screen, site, template):
    html = render_to_string(template, RARE_PAGES[template])
    screen.route("**/rare/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    screen.goto(f"{site.url}/rare/")

    assert_accessible(screen)
    assert_fits(screen)


def test_form_with_errors_is_accessible_and_has_the_focus_on_its_summary(screen, site):
    screen.goto(f"{site.url}/registrera/")
    screen.get_by_role("button", name="Skicka in").click()

    expect(screen.get_by_role("alert")).to_be_focused()
    assert_accessible(screen)
    screen.get_by_role("alert").get_by_role("link").first.click()
    expect(screen.get_by_label("Nätverkets namn")).to_be_focused()


def test_preview_and_look_alikes_are_accessible(screen, site):
    screen.goto(f"{site.url}/registrera/")
    screen.get_by_label("Nätverkets namn").fill("Sveriges offentliga inköpare")
    screen.get_by_label("Vad det är till för").fill("Vi prövar.")
    screen.get_by_role("checkbox", name="Upphandlingsjuridik").check()
    screen.get_by_label("Din e-postadress").fill("samordnare@example.se")
    screen.get_by_role("button", name="Förhandsgranska").click()
    expect(screen.get_by_role("alert")).to_contain_text("Sveriges Offentliga Inköpare")
    assert_accessible(screen)

    screen.get_by_label("Inget av dessa är vårt nätverk").check()
    screen.get_by_role("button", name="Förhandsgranska").click()
    expect(screen.get_by_text("Det här är en förhandsgranskning")).to_be_visible()
    assert_accessible(screen)


@pytest.mark.parametrize("width", [320, 360, 390])
def test_trap_for_machines_is_out_of_reach(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}/registrera/")
    trap = page.locator("[name=homepage]").bounding_box()

    assert trap["x"] + trap["width"] <= 0


@pytest.mark.parametrize("address", ["/", "/natverk/", "/natverk/?q=mat&focus=livsmedel-maltid", "/moten/", "/karta/"])
def test_nothing_moves_while_a_page_opens_on_a_narrow_screen(page, site, address):
    page.set_viewport_size({"width": 390, "height": 800})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => {"
        " for (const one of list.getEntries()) window.moved += one.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(site.url + address, wait_until="networkidle")

    assert page.evaluate("moved") == 0


def test_head_leaves_a_narrow_screen_to_the_page(page, site):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.url)

    assert page.get_by_role("banner").bounding_box()["height"] <= 130
    for link in page.get_by_role("banner").get_by_role("link").all():
        assert link.bounding_box()["height"] >= SMALLEST_TARGET


@pytest.mark.parametrize("address", ["/natverk/", "/natverk/?mode=online", "/natverk/leverantorsstyrningsnatverket/"])
def test_meetings_of_a_year_stand_in_one_row(page, site, address):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.url + address)
    rows = [{dot.bounding_box()["y"] for dot in beats.locator("i").all()} for beats in page.locator(".beats").all()]

    assert {len(row) for row in rows} <= {0, 1}
    assert any(rows)


def test_focus_areas_of_a_network_are_printed_and_the_choices_of_a_list_are_not(page, site):
    page.emulate_media(media="print")

    page.goto(f"{site.url}/natverk/leverantorsstyrningsnatverket/")
    expect(page.locator(".chips").get_by_role("link").first).to_be_visible()
    page.goto(f"{site.url}/natverk/?level=national")
    expect(page.locator(".chips")).to_be_hidden()


def test_reader_gets_no_cookie_and_nothing_from_elsewhere(screen, site):
    asked = []
    screen.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/natverk/", "/natverk/soi/", "/moten/"):
        screen.goto(site.url + address)

    assert screen.context.cookies() == []
    assert asked
    assert all(url.startswith(site.url) for url in asked)


def assert_fits(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
