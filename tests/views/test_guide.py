"""The guide: what is told comes back in the answer, each network with why, and nothing that is wrong passes for an answer."""

import html
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from directory.finding import current_snapshot
from directory.finding.needs import LONGEST_NEED
from directory.models import FocusArea, Life, Openness
from tests.conftest import kept_for_a_module
from tests.factories import make_agency_kind, make_county, make_exchange, make_focus_area, make_network

NEED = "Vi behöver hjälp med skolmat"
NO_CHOICES = ["finns-inte", "' OR 1=1", "a" * 300, "<b>x</b>", "mat,kommun", "None", "\x00b"]
FACETS = ["focus", "not_focus", "cpv", "who", "county", "mode", "rhythm", "exchange", "joining", "abroad"]
LONG = ["a" * 700, "ab " * 400, "å" * 640, "\u0301" * 650, "-a " * 300, "ord " * 300]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _rows(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        food = make_focus_area(slug="mat", name_sv="Livsmedel och måltider", name_en="Food and meals", words_sv="skolmat\nmåltid")
        law = make_focus_area(slug="juridik", name_sv="Juridik", name_en="Law", words_sv="överprövning")
        skane, uppsala = make_county(), make_county(code="SE-C", name_sv="Uppsala län", name_en="Uppsala County")
        municipality, region = (
            make_agency_kind(),
            make_agency_kind(
                code="region", name_sv="Region", name_en="Region", name_plural_sv="Regioner", name_plural_en="Regions"
            ),
        )
        make_exchange()
        fits = make_network(name="Måltidsnätverket", purpose="Skolmat i hela landet.", country="SE", life=Life.ACTIVE)
        here = make_network(name="Skånsk skolmat", purpose="Skolmat i Skåne.", country="SE")
        here.counties.add(skane)
        there = make_network(name="Uppländsk skolmat", purpose="Skolmat i Uppland.", country="SE")
        there.counties.add(uppsala)
        ended = make_network(name="Gammal skolmat", purpose="Skolmat förr.", country="SE", life=Life.ENDED, ended_year=2019)
        theirs = make_network(name="Regionernas skolmat", purpose="Skolmat i regioner.", country="SE")
        closed = make_network(name="Sluten skolmat", purpose="Skolmat för oss.", country="SE", openness=Openness.CLOSED)
        for network in (fits, here, there, ended, theirs, closed):
            network.focus_areas.add(food)
        theirs.admits.add(region)
        fits.admits.add(municipality)
        fits.rhythms.create(mode="online", per_year=4)
        make_network(name="Lagnätverket", purpose="Lagar och regler.", country="SE").focus_areas.add(law)
        yield


def ask(client, language="sv", **asked):
    with override(language):
        return client.get(reverse("directory:guide"), asked)


def names(matches) -> list[str]:
    return [match.network.name for match in matches]


def text_of(answer) -> str:
    """Return the words of the main part of a page."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def why(answer, name: str) -> str:
    """Return the words below a network's card."""
    page = text_of(answer)
    return page[page.index(name) :].partition("Så vägdes det")[0].partition("How it was weighed")[0]


def link(answer, words: str) -> str:
    """Return where the first link with these words leads."""
    page = answer.content.decode()
    return html.unescape(re.search(rf'<a[^>]* href="([^"]+)">{re.escape(words)}[ <]', page)[1])


def test_empty_guide_asks_and_answers_nothing(client):
    answer = ask(client)

    assert "matches" not in answer.context
    assert "Vad behöver du hjälp med?" in text_of(answer)
    assert "noindex" not in answer.content.decode()


def test_need_is_answered_with_reasons_and_what_is_not_known(client):
    answer = ask(client, q=NEED, who="kommun", rhythm="3-4")

    assert names(answer.context["fitting"])[0] == "Måltidsnätverket"
    reasons = why(answer, "Måltidsnätverket")
    assert "Arbetar med livsmedel och måltider · skriver om ”skolmat” · kommuner får gå med · 4 digitala möten per år" in reasons
    assert "Ej angivet: vilka som kan gå med, hur ofta de träffas" in why(answer, "Skånsk skolmat")
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_need_is_answered_in_english(client):
    reasons = why(ask(client, "en", q=NEED, who="kommun", rhythm="3-4"), "Måltidsnätverket")

    assert "Works with food and meals · writes about “skolmat” · municipalities can join · 4 online meetings a year" in reasons


def test_what_is_told_comes_back_in_form_and_sentence(client):
    answer = ask(client, q=NEED, who="kommun", county="SE-M", focus="mat", exchange="benchmarks", joining="now")
    page = answer.content.decode()

    assert f">{NEED}</textarea>" in page
    assert "Kommun · Skåne län · Livsmedel och måltider · Jämförelser · Vi vill gå med i ett nätverk nu" in text_of(answer)
    assert '<option value="SE-M" selected>' in page
    assert 'name="focus" value="mat" checked' in page


def test_network_elsewhere_says_where_it_is(client):
    answer = ask(client, q=NEED, county="SE-M")

    assert "finns i Skåne län" in why(answer, "Skånsk skolmat")
    assert "Tänk på: gäller Uppsala län" in why(answer, "Uppländsk skolmat")
    fitting = names(answer.context["fitting"])
    assert fitting.index("Skånsk skolmat") < fitting.index("Uppländsk skolmat")


def test_hard_fact_makes_a_near_miss_below_all_that_fit_and_says_which(client):
    answer = ask(client, q=NEED, who="kommun", joining="now")
    page = text_of(answer)

    assert set(names(answer.context["near_misses"])) == {"Gammal skolmat", "Regionernas skolmat", "Sluten skolmat"}
    assert "Upphörde 2019" in why(answer, "Gammal skolmat")
    assert "Bara regioner får gå med" in why(answer, "Regionernas skolmat")
    assert "Tar inte emot nya medlemmar" in why(answer, "Sluten skolmat")
    fitting, missed = (names(answer.context[name]) for name in ("fitting", "near_misses"))
    assert max(page.index(name) for name in fitting) < min(page.index(name) for name in missed)


def test_near_misses_stand_below_the_first_page_of_those_that_fit(client):
    for number in range(12):
        make_network(name=f"Skolmat {number}", country="SE").focus_areas.add(FocusArea.objects.get(slug="mat"))

    first, last = ask(client, q=NEED), ask(client, q=NEED, page="2")
    assert "Gammal skolmat" in names(first.context["near_misses"])
    assert (len(first.context["fitting"]), last.context["near_misses"]) == (10, [])


def test_networks_for_others_are_counted_apart(client):
    make_network(name="Inbjuden skolmat", purpose="Skolmat.", country="SE", openness=Openness.INVITATION).focus_areas.add(
        FocusArea.objects.get(slug="mat")
    )

    assert "är för andra län" not in text_of(ask(client, q=NEED))
    assert "1 är för andra län eller länder." in text_of(ask(client, q=NEED, county="SE-M"))
    assert "1 tar in medlemmar bara efter inbjudan." in text_of(ask(client, q=NEED, joining="now"))
    assert "1 takes members by invitation only." in text_of(ask(client, "en", q=NEED, joining="now"))


def test_what_is_wished_for_and_lacking_is_told(client):
    answer = ask(client, q=NEED, focus=["mat", "juridik"])

    assert "Tänk på: säger inget om juridik" in why(answer, "Måltidsnätverket")
    assert "says nothing of law" in why(ask(client, "en", q=NEED, focus=["mat", "juridik"]), "Måltidsnätverket")


def test_county_said_in_words_is_carried_to_noting_interest(client):
    answer = ask(client, q="Vi i Lund behöver hjälp med skolmat")

    assert link(answer, "Anmäl intresse") == "/intresse/anmal/?focus=mat&county=SE-M"


def test_nothing_that_fits_is_said_plainly_and_the_nearest_are_shown(client):
    answer = ask(client, q="lagar om abcdefg hijklmno pqrstuvw xyzåäö")

    assert answer.context["fitting"] == []
    assert "Inget nätverk passar riktigt bra" in text_of(answer)
    assert names(answer.context["nearest"]) == ["Lagnätverket"]
    assert "De här ligger närmast" in text_of(answer)
    assert reverse("directory:register") in answer.content.decode()


def test_nothing_near_either_offers_ways_on(client):
    page = text_of(ask(client, q="xyzzy"))

    assert "Inget ligger heller nära" in page
    assert "Se alla nätverk" in page
    assert "Bygg ett nätverk" in page


def test_topic_that_was_read_can_be_confirmed_left_out_and_taken_back(client):
    read = ask(client, q="skolmat måltid överprövning")
    assert [area.name for area in read.context["filter"].areas] == ["Livsmedel och måltider", "Juridik"]

    confirmed = client.get("/hitta/" + link(read, "Det stämmer"))
    assert confirmed.wsgi_request.GET.getlist("focus") == ["mat"]
    assert [area.name for area in confirmed.context["filter"].ticked_areas] == ["Livsmedel och måltider"]

    left_out = client.get("/hitta/" + link(confirmed, "Inte det"))
    assert left_out.wsgi_request.GET.getlist("not_focus") == ["juridik"]
    assert left_out.context["filter"].areas == []
    assert "Inte Juridik" in text_of(left_out)
    assert '<input type="hidden" name="not_focus" value="juridik">' in left_out.content.decode()
    assert all("juridik" not in why(left_out, name) for name in names(left_out.context["fitting"]))

    assert client.get("/hitta/" + link(left_out, "Ångra")).wsgi_request.GET.getlist("focus") == []


def test_area_both_ticked_and_left_out_is_ticked(client):
    answer = ask(client, focus="mat", not_focus="mat")

    assert answer.context["filter"].left_out_areas == []
    assert "Måltidsnätverket" in names(answer.context["fitting"])


@pytest.mark.parametrize("text", ["???", "och", "Vi behöver hjälp!", "upphandling av en vara"])
def test_words_that_tell_nothing_are_told_to(client, text):
    answer = ask(client, q=text)

    assert "Orden säger inte vad det gäller" in text_of(answer)
    assert answer.context["page_obj"].paginator.count == len(current_snapshot().networks) - 1


def test_words_after_a_minus_are_told(client):
    answer = ask(client, q="skolmat -regioner")

    assert "Utan orden: regioner" in text_of(answer)
    assert "Regionernas skolmat" not in text_of(answer)


def test_weights_add_up_to_what_they_say(client):
    answer = ask(client, q=NEED, who="kommun", rhythm="3-4", county="SE-M", joining="now")
    lists = re.findall(r'<details class="weighed">(.*?)</details>', answer.content.decode())

    assert len(lists) == len(answer.context["fitting"]) + len(answer.context["near_misses"])
    for one in lists:
        *points, together = [int(number.replace("−", "-")) for number in re.findall(r"<b>([+−]\d+)</b>", one)]
        assert sum(points) == together


@pytest.mark.parametrize("facet", FACETS)
def test_unknown_choice_is_told_and_gives_no_answer(client, facet):
    for value in NO_CHOICES:
        answer = ask(client, q=NEED, **{facet: value})

        assert answer.status_code == 200
        assert "matches" not in answer.context
        assert "är inte ett av valen" in text_of(answer)
        assert f">{NEED}</textarea>" in answer.content.decode()
        assert "<b>x</b>" not in answer.content.decode()


def test_choice_left_empty_chooses_nothing(client):
    assert "matches" not in ask(client, q="", who="", county="").context
    assert names(ask(client, q=NEED, who="", county="").context["fitting"]) == names(ask(client, q=NEED).context["fitting"])


def test_of_an_employer_given_twice_the_last_counts(client):
    answer = client.get("/hitta/?who=region&who=kommun")

    assert answer.context["filter"].need.who == "kommun"
    assert answer.content.decode().count(" selected>") == 1


@pytest.mark.parametrize("text", LONG)
def test_need_that_is_cut_says_so_and_comes_back_whole(client, text):
    answer = ask(client, q=text)

    assert len(text) > LONGEST_NEED
    assert f"Bara de första {LONGEST_NEED} tecknen lästes." in text_of(answer)
    assert len(re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.DOTALL)[1]) == len(text)


