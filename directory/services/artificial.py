"""A directory as large as one likes, to measure with: clearly artificial networks and agencies, skewed as real ones are."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.db import models

from directory.models import (
    Agency,
    AgencyKind,
    County,
    CpvDivision,
    EditorialState,
    Exchange,
    FocusArea,
    Level,
    Life,
    Meeting,
    MeetingMode,
    MeetingState,
    Membership,
    Network,
    NetworkKind,
    Openness,
    Precision,
    Revision,
    Rhythm,
)
from directory.models.revision import one_step
from directory.services.artificial_words import Skewed, text, words_of

SLUG_START = "konstgj"
"""What the address name of every artificial row begins with."""
ROWS_AT_ONCE = 1_000
FIRST_DAY = datetime.date(2022, 1, 1)
DAYS = 6 * 365
PUBLISHED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
MOST_MEMBERS = 250
AGENCY_NAMES = {"kommun": "kommun", "region": "region", "statlig_myndighet": "myndighet"}

# How many of a hundred networks have each value; the shares are those of the real catalogue, thickened where it says little.
LEVELS = {Level.NATIONAL: 45, Level.REGIONAL: 35, Level.LOCAL: 8, Level.EUROPEAN: 6, Level.INTERNATIONAL: 4, Level.NORDIC: 2}
LIVES = {Life.ACTIVE: 60, None: 25, Life.ENDED: 10, Life.PAUSED: 2, Life.FORMING: 2, Life.SEEKING_COORDINATOR: 1}
OPENNESSES = {None: 55, Openness.OPEN: 22, Openness.APPLICATION: 14, Openness.INVITATION: 6, Openness.CLOSED: 3}
COUNTRIES = {"SE": 80, None: 10, "DK": 4, "NO": 4, "FI": 2}
MODES = {MeetingMode.IN_PERSON: 50, MeetingMode.ONLINE: 35, MeetingMode.HYBRID: 15}
RHYTHMS = {2: 35, 4: 30, 1: 15, 6: 10, 10: 6, 12: 4}
KINDS = (
    NetworkKind.PEER_NETWORK, NetworkKind.BUYER_COOPERATION, NetworkKind.JOINT_PROCUREMENT_BODY, NetworkKind.PROGRAMME,
    NetworkKind.WORKING_GROUP, NetworkKind.BUYER_GROUP, NetworkKind.PROFESSIONAL_ASSOCIATION, NetworkKind.ALLIANCE,
    NetworkKind.AGENCY_NETWORK, NetworkKind.ONLINE_COMMUNITY, NetworkKind.FORUM,
)  # fmt: skip


def generate_networks(count: int, *, seed: int) -> None:
    """Write ``count`` networks, half as many agencies, and their meetings and memberships, as one edition.

    The same ``seed``, count and lists give the same rows. They have no history: nobody ever wrote them.
    """
    with one_step():
        making = _Making(count, seed)
        making.write_agencies()
        making.write_networks()
        Revision.step(None)


@dataclass(frozen=True)
class _Lists:
    """The directory's lists, to draw from."""

    focus_areas: Skewed
    cpv_divisions: Skewed
    exchanges: Skewed
    counties: Skewed
    admits: Skewed

    @classmethod
    def read(cls) -> "_Lists":
        return cls(
            *(Skewed(list(model.objects.all()), flat=2) for model in (FocusArea, CpvDivision, Exchange, County, AgencyKind))
        )


MOST_OF_LIST = {"focus_areas": (1, 5), "cpv_divisions": (0, 2), "exchanges": (0, 2), "counties": (0, 2), "admits": (0, 4)}


