"""How texts and searches become words that can be compared: one analyser for both."""

import re
from functools import lru_cache

import Stemmer

from directory.text import fold

SWEDISH, ENGLISH = "sv", "en"
SHORTEST_STEM = 3
NEUTER = re.compile(r"(?<=[bcdfghjklmnpqrvxz])(?:ets?|t)$")
DEFINITE = re.compile(r"(?<=[aeiouyåäölr])n$")
SYNCOPE = re.compile(r"(?<=[bcdfghjklmnprstvx])e(?=[lnr]$)")
DOUBLED = re.compile(r"(?<=[mn])[mn]$")
HYPHENS = re.compile("[-\u2010\u2011\u2013]")
LONGEST_ABBREVIATION = 4
LETTERS_OR_DIGITS = re.compile(r"\d+|\D+")
LAST_I = re.compile(r"(?<=..)i$")
# Whole words whose last syllable looks like an ending: vatten, vattnet.
UNENDED = {word: word[:-2] + word[-1] for word in (
    "vatten", "fönster", "papper", "socker", "nummer", "mönster", "register", "center", "filter", "läger", "foder", "silver",
    "kloster", "väder", "botten", "tecken", "vapen", "läder", "lager", "siffer",
)}  # fmt: skip
STOPWORDS = frozenset(
    """och i på att för av som med till en ett det den de är om från vid eller där hur vad vi ni kan har inom mellan genom
    under över the of and in on to for with by from at is are or which that as an a be how what we""".split()  # noqa: SIM905  a text is easier to read and to add to
)

_snowball = {SWEDISH: Stemmer.Stemmer("swedish"), ENGLISH: Stemmer.Stemmer("english")}


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return what all forms of a folded word share: ``livsmedlen`` and ``livsmedlets`` both give ``livsmedl``.

    Swedish is stemmed until nothing more comes off, as Snowball alone leaves definite and neuter endings on many words
    (``klimatet``, ``hållbart``, ``skolan``), and the e that comes and goes (medel, medlen) is left out.
    """
    if language == ENGLISH:
        return _snowball[ENGLISH].stemWord(word)
    word, before = UNENDED.get(word, word), ""
    while word != before and len(word) > SHORTEST_STEM:
        before = word
        word = _snowball[SWEDISH].stemWord(word)
        if len(word) > SHORTEST_STEM + 1:
            word = DOUBLED.sub("", DEFINITE.sub("", NEUTER.sub("", word)))
        if len(word) > SHORTEST_STEM + 1:
            word = LAST_I.sub("", SYNCOPE.sub("", word))
    return word


def chunks(text: str) -> list[tuple[str, ...]]:
    """Return the folded words of a text in order, each as the parts it is written in.

    ``it-drift`` is ``("it", "drift")``, and ``AB 04`` and ``AB04`` both are ``("ab", "04")``.
    """
    found: list[tuple[str, ...]] = []
    for piece in text.split():
        written = [fold(part) for part in HYPHENS.split(piece)]
        if len(written) > 1 and all(part.isalnum() for part in written):
            found.append(tuple(written))
            continue
        for word in " ".join(written).split():
            if found and word.isdigit() and _is_abbreviation(found[-1]):
                found[-1] = (*found[-1], word)
            else:
                found.append(tuple(LETTERS_OR_DIGITS.findall(word)) if len(word) <= LONGEST_ABBREVIATION + 4 else (word,))
    return found


def tokens(text: str) -> list[str]:
    """Return the words a text is indexed by: those written in parts stand there in parts and as one."""
    found: list[str] = []
    for parts in chunks(text):
        found += parts
        if len(parts) > 1:
            found.append("".join(parts))
    return found


def _is_abbreviation(parts: tuple[str, ...]) -> bool:
    return len(parts) == 1 and parts[0].isalpha() and len(parts[0]) <= LONGEST_ABBREVIATION and parts[0] not in STOPWORDS
