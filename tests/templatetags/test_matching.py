"""Every reason that the matching can give is said, in both languages, and every sentence is one that it can give."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from directory.finding import current_snapshot
from directory.finding.aspects import Aspect, Verdict
from directory.finding.matching import Matches, Need
from directory.management.commands.start import SEED
from directory.models import AgencyKind, Level, Life, NetworkKind, Openness
from directory.services.artificial import generate_networks
from directory.templatetags.matching import SENTENCES, quoted, sentence
from tests.conftest import kept_for_a_module
from tests.factories import make_network

TEXT = "Skolmat i Skåne, it-drift, avtal ihop med kommuner, och i andra länder"
EVERYTHING = {
    "cpv": frozenset(["15"]), "mode": frozenset(["online"]), "rhythm": frozenset(["3-4"]),
    "exchange": frozenset(["tender_documents"]), "joining": True,
}  # fmt: skip
NEEDS = [
    Need(TEXT, who="kommun", **EVERYTHING),
    Need("skolmat", who="kommunalt_bolag", county=frozenset(["SE-M"])),
    Need("skolmat och kontor", abroad=True),
    Need(focus=frozenset(["juridik"])),
]

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.fixture(scope="module")
def snapshot(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        call_command("import_catalogue", str(SEED[0]), verbosity=0)
        generate_networks(300, seed=7)
        make_network(name="Avslutat", life=Life.ENDED, ended_year=2019, country="SE", kind=NetworkKind.PEER_NETWORK)
        for level in (Level.NORDIC, Level.EUROPEAN, Level.INTERNATIONAL, None):
            make_network(name=f"Bortom {level}", level=level, openness=Openness.INVITATION)
        make_network(name="Öppet", openness=Openness.OPEN).admits.set(AgencyKind.objects.filter(code__in=["kommun", "region"]))
        yield current_snapshot()


@pytest.fixture(scope="module")
def told(snapshot) -> dict:
    """Networks and reasons of every aspect and verdict that the needs bring out."""
    found = {}
    for need in NEEDS:
        matches = Matches(snapshot, need)
        for row, network in enumerate(snapshot.networks):
            for reason in matches.match(row).reasons:
                found.setdefault((reason.aspect, reason.verdict), []).append((network, reason))
    return found


def said(snapshot, told, aspect: Aspect, verdict: Verdict, language: str) -> set[str]:
    with override(language):
        return {sentence(network, reason, snapshot.terms) for network, reason in told[aspect, verdict]}


def test_there_is_a_sentence_for_every_reason_and_no_other(told):
    assert set(told) == set(SENTENCES)


@pytest.mark.parametrize(("aspect", "verdict"), SENTENCES, ids=lambda one: one.value)
def test_every_reason_is_said_in_both_languages(snapshot, told, aspect, verdict):
    swedish, english = (said(snapshot, told, aspect, verdict, language) for language in ("sv", "en"))

    assert all(text and text == text.strip() and "%(" not in text and "None" not in text for text in swedish | english)
    assert (aspect, verdict) == (Aspect.KIND, Verdict.FITS) or swedish.isdisjoint(english)


@pytest.mark.parametrize(
    ("aspect", "verdict", "swedish", "english"),
    [
        ("who", "bars", "bara regioner får gå med", "only regions can join"),
        ("life", "bars", "upphörde 2019", "ended in 2019"),
        ("life", "bars", "har upphört", "has ended"),
        ("openness", "bars", "tar inte emot nya medlemmar", "takes no new members"),
        ("openness", "fails", "nya medlemmar bara efter inbjudan", "new members by invitation only"),
        ("openness", "fits", "öppet att gå med i", "open to join"),
        ("county", "fails", "gäller Uppsala län", "is for Uppsala County"),
        ("county", "fits", "finns i Skåne län", "is in Skåne County"),
        ("country", "fits", "omfattar hela Norden", "spans the Nordic countries"),
        ("country", "fits", "land är inte angivet", "in which country is not stated"),
        ("country", "fails", "finns i Norge", "is in Norway"),
        ("rhythm", "fits", "4 digitala möten per år", "4 online meetings a year"),
        ("mode", "fails", "bara fysiska möten", "only meetings in person"),
        ("exchange", "fits", "utbyter upphandlingsdokument", "exchanges tender documents"),
        ("exchange", "fails", "nämner inte upphandlingsdokument", "does not tell of tender documents"),
        ("focus", "fails", "säger inget om upphandlingsjuridik", "says nothing of procurement law"),
        ("cpv", "fits", "köper livsmedel och drycker", "buys food and drink"),
        ("kind", "fits", "kollegialt nätverk", "peer network"),
    ],
)
def test_sentences_are_good_swedish_and_english(snapshot, told, aspect, verdict, swedish, english):
    assert swedish in said(snapshot, told, Aspect(aspect), Verdict(verdict), "sv")
    assert english in said(snapshot, told, Aspect(aspect), Verdict(verdict), "en")


@pytest.mark.parametrize(
    ("words", "swedish", "english"),
    [
        (["mat"], "”mat”", "“mat”"),
        (["mat", "it-drift"], "”mat” och ”it-drift”", "“mat” and “it-drift”"),
        (list("abcde"), "”a”, ”b”, ”c” och 2 till", "“a”, “b”, “c” and 2 more"),
    ],
)
def test_few_are_named_and_the_others_counted(words, swedish, english):
    with override("sv"):
        assert quoted(words) == swedish
    with override("en"):
        assert quoted(words) == english
