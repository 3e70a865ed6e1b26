"""Where a text speaks of: counties of Sweden, also by their parts and municipalities, or the world around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from directory.finding.entries import TermEntry
from directory.finding.municipalities import counties_of_municipalities
from directory.text import fold

NORTH, MIDDLE, SOUTH, WEST, EAST = "north", "middle", "south", "west", "east"
PARTS_OF_SWEDEN = {
    NORTH: ("SE-BD", "SE-AC", "SE-Z", "SE-Y", "SE-X"),
    MIDDLE: ("SE-AB", "SE-C", "SE-D", "SE-U", "SE-T", "SE-S", "SE-W"),
    SOUTH: ("SE-M", "SE-K", "SE-G", "SE-H", "SE-F", "SE-N"),
    WEST: ("SE-O", "SE-N", "SE-S"),
    EAST: ("SE-E", "SE-H", "SE-I"),
}
SAID = {
    NORTH: ("norr", "norra sverige", "nordligaste", "norrland", "norrländska", "norrlands", "northern sweden"),
    MIDDLE: ("mellansverige", "mälardalen", "mälarregionen", "bergslagen", "central sweden"),
    SOUTH: ("södra sverige", "sydsverige", "sydsvenska", "southern sweden"),
    WEST: ("västra sverige", "västsverige", "västsvenska", "western sweden"),
    EAST: ("östra sverige", "östsverige", "eastern sweden"),
}
ABROAD = """
    abroad british brittisk brittiska danish danmark dansk danska denmark dutch england europa europe european
    europeisk europeiska europeiskt finland finnish finsk finska foreign france frankrike fransk franska french german
    germany global globala globally globalt holland international internationally internationell internationella
    internationellt nederländerna netherlands norden nordic nordisk nordiska nordiskt norge norsk norska norway
    norwegian storbritannien tysk tyska tyskland uk utlandet utländsk utländska utomlands världen worldwide""".split()  # noqa: SIM905  a text is easier to read and to add to
ABROAD_IN_TWO = ("andra länder", "other countries", "across borders", "över gränserna", "united kingdom")


@dataclass(frozen=True, slots=True)
class Places:
    """The counties (codes) a text speaks of, and whether it speaks of networks abroad."""

    counties: frozenset[str] = frozenset()
    abroad: bool = False


def places(text: str, counties: Mapping[str, TermEntry]) -> Places:
    """Return where the text speaks of; ``counties`` are all counties by code."""
    said = f" {fold(text)} "
    found = {code for part, phrases in SAID.items() if _any_of(phrases, said) for code in PARTS_OF_SWEDEN[part]}
    found |= {code for code, county in counties.items() if _any_of(_names(county), said)}
    found |= counties_of_municipalities(said.split()) & counties.keys()
    return Places(frozenset(found), _any_of(ABROAD, said) or _any_of(ABROAD_IN_TWO, said))


@lru_cache
def _names(county: TermEntry) -> list[str]:
    """Return what a county is called, with and without its last word, as compared: "skåne län", "skåne"."""
    whole = fold(county.name_sv)
    short = whole.removesuffix(" län")
    return [whole, short, short.removesuffix("s"), fold(county.name_en).removesuffix(" county")]


def _any_of(phrases, said: str) -> bool:
    return any(f" {phrase} " in said for phrase in phrases)
