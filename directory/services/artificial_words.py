"""Invented Swedish text, distributed as real text is: a few words everywhere, most words hardly ever, always new ones."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

ROOTS = """
avtal krav kvalitet miljö vård skola kund dialog marknad risk data drift energi fastighet fordon väg bro vatten avfall klimat
textil möbel livsmedel måltid läkemedel teknik tjänst vara lager transport resa språk tolk säkerhet beredskap jurist pris
kostnad budget faktura handel system program moln nät telefon dator skrivare papper kontor lokal städ tvätt bygg anläggning
entreprenad underhåll reparation maskin verktyg reservdel bränsle el gas värme kyla ljus park skog mark sjö hamn tåg buss
cykel lån hyra köp inköp upphandling anbud annons överprövning kontroll revision statistik analys rapport metod modell mall
process rutin plan mål strategi ledning kompetens utbildning kurs handledning erfarenhet kunskap forskning innovation utveckling
försök idé lösning behov volym sortiment katalog beställning leverans leverantör mottagning uppföljning vite garanti
försäkring bank lön pension hälsa tandvård omsorg boende hemtjänst förskola bibliotek museum idrott kultur fritid turism
kommunikation press tryck bild film ljud arkiv register karta bokning kö besök reception bevakning larm lås brand räddning
sjukhus laboratorium prov hjälpmedel kläder sko handske mask desinfektion kemikalie plast metall trä betong asfalt glas färg
""".split()  # noqa: SIM905  a text is easier to read and to add to
LINKS = ("", "", "s")
ENDINGS = ("", "", "", "en", "er", "erna", "s", "ens", "erna")
SMALL_WORDS = ("och", "i", "för", "av", "med", "på", "som", "till", "om", "vid", "från", "mellan", "under", "inom")
PARTS = (2, 2, 2, 2, 3)
WORDS_OF_A_NETWORK = 24
NEW_WORDS, GROWTH = 20, 0.6
"""Heaps' law: a text of n words has some ``NEW_WORDS * n ** GROWTH`` different ones."""

Thing = TypeVar("Thing")


class Skewed(Generic[Thing]):
    """Things of which the first is drawn most often and each later one more seldom, as Zipf's law says."""

    def __init__(self, things: Sequence[Thing], *, flat: float = 1):
        """``flat`` tells how far the first things are from being drawn equally often: the larger, the closer."""
        self.things = things
        self.weights = list(accumulate(1 / (place + flat) for place in range(len(things))))

    def draw(self, chance: Random, count: int) -> list[Thing]:
        """Return ``count`` things, some of them perhaps alike; none when there are none."""
        return chance.choices(self.things, cum_weights=self.weights, k=count) if self.things else []

    def draw_different(self, chance: Random, count: int) -> list[Thing]:
        """Return at most ``count`` things, each once."""
        return list(dict.fromkeys(self.draw(chance, count)))


def words_of(networks: int) -> Skewed[str]:
    """Return the words in which so many networks tell of themselves, to draw from as they do."""
    return Skewed(vocabulary(networks), flat=3)


def vocabulary(networks: int) -> list[str]:
    """Return those words, the commonest first; a larger vocabulary begins with a smaller one."""
    size = round(NEW_WORDS * (networks * WORDS_OF_A_NETWORK) ** GROWTH)
    chance, known = Random("ord"), dict.fromkeys(ROOTS)  # noqa: S311  no secret depends on it
    roots = Skewed(ROOTS, flat=20)
    while len(known) < size:
        known.setdefault(_compound(chance, roots))
    return list(known)


def text(chance: Random, words: Skewed[str], count: int) -> str:
    """Return a sentence of ``count`` words, small ones in between."""
    told = " ".join(_with_small_words(chance, words.draw(chance, count)))
    return f"{told[:1].upper()}{told[1:]}."


def _with_small_words(chance: Random, words: list[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        if place and chance.random() < 0.5:
            yield chance.choice(SMALL_WORDS)
        yield word


def _compound(chance: Random, roots: Skewed[str]) -> str:
    *heads, tail = roots.draw(chance, chance.choice(PARTS))
    return "".join(head + chance.choice(LINKS) for head in heads) + tail + chance.choice(ENDINGS)
