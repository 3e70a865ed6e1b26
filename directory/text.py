"""How words are compared and names ordered: pure functions, the lowest layer.

å, ä and ö are letters with their own place in the alphabet; every other accent is decoration.
"""

import re
import unicodedata
from urllib.parse import urlsplit

SWEDISH_LETTERS = "åäö"
NORDIC_TWINS = str.maketrans({"æ": "ä", "ø": "ö", "ü": "y", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})
WITHOUT_RINGS_AND_DOTS = str.maketrans("åäö", "aao")
# Letters and digits only, so that every collation of every database agrees on the order.
ALPHABET = str.maketrans({"z": "za", "å": "zb", "ä": "zc", "ö": "zd", " ": "0", **{d: "1" + d for d in "0123456789"}})


class _Undecorated(dict):
    """A table for ``str.translate`` that strips the accents of each letter, but for those that make a letter of its own."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = letter if letter in SWEDISH_LETTERS else unicodedata.normalize("NFD", letter)
        self[code] = "".join(part for part in parts if not unicodedata.combining(part))
        return self[code]


UNDECORATED = _Undecorated()
NOT_WORD = re.compile(r"[^\w]+|_")
LONGEST_RUN_OF_MARKS = 4
MOST_WORDS = 8
LONGEST_QUERY = 200


def fold(text: str) -> str:
    """Return ``text`` as it is compared: one case, one width, å ä ö kept, words parted by one space.

    ``ÅRE``, decomposed ``Åre`` and full-width ``Åre`` all become ``åre``.
    """
    flat = unicodedata.normalize("NFKC", text).casefold().translate(UNDECORATED)
    return NOT_WORD.sub(" ", unicodedata.normalize("NFC", flat)).strip()


def bare(folded: str) -> str:
    """Return a folded text for readers whose keyboard lacks å, ä and ö."""
    return folded.translate(NORDIC_TWINS).translate(WITHOUT_RINGS_AND_DOTS)


def words(query: str) -> list[str]:
    """Return the words of a search, at most eight of them, each once, in order."""
    return list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def sort_key(name: str) -> str:
    """Return the key that puts names in Swedish order: … z, å, ä, ö."""
    return fold(name).translate(NORDIC_TWINS).translate(ALPHABET)


def slugify(name: str) -> str:
    """Return the part of an address that names ``name``: a-z, 0-9 and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", bare(fold(name.replace("æ", "ae").replace("Æ", "ae")))).strip("-")


def site_host(url: str) -> str:
    """Return the host of a web address as it is read, without ``www.``, or an empty text."""
    try:
        return readable_host((urlsplit(url).hostname or "").removeprefix("www."))
    except ValueError:
        return ""


def readable_host(host: str) -> str:
    """Return ``xn--hllbar-iua.se`` as ``hållbar.se``; one that mixes scripts, to look like another, stays as it is."""
    try:
        shown = host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
    return host if mixes_scripts(shown) else shown


def clean_line(text: str) -> str:
    """Return one line as a person would have typed it: no hidden characters, no towers of accents."""
    return " ".join(_visible(text).split())


def clean_paragraphs(text: str) -> str:
    """Return a text of several lines without hidden characters or more than one empty line in a row."""
    cleaned = [clean_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(cleaned)).strip()


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, without blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def mixes_scripts(text: str) -> bool:
    """Tell whether one word holds letters of two scripts, as look-alike names do (``Аdda`` with a Cyrillic А)."""
    return any(len({_script(c) for c in word if c.isalpha()}) > 1 for word in text.split())


def _visible(text: str) -> str:
    """Drop control and format characters and all but a few marks on each letter; empty if nothing can be seen."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if character.isspace():
            kept.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn") and marks <= LONGEST_RUN_OF_MARKS:
            kept.append(character)
    seen = "".join(kept)
    return seen if any(unicodedata.category(c)[0] in "LNPS" for c in seen) else ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


FORMULA = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before what would begin one."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what was written into a guarded cell."""
    return text[1:] if GUARDED.match(text) else text