def test_words_beyond_those_that_are_used_are_named(client):
    many = " ".join(f"{first}{second}k" for first in "bdfghj" for second in "aeiouyå")

    assert "Bara de första 40 orden som säger något användes, inte: jyk, jåk." in text_of(ask(client, q=many))


def test_list_carries_its_choices_over(client):
    nothing = client.get("/natverk/?q=xyzzy&county=SE-M&level=national")
    answer = client.get(link(nothing, "Beskriv ditt behov med egna ord"))

    assert (answer.context["filter"].need.text, answer.context["filter"].need.county) == ("xyzzy", {"SE-M"})


@pytest.mark.parametrize("address", ["/", "/natverk/", "/organisationer/"])
def test_guide_is_led_to_from(client, address):
    assert 'href="/hitta/"' in client.get(address).content.decode()


@pytest.mark.keeps_pages
def test_answer_is_not_kept_for_others_but_not_sent_again_either(client):
    for _time in range(3):
        answer = ask(client, q=NEED)
        assert answer.templates

    assert answer["Cache-Control"] == "no-cache, private"
    assert client.get(answer.request["PATH_INFO"] + f"?q={NEED}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    for _time in range(3):
        empty = ask(client)
    assert not empty.templates
    assert empty["Cache-Control"] == "no-cache, public"
    assert answer.get("Vary") == empty.get("Vary")


def test_answer_is_another_when_the_directory_has_moved_on(client):
    etag = ask(client, q=NEED)["ETag"]
    make_network(name="Ny skolmat", country="SE").focus_areas.add(FocusArea.objects.get(slug="mat"))

    answer = client.get("/hitta/", {"q": NEED}, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Ny skolmat" in text_of(answer)
    assert current_snapshot().rows_named("ny skolmat")