class _Making:
    """One run. All that is drawn comes from one source of chance, in the order in which it is written."""

    def __init__(self, count: int, seed: int):
        self.count = count
        self.chance = Random(seed)  # noqa: S311  no secret depends on it
        self.lists = _Lists.read()
        self.words = words_of(count)
        self.kinds = Skewed(KINDS)
        self.agencies: Skewed[Agency]

    def write_agencies(self) -> None:
        agencies = [self._agency(number) for number in range(1, self.count // 2 + 1)]
        self.agencies = Skewed(Agency.objects.bulk_create(agencies, batch_size=ROWS_AT_ONCE), flat=10)

    def write_networks(self) -> None:
        for first in range(1, self.count + 1, ROWS_AT_ONCE):
            numbers = range(first, min(first + ROWS_AT_ONCE, self.count + 1))
            networks = Network.objects.bulk_create([self._network(number) for number in numbers])
            for name in MOST_OF_LIST:
                _bulk_create(row for network in networks for row in self._list_rows(network, name))
            for rows_of in (self._memberships, self._rhythms, self._meetings):
                _bulk_create(row for network in networks for row in rows_of(network))

    def _agency(self, number: int) -> Agency:
        kind = next(iter(self.lists.admits.draw(self.chance, 1)), None)
        county = next(iter(self.lists.counties.draw(self.chance, 1)), None)
        noun = AGENCY_NAMES.get(kind.code if kind else "", "organisation")
        slug = f"{SLUG_START}ord-{noun}-{number:04}"
        return Agency(name=f"Konstgjord {noun} {number:04}", slug=slug, kind=kind, county=county, country="SE")

    def _network(self, number: int) -> Network:
        about = self.words.draw(self.chance, self.chance.choice((1, 1, 2)))
        return Network(
            name=f"Konstgjort nätverk {number:06} för {' och '.join(about)}",
            slug=f"{SLUG_START}ort-natverk-{number:06}",
            purpose=text(self.chance, self.words, round(self.chance.triangular(6, 40, 14))),
            organiser=f"Konstgjord organisatör {self.chance.randint(1, 99):02}" if self.chance.random() < 0.4 else "",
            editorial_state=EditorialState.PUBLISHED,
            published_at=PUBLISHED + datetime.timedelta(minutes=number),
            kind=self.kinds.draw(self.chance, 1)[0],
            level=self._one_of(LEVELS),
            life=self._one_of(LIVES),
            openness=self._one_of(OPENNESSES),
            country=self._one_of(COUNTRIES),
            stated_size=self.chance.randint(5, 400) if self.chance.random() < 0.2 else None,
        )

    def _list_rows(self, network: Network, name: str) -> Iterator[models.Model]:
        field = Network._meta.get_field(name)
        for term in getattr(self.lists, name).draw_different(self.chance, self.chance.randint(*MOST_OF_LIST[name])):
            yield field.remote_field.through(**{field.m2m_field_name(): network, field.m2m_reverse_field_name(): term})

    def _memberships(self, network: Network) -> Iterator[Membership]:
        count = min(int(self.chance.paretovariate(1.2)), MOST_MEMBERS)
        for agency in self.agencies.draw_different(self.chance, count):
            yield Membership(network=network, agency=agency, left_year=2021 if self.chance.random() < 0.05 else None)

    def _rhythms(self, network: Network) -> Iterator[Rhythm]:
        modes = (self._one_of(MODES) for _one in range(self.chance.choice((0, 1, 1, 2))))
        for mode in dict.fromkeys(modes):
            yield Rhythm(network=network, mode=mode, per_year=self._one_of(RHYTHMS))

    def _meetings(self, network: Network) -> Iterator[Meeting]:
        for number in range(self.chance.choice((0, 0, 1, 2, 4))):
            day = FIRST_DAY + datetime.timedelta(days=self.chance.randrange(DAYS))
            yield Meeting(
                network=network,
                uid=f"{network.slug}-{number}",
                title=f"Konstgjord träff om {self.words.draw(self.chance, 1)[0]}",
                starts_on=day,
                ends_on=day,
                precision=Precision.DAY,
                mode=self._one_of(MODES),
                state=MeetingState.CONFIRMED,
                host=next(iter(self.agencies.draw(self.chance, 1)), None),
            )

    def _one_of(self, shares: dict):
        return self.chance.choices(list(shares), weights=shares.values())[0]


def _bulk_create(rows: Iterator[models.Model]) -> None:
    """Write rows of one model, if there are any."""
    made = list(rows)
    if made:
        type(made[0]).objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
