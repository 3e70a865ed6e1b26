"""From a need to the networks that fit it: what speaks for each, what is not known, and what speaks against it.

A network's score is the sum of its reasons' points, and nothing else. Networks that a hard fact rules out, having ended
or not admitting the visitor's kind of employer, come after all that fit, whatever their score.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from directory.countries import HOME_COUNTRY
from directory.finding.aspects import SUBJECT, WEIGHTS, Aspect, Judged, Reason, Verdict
from directory.finding.entries import NetworkEntry
from directory.finding.facets import FACETS, NOT_STATED
from directory.finding.needs import LONGEST_NEED, told
from directory.finding.places import places
from directory.finding.reasons import Reason as TextReason
from directory.finding.reasons import reasons
from directory.finding.search import Search
from directory.finding.snapshot import Snapshot
from directory.finding.topics import Topic
from directory.finding.wording import Wording, without_unwanted
from directory.models import Life, NetworkKind, Openness

ADMITTED_AS = {
    "kommunalt_bolag": ("offentligt_bolag",),
    "regionalt_bolag": ("offentligt_bolag",),
    "statligt_bolag": ("offentligt_bolag",),
    "lansstyrelse": ("statlig_myndighet",),
    "universitet_hogskola": ("statlig_myndighet", "akademi", "utbildning"),
    "forskningsinstitut": ("akademi",),
}
"""What else a kind of agency is: a municipal company is let in where publicly owned companies are."""
INDIVIDUAL = "enskild_medlem"
JOINT_PROCUREMENT = "samordnad-upphandling"
PROCURING_TOGETHER = (NetworkKind.BUYER_COOPERATION, NetworkKind.JOINT_PROCUREMENT_BODY, NetworkKind.BUYER_GROUP)
LEARNING_TOGETHER = (
    NetworkKind.PEER_NETWORK,
    NetworkKind.WORKING_GROUP,
    NetworkKind.PROFESSIONAL_ASSOCIATION,
    NetworkKind.AGENCY_NETWORK,
    NetworkKind.ONLINE_COMMUNITY,
    NetworkKind.FORUM,
)
WORDS_HALF, AREAS_HALF = 5.0, 0.5
"""How much must be found for words to give half of their points; what keeps one unsure focus area from giving all."""
WHOLLY_ABOUT_IT = 0.2
"""The part of the points for focus areas that a network gets for working with little else."""
MOST_TOPICS = 6
SHOWN_OF_A_NETWORK = ("name", "other_names", "purpose")
ENOUGH = 40.0
"""How many points for its subject a network must have for it to be told as one that fits."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody seeks. All of it is optional; several values of one kind each add to what fits.

    ``without_focus`` are focus areas that the words are not about, whatever they seem to say; ``who`` is the code of the
    visitor's kind of employer; ``joining`` tells that they want to join now rather than read,
    ``abroad`` that networks beyond the country of their ``home`` are as welcome.
    """

    text: str = ""
    focus: frozenset[str] = frozenset()
    without_focus: frozenset[str] = frozenset()
    cpv: frozenset[str] = frozenset()
    who: str = ""
    county: frozenset[str] = frozenset()
    mode: frozenset[str] = frozenset()
    rhythm: frozenset[str] = frozenset()
    exchange: frozenset[str] = frozenset()
    joining: bool = False
    abroad: bool = False
    home: str | None = HOME_COUNTRY


@dataclass(frozen=True, slots=True)
class Match:
    """A network and why it stands where it does; the points of its reasons are its score."""

    network: NetworkEntry
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return sum(reason.points for reason in self.reasons)

    def told(self, *verdicts: Verdict) -> list[Reason]:
        return [reason for reason in self.reasons if reason.verdict in verdicts]


class Matches:
    """The networks of one snapshot, ranked for one need.

    ``topics`` are the focus areas that the need was taken to speak of beside those it names, ``places`` where it was taken to
    be, ``excluded`` and ``left_out`` the words that networks must not hold and those that were not used, ``words`` the
    spellings by which it was found in texts. Networks that have grown old by the day ``today`` are left out.
    """

    def __init__(self, snapshot: Snapshot, need: Need, today: datetime.date | None = None):
        self.snapshot, self.need, self._today = snapshot, need, today
        self._choices = snapshot.choices
        wanted, self.excluded = without_unwanted(need.text[:LONGEST_NEED])
        self.places = places(wanted, snapshot.terms.counties)
        self._told = told(wanted)
        self.left_out = self._told.left_out
        self._telling = sorted(self._told.telling)
        self._spoken_of = self._topics()
        self.topics = [topic for topic in self._spoken_of if topic.key not in need.focus]
        self.words: frozenset[str] = frozenset()
        self.judged = list(self._all_judged())
        self._scores = sum(one.points for one in self.judged)

    @cached_property
    def fitting(self) -> list[int]:
        """The rows of the networks that fit, best first: all that nothing rules out, if the need has no subject."""
        return self.ranked_within(self.is_allowed & (self._subject >= self._enough))

    @cached_property
    def nearest(self) -> list[int]:
        """The rows of the networks that nothing rules out and that do not fit well, the nearest first."""
        return self.ranked_within(self.is_allowed & (self._subject > 0) & (self._subject < self._enough))

    @cached_property
    def near_misses(self) -> list[int]:
        """The rows of the networks that would fit but for a hard fact, the best first."""
        return self.ranked_within(self.is_ruled_out & ~self._is_excluded & (self._subject >= self._enough))

    @property
    def ranked(self) -> list[int]:
        """All rows but the excluded ones, best first."""
        return self.ranked_within(self.is_allowed) + self.ranked_within(self.is_ruled_out & ~self._is_excluded)

    @property
    def has_subject(self) -> bool:
        """Whether the need says what it is about."""
        return any(one.aspect in SUBJECT for one in self.judged)

    @property
    def main_area(self) -> str | None:
        """The focus area (slug) the need is most about: of those ticked, if any are, the one its words speak of most surely."""
        sureness = {topic.key: topic.sureness for topic in self._spoken_of}
        areas = self.need.focus or {topic.key for topic in self.topics}
        return min(areas, key=lambda key: (-sureness.get(key, 0), key), default=None)

    def how_many_fail(self, *aspects: Aspect) -> int:
        """Return how many of the networks that fit do not fit in one of the aspects."""
        failing = np.any([one.fails for one in self.judged if one.aspect in aspects], axis=0)
        return int(np.count_nonzero(np.broadcast_to(failing, self._choices.size)[self.fitting]))

    def match(self, row: int) -> Match:
        network = self.snapshot.networks[row]
        return Match(network, tuple(reason for one in self.judged for reason in one.reasons(network, row)))

    def reasons(self, network: NetworkEntry) -> list[TextReason]:
        """Return where the words of the need stand in what a network is called and in its purpose, as a search does."""
        return reasons(network, partial(self.snapshot.searched_texts, network), self.words, SHOWN_OF_A_NETWORK)

    def ranked_within(self, flags: np.ndarray) -> list[int]:
        """Return the flagged rows by their scores, the best first."""
        rows = np.flatnonzero(flags)
        return rows[np.argsort(-self._scores[rows], kind="stable")].tolist()

    @cached_property
    def _subject(self) -> np.ndarray:
        return sum((one.points for one in self.judged if one.aspect in SUBJECT), start=np.zeros(self._choices.size))

    @property
    def _enough(self) -> float:
        """How many points for its subject a network must have to fit: never more than what the need says of it can give."""
        return min(ENOUGH, sum(WEIGHTS[one.aspect].fits for one in self.judged if one.aspect in SUBJECT))

    @cached_property
    def is_ruled_out(self) -> np.ndarray:
        """A flag for each row: whether a hard fact rules the network out."""
        return np.any([one.bars for one in self.judged], axis=0)

    @cached_property
    def is_allowed(self) -> np.ndarray:
        """A flag for each row: whether nothing rules the network out and nobody asked to leave it out."""
        return ~self.is_ruled_out & ~self._is_excluded

    @cached_property
    def _is_excluded(self) -> np.ndarray:
        """The networks that hold a word typed after a minus, and those that have grown old."""
        unwanted = ~Search(self.snapshot, Wording(excluded=self.excluded)).match().flags
        return unwanted | self.snapshot.old_on(self._today) if self._today else unwanted

    def _topics(self) -> list[Topic]:
        found = self.snapshot.terms.topics.spoken_of(self._telling, sorted(self._told.plain), self._told.language)
        return [topic for topic in found if topic.key not in self.need.without_focus][:MOST_TOPICS]

    def _all_judged(self) -> Iterator[Judged]:
        need = self.need
        if need.focus or self.topics:
            yield self._by_focus()
        if self._telling:
            yield self._by_words()
        if need.cpv:
            yield self._by_any(Aspect.CPV, need.cpv)
        if need.who:
            yield self._by_who()
        yield self._by_county()
        yield self._by_country()
        if need.text:
            yield self._by_kind()
        for aspect in (Aspect.MODE, Aspect.RHYTHM):
            if asked := getattr(need, aspect):
                yield self._by_any(aspect, asked)
        if need.exchange:
            yield self._by_exchange()
        if need.joining:
            yield self._by_openness()
        yield self._by_life()

    def _by_focus(self) -> Judged:
        """By the share of the need's focus areas a network has, and a little by how much else it works with."""
        sureness = {topic.key: topic.sureness for topic in self.topics} | dict.fromkeys(self.need.focus, 1.0)
        shared = np.sum([self._choices.how_many("focus", [key]) * sure for key, sure in sureness.items()], axis=0)
        of_need = shared / (sum(sureness.values()) + AREAS_HALF)
        of_network = shared / (self.snapshot.areas_of_each + 1)
        keys = sorted(sureness, key=lambda key: (-sureness[key], key))

        def values(network, _row):
            own = {area.key for area in network.focus_areas}
            return tuple(key for key in keys if key in own)

        def lacking(network, _row):
            return tuple(sorted(self.need.focus - {area.key for area in network.focus_areas}))

        fits = (1 - WHOLLY_ABOUT_IT) * of_need + WHOLLY_ABOUT_IT * of_network
        return Judged(Aspect.FOCUS, fits, values, lacking=lacking)

    def _by_words(self) -> Judged:
        """By how well its texts hold the words of the need, each for itself."""
        telling = self._telling
        search = Search(self.snapshot, Wording(words=tuple(telling)))
        each = np.array(search.each()).reshape(len(telling), self._choices.size)
        self.words = self.snapshot.readings.once(frozenset(search.words))
        found = each.sum(axis=0)

        def values(_network, row):
            strengths = each[:, row].tolist()
            strongest = sorted(range(len(telling)), key=lambda place: -strengths[place])
            return tuple("-".join(telling[place]) for place in strongest if strengths[place])

        return Judged(Aspect.WORDS, found / (found + WORDS_HALF), values)

    def _by_any(self, facet: Aspect, asked: frozenset[str]) -> Judged:
        """By whether it has any of the values asked for; some state none."""
        return Judged(
            facet,
            self._has_any(facet, asked).astype(float),
            lambda network, _row: tuple(sorted(asked & set(FACETS[facet](network)))),
            unknown=self._states_none(facet),
            fails=~self._has_any(facet, asked) & ~self._states_none(facet),
        )

    def _by_who(self) -> Judged:
        also = (self.need.who, *ADMITTED_AS.get(self.need.who, ()), INDIVIDUAL)
        admits, silent = self._has_any("who", also), self._states_none("who")

        def values(network, _row):
            admitted = [kind.key for kind in network.admits]
            return tuple(kind for kind in also if kind in admitted)[:1] or tuple(admitted)

        return Judged(Aspect.WHO, admits.astype(float), values, unknown=silent, bars=~admits & ~silent)

    def _by_county(self) -> Judged:
        """By the counties of the visitor and of the need; one that covers some counties may be out of reach if none is told."""
        asked, has_some = self.need.county | self.places.counties, ~self._states_none("county")
        covers = self._has_any("county", asked)

        def values(network, _row):
            own = [county.key for county in network.counties]
            return tuple(county for county in own if county in asked) or tuple(own)

        elsewhere = has_some & ~covers
        return Judged(Aspect.COUNTY, covers.astype(float), values, **{"fails" if asked else "unknown": elsewhere})

    def _by_country(self) -> Judged:
        here, of_one = self._has_any("country", [self.need.home] if self.need.home else []), ~self._states_none("country")
        welcome = self.need.abroad or self.places.abroad
        beyond, foreign = ~of_one, of_one & ~here
        fits = welcome * (beyond + 0.5 * foreign)

        def values(network, _row):
            return (network.country or network.level or "",)

        return Judged(Aspect.COUNTRY, fits, values, unknown=beyond, fails=foreign)

    def _by_kind(self) -> Judged:
        """By whether it is there to procure together, as far as the words of the need speak of that, or to learn."""
        together = max((topic.sureness for topic in self._spoken_of if topic.key == JOINT_PROCUREMENT), default=0.0)
        fits = together * self._has_any("kind", PROCURING_TOGETHER) + (1 - together) * self._has_any("kind", LEARNING_TOGETHER)
        return Judged(Aspect.KIND, fits, lambda network, _row: (network.kind,))

    def _by_exchange(self) -> Judged:
        asked = self.need.exchange

        def lacking(network, _row):
            return tuple(sorted(asked - {one.key for one in network.exchanges})) if network.exchanges else ()

        return Judged(
            Aspect.EXCHANGE,
            self._choices.how_many("exchange", asked).astype(float),
            lambda network, _row: tuple(one.key for one in network.exchanges if one.key in asked),
            unknown=self._states_none("exchange"),
            lacking=lacking,
        )

    def _by_openness(self) -> Judged:
        return Judged(
            Aspect.OPENNESS,
            self._has_any("openness", [Openness.OPEN, Openness.APPLICATION]).astype(float),
            lambda network, _row: (network.openness or NOT_STATED,),
            unknown=self._has_any("openness", [NOT_STATED]),
            fails=self._has_any("openness", [Openness.INVITATION]),
            bars=self._has_any("openness", [Openness.CLOSED]),
        )

    def _by_life(self) -> Judged:
        return Judged(
            Aspect.LIFE,
            self._has_any("life", [Life.ACTIVE]).astype(float),
            lambda network, _row: (network.life or NOT_STATED,),
            unknown=self._has_any("life", [NOT_STATED]),
            bars=self._has_any("life", [Life.ENDED]),
        )

    def _has_any(self, facet: str, keys: Iterable[str]) -> np.ndarray:
        return self._choices.flags(self._choices.any_of(facet, frozenset(keys)))

    def _states_none(self, facet: str) -> np.ndarray:
        return ~self._has_any(facet, self._choices.places[facet])


def similar_networks(snapshot: Snapshot, network_id: int, most: int, today: datetime.date | None = None) -> list[Match]:
    """Return the living networks most like the one given, of those that share a focus area with it, judged as for a need.

    None of them has grown old by the day ``today``.
    """
    here = snapshot.network_by_id.get(network_id)
    if here is None or not here.focus_areas:
        return []
    matches = Matches(snapshot, _need_of(here), today)
    shared = snapshot.choices.any_of("focus", matches.need.focus)
    likest = matches.ranked_within(snapshot.choices.flags(shared) & matches.is_allowed)
    return [matches.match(row) for row in likest[: most + 1] if snapshot.networks[row].id != network_id][:most]


def _need_of(network: NetworkEntry) -> Need:
    """Return the need that a network answers wholly."""
    return Need(
        focus=frozenset(area.key for area in network.focus_areas),
        cpv=frozenset(division.key for division in network.cpv_divisions),
        county=frozenset(county.key for county in network.counties),
        exchange=frozenset(exchange.key for exchange in network.exchanges),
        home=network.country,
        abroad=network.country is None,
    )
