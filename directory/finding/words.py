"""How texts and searches become words that can be compared: one analyser for both."""

import re
from functools import lru_cache

import Stemmer

from directory.text import fold

SWEDISH, ENGLISH = "sv", "en"
SHORTEST_STEM = 3
SWEDISH_ENDINGS = [
    re.compile(r"(?:(?<=[bcdfghijklmnpqrvxz])|(?<=[kfs]t))ets?$|(?<=[bcdfghjlmnpqrvxz])t$"),  # neuter: klimatet, hållbart
    re.compile(r"(?<=[aeiouyåäölr])n$"),  # definite: skolan
    re.compile(r"(?<=m)m$|(?<=n)n$"),  # doubled before an ending: programmet
    re.compile(r"(?<=[bcdfghjklmnprstvx])e(?=[lnr]$)"),  # an e that comes and goes: medel, medlen
    re.compile(r"(?<=..)i$"),
]
# Words whose last syllable looks like an ending, by themselves or last in a compound: vatten, vattnet.
UNENDED = re.compile(
    "(?:(vatt|bott|teck|vap|mog|vak|öpp|trog|eg)e(?=n$)"
    "|(fönst|papp|sock|numm|mönst|regist|(?<!do)cent|filt|läg|fod|silv|klost|väd|(?<!k)läd|(?<!s)lag|siff|vint|kalend|cylind|fing"
    "|teat|minist|semest|hind|off|feb|syst|åk|säk)e(?=r$))"
)
DOUBLED_WITHIN = re.compile("(?<=m)m(?=[lnr]$)|(?<=n)n(?=[lr]$)")  # numm(e)r, numret
ABBREVIATIONS_S = re.compile("(?<=[a-z]{2}[eio])s$")  # SMEs
KEPT_OR = re.compile("(?:(?<=kt)|(?<=dat))or(?:erna|ers|er|ns|n|s)?$")  # sektor, datorn: not the plural of a word in -a
KEPT_ENHET = re.compile("(?<=s)enhet(?:erna|ens|en|er|s)?$")  # upphandlingsenhet: not the state of being so
LATIN = re.compile("(?<=[ei])(?:um|ums)$")  # museum, kriterium
IRREGULAR = {
    "sommar": "somr", "sommaren": "somr", "sommarens": "somr", "gammal": "gaml", "gammalt": "gaml", "nytt": "ny", "nya": "ny",
    "fritt": "fri", "fria": "fri", "böcker": "bok", "böckerna": "bok", "böckernas": "bok",
    "borde": "böra", "gods": "gods", "godset": "gods", "kosta": "kosta", "kostar": "kosta", "kostade": "kosta", "kostat": "kosta",
    "billig": "billig", "billigt": "billig", "billiga": "billig", "billigare": "billig", "billigast": "billig",
    "servera": "servera", "serverar": "servera", "serveras": "servera",
}  # fmt: skip
HYPHENS = re.compile("[-\u2010\u2011\u2013]")
LONGEST_ABBREVIATION = 4
DIGIT = re.compile(r"\d")
LETTERS_OR_DIGITS = re.compile(r"\d+|\D+")
STOPWORDS = frozenset(
    """och i på att för av som med till en ett det den de är om från vid eller där hur vad vi ni kan har inom mellan genom
    under över the of and in on to for with by from at is are or which that as an a be how what we""".split()  # noqa: SIM905  a text is easier to read and to add to
)

SELF_EVIDENT = frozenset({"nätverk", "network", "networks"})
"""The stems of what all are that can be found: telling only when nothing else is asked for."""

_snowball = {SWEDISH: Stemmer.Stemmer("swedish"), ENGLISH: Stemmer.Stemmer("english")}


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return what all forms of a folded word share: ``livsmedlen`` and ``livsmedlets`` both give ``livsmedl``.

    Swedish is stemmed until nothing more comes off, as Snowball alone leaves definite and neuter endings on many words
    (``klimatet``, ``hållbart``, ``skolan``), and the e that comes and goes (medel, medlen) is left out.
    """
    if language == ENGLISH:
        return ABBREVIATIONS_S.sub("", _snowball[ENGLISH].stemWord(word))
    return IRREGULAR.get(word) or _swedish_stem(word)


def _swedish_stem(word: str) -> str:
    word, before = LATIN.sub("", word), ""
    while word != before and len(word) > SHORTEST_STEM:
        if KEPT_OR.search(word):
            return KEPT_OR.sub("or", word)
        if KEPT_ENHET.search(word):
            return KEPT_ENHET.sub("enhet", word)
        before, word = word, _snowball[SWEDISH].stemWord(UNENDED.sub(r"\1\2", word))
        for ending in SWEDISH_ENDINGS:
            if len(word) > SHORTEST_STEM + 1:
                word = ending.sub("", word)
    return DOUBLED_WITHIN.sub("", word)


def chunks(text: str) -> list[tuple[str, ...]]:
    """Return the folded words of a text in order, each as the parts it is written in.

    ``it-drift`` is ``("it", "drift")``, and ``AB 04`` and ``AB04`` both are ``("ab", "04")``.
    """
    if not HYPHENS.search(text) and not DIGIT.search(folded := fold(text)):
        return [(word,) for word in folded.split()]
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
