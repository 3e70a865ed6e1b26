"""Which focus areas a need is taken to speak of, for needs as procurers write them.

The needs were written without sight of the words of the focus areas. The words are improved by what fails in the development
half alone; the half held out tells how they do for needs that they were not improved by.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.finding import current_snapshot
from directory.finding.matching import Matches, Need
from directory.finding.needs import told
from directory.finding.topics import Topics
from directory.finding.words import SWEDISH
from directory.models import FocusArea
from directory.text import lines

pytestmark = [pytest.mark.django_db, pytest.mark.looks, pytest.mark.usefixtures("catalogue")]

NEEDS = json.loads((Path(__file__).parent / "spoken_needs.json").read_text())
FEWEST_NEEDS_OF_AN_AREA = 4
IN_SWEDISH, IN_ENGLISH = "vad är {}", "which of the {}"
IT = re.compile(r"\bit\b")


def topics(text: str) -> list[tuple[str, float]]:
    """Return the focus areas that a need speaks of, the surest first, and how surely."""
    return [(topic.key, topic.sureness) for topic in Matches(current_snapshot(), Need(text=text)).topics]


def spoken_of(text: str) -> set[str]:
    """Return all focus areas that a text speaks of, however unsurely."""
    words = told(text)
    return {topic.key for topic in current_snapshot().terms.topics.spoken_of(words.telling, words.plain, words.language)}


def first_is_among_two(need: dict) -> bool:
    return need["areas"][0] in dict(topics(need["text"])[:2])


def recall_in_four(need: dict) -> float:
    return len(set(need["areas"]) & dict(topics(need["text"])[:4]).keys()) / len(need["areas"])


def is_about_nothing(need: dict) -> bool:
    return all(sureness <= 0.5 for _key, sureness in topics(need["text"]))


def mean(measure: Callable[[dict], float], half: str, *, of_areas: bool) -> float:
    """Return the mean over the needs of a half that speak of areas, or over those that speak of none."""
    needs = [need for need in NEEDS if need["half"] == half and bool(need["areas"]) == of_areas]
    return sum(map(measure, needs)) / len(needs)


@pytest.mark.parametrize(("half", "least"), [("development", 0.95), ("held out", 0.97)])
def test_the_first_area_of_a_need_is_among_the_two_surest(half, least):
    assert mean(first_is_among_two, half, of_areas=True) >= least


@pytest.mark.parametrize(("half", "least"), [("development", 0.95), ("held out", 0.95)])
def test_all_areas_of_a_need_are_among_the_four_surest(half, least):
    assert mean(recall_in_four, half, of_areas=True) >= least


@pytest.mark.parametrize(("half", "least"), [("development", 1), ("held out", 0.85)])
def test_what_is_about_nothing_speaks_of_no_area_surely(half, least):
    assert mean(is_about_nothing, half, of_areas=False) >= least


def test_the_needs_speak_of_every_focus_area():
    times = Counter(area for need in NEEDS for area in need["areas"])

    assert [slug for slug in FocusArea.objects.values_list("slug", flat=True) if times[slug] < FEWEST_NEEDS_OF_AN_AREA] == []


@pytest.mark.parametrize(("field", "said"), [("words_sv", IN_SWEDISH), ("words_en", IN_ENGLISH)])
def test_each_word_of_a_focus_area_is_heard(field, said):
    """So that none is one of those that tell nothing in any need."""
    phrases = [(area.slug, phrase) for area in FocusArea.objects.all() for phrase in lines(getattr(area, field))]
    spoken = {phrase: spoken_of(said.format(IT.sub("IT", phrase))) for _slug, phrase in phrases}

    assert [(slug, phrase) for slug, phrase in phrases if slug not in spoken[phrase]] == []


@pytest.mark.parametrize(
    ("text", "phrase", "is_heard"),
    [
        ("Vi vill ha frukt och grönt", "frukt och grönt", True),
        ("Vi vill ha frukt", "frukt och grönt", False),
        ("Frukt och frukten", "frukt och grönt", False),
        ("Hur får vi in fler anbud?", "fler anbud", True),
        ("Hur får vi in anbud?", "fler anbud", False),
        ("Kategoriplanen är klar", "kategoriplan", True),
        ("Planen är klar", "kategoriplan", False),
        ("Vi är en stad på västkusten", "städ", False),
        ("vi vill kopa stad", "städ", True),
        ("We love the municipality", "lov", False),
        ("We are asked about LOV by the municipality", "lov", True),
        ("En fastighet till", "fastighet", True),
        ("Vad kostar det?", "kost", False),
        ("Upphandlingsenheten växer", "upphandlingsenhet", True),
        ("Upphandlingen växer", "upphandlingsenhet", False),
    ],
)
def test_a_phrase_is_heard_when_all_its_words_are_said(text, phrase, is_heard):
    words = told(text)

    assert bool(Topics([("area", phrase, SWEDISH)]).spoken_of(words.telling, words.plain, words.language)) == is_heard


def test_without_any_phrase_nothing_is_heard():
    assert Topics([]).spoken_of([("möbler",)]) == []
    assert Topics([("area", "och", SWEDISH)]).spoken_of([("möbler",)]) == []
