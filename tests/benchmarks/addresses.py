"""What readers might ask: thousands of different searches of ten kinds, their words as common and as rare as the texts' own."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from directory.services.artificial_words import Skewed, words_of

REFERENCE = Path(__file__).resolve().parents[2] / "directory/catalogue/reference.json"
LISTED_IN_DATASETTE = {"focus": "focus_areas", "county": "counties"}
SHARE_OF_CHOICES = 0.5
THREE_FACETS = ("level", "kind", "openness")


@dataclass(frozen=True)
class Search:
    """Words and choices, one value a facet."""

    text: str = ""
    choices: dict[str, str] = field(default_factory=dict)

    def query(self) -> str:
        """Return it as the query string of the site's list."""
        return "?" + urlencode(({"q": self.text} if self.text else {}) | self.choices)

    def datasette_query(self) -> str:
        """Return it as the query string of Datasette's page of the table, with three facets and 20 rows."""
        asked = {"_search": self.text} if self.text else {}
        for facet, key in self.choices.items():
            asked[f"{LISTED_IN_DATASETTE[facet]}__arraycontains" if facet in LISTED_IN_DATASETTE else facet] = key
        return "?" + urlencode([*asked.items(), ("_size", "20"), *(("_facet", name) for name in THREE_FACETS)])


class Readers:
    """Makes up searches of a directory of ``size`` networks, always the same ones."""

    def __init__(self, size: int):
        self.chance = Random(size)  # noqa: S311  no secret depends on it
        self.words = words_of(size)
        lists = json.loads(REFERENCE.read_text())
        self.values = {
            "focus": Skewed([area["slug"] for area in lists["focus_areas"]], flat=2),
            "county": Skewed([county["code"] for county in lists["counties"]], flat=2),
            "level": Skewed(["national", "regional", "local", "european"]),
            "openness": Skewed(["open", "application", "invitation"]),
            "who": Skewed(["kommun", "region", "statlig_myndighet"]),
            "kind": Skewed(["peer_network", "buyer_cooperation", "programme", "working_group", "forum"]),
        }

    def searches(self, count: int) -> list[Search]:
        """Return ``count`` different searches, as many of each kind as there are different ones."""
        found: dict[str, Search] = {}
        while len(found) < count:
            for kind in KINDS:
                search = kind(self)
                found.setdefault(search.query(), search)
        return list(found.values())[:count]

    def needs(self, count: int) -> list[Search]:
        """Return ``count`` needs: six to twelve words, and as often as not a focus area, a county and an employer."""
        return [
            Search(
                " ".join(self.words.draw_different(self.chance, self.chance.randint(6, 12))),
                {
                    facet: self.values[facet].draw(self.chance, 1)[0]
                    for facet in ("focus", "county", "who")
                    if self.chance.random() < SHARE_OF_CHOICES
                },
            )
            for _number in range(count)
        ]

    def search(self, words: int, *facets: str) -> Search:
        text = " ".join(self.words.draw_different(self.chance, words))
        return Search(text, {facet: self.values[facet].draw(self.chance, 1)[0] for facet in facets})

    def slip(self) -> Search:
        """Return a long word with two neighbouring letters exchanged."""
        word = next(word for word in iter(lambda: self.words.draw(self.chance, 1)[0], "") if len(word) > 7)
        place = self.chance.randrange(2, len(word) - 2)
        return Search(word[:place] + word[place + 1] + word[place] + word[place + 2 :])


def unheard_word(number: int) -> str:
    """Return a word that stands nowhere else and is no slip away from any other, so that it is found only where it is."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:16].translate(str.maketrans("0123456789", "ghijklmnop"))


KINDS = (
    lambda readers: readers.search(1),
    lambda readers: readers.search(2),
    lambda readers: readers.search(3),
    lambda readers: readers.search(1, "focus"),
    lambda readers: readers.search(1, "county"),
    lambda readers: readers.search(1, "level", "openness"),
    lambda readers: readers.search(2, "focus"),
    lambda readers: readers.search(0, "focus", "county"),
    lambda readers: readers.search(0, "focus", "level", "openness", "kind"),
    Readers.slip,
)
