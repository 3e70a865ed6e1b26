"""A need in somebody's own words: which of them tell what it is about."""

from dataclasses import dataclass
from functools import lru_cache

from directory.finding.words import ENGLISH, SELF_EVIDENT, STOPWORDS, SWEDISH, chunks, stem
from directory.text import LONGEST_QUERY

LONGEST_NEED = 3 * LONGEST_QUERY
MOST_TELLING = 40
"""How many letters of a need are read, and how many of its words are used."""

# Said in needs about anything. In their dictionary forms or as they are mostly written; compared by stem.
FILLERS = {
    SWEDISH: """
        alla allt alltid andra annan annat använda använder arbeta arbetar arbete bara behov behöva behöver bjuda
        bland bli blir bolla bra bryta bygga byta byter bättre både bör börja börjar del dela delta dem denna dess
        dessa detta dig din diskutera ditt du egen eget egna enda er era erbjuda erfaren erfarenhet erfarenhetsutbyte
        ert exempel faktiskt fall fast finna finnas finns fler flera forum fram fråga få får fått följa följer följs
        första ges gjorde gjort grupp gälla gäller gärna gå gång går gör göra ha hade haft hantera helst helt hitta
        hjälp hos här hålla hög höra idag in inför införa ingen inget ingå innan inte intresserad jag jobba ju just
        jämföra klara kolleger kollegor kom komma kommer kontakt kontakta kring kräva kunde kunna känna lagom leda
        ligga lite liten litet lyckas lyckats lämna längre lära lätt lösa löser lösning man med medan men mer mest mig
        min mitt mot mycket märka mål måla många måste möjlig möjlighet mötas möte möten ned ner nu ny nytt när nå
        någon något några ofta olika organisation oss osv planera praktiskt prata problem process på redan resultat
        rutin rutiner räcka räkna rätt råd sak saker samma samt se sedan sig sin sina sitt sitta sitter själv ska
        skall skriva skulle slag sluta små snabbt som starta stor stora ställa stöd stödja större svår svårt syfte syn
        sällan sätt sätta så sådan sådana söka söker ta tack tala tanke tar tid till tips tog träffa tycka tänka undra
        undvika upp uppe uppnå ut utan utbyta utbyte utföra utveckla utöver vad var vara varandra varför varit varje
        vart vem verksamhet veta vi vidare viktig viktigt vilja vilka vilken vilket vill visa viss vissa väl välja vår
        våra vårt ämne än ändå även åstadkomma åt åtgärd över""",
    ENGLISH: """
        about after all already also am among and any anyone anything around ask back because been before being best
        better between big bigger both but can cannot come compare contact could did discuss do does doing done during
        each either else even every everyone example examples exchange experience few find finding first found get
        getting give go going good got group groups had has have having he help her here him his i idea ideas if into
        it its itself join just keep know large learn learning less let like look looking made make making many may me
        meet meeting method methods might more most much must my need needs network networks new no nor not now off
        often once one only other others our ours out over own part peer peers people possible question questions
        rather reach really right same say see seek seeking seeks several shall share she should show since small so
        solve some someone something soon start starting still such take talk tell than thank them then there these
        they thing things think this those through too touch toward try trying under until up us use used using very
        want wants was way ways well were when where whether while who whole whom whose why will wish work working
        would yes yet you your""",
}  # fmt: skip
# What all needs here are about: telling only beside other words.
PLAIN = {
    SWEDISH: """
        anbud avtal beställare förvaltning gemensam ihop inköp inköpare kommun kontrakt krav kravställa köp köpa
        landsting leverantör lokal lou luf myndighet nationell offentlig organisation produkt region samarbete
        samverkan svensk sverige system tillsammans tjänst tjänster upphandla upphandlare upphandling vara varor
        villkor""",
    ENGLISH: """
        agency authority buy buyer buying contract countries country goods joint local municipal municipality national
        procure procurement procuring product products public purchase purchaser purchasing region regional
        requirement requirements service services shared solution solutions supplier sweden swedish system tender
        tendering together vendor""",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a need, each in the parts it was written in: those that tell, and those that tell only beside others.

    ``left_out`` are those that would tell, beyond the forty that are used.
    """

    telling: tuple[tuple[str, ...], ...] = ()
    plain: tuple[tuple[str, ...], ...] = ()
    language: str = SWEDISH
    left_out: tuple[tuple[str, ...], ...] = ()


def told(text: str) -> Told:
    """Return what somebody's own words tell."""
    language, telling, plain = language_of(text), {}, {}
    for parts in chunks(text):
        word = "".join(parts)
        if word in STOPWORDS or _is_among(FILLERS, word, language) or (len(parts) == 1 and stem(word, SWEDISH) in SELF_EVIDENT):
            continue
        (plain if _is_among(PLAIN, word, language) else telling)[parts] = None
    if language == ENGLISH and "IT" in text.split():
        telling["it",] = None
    return Told(tuple(telling)[:MOST_TELLING], tuple(plain)[:MOST_TELLING], language, tuple(telling)[MOST_TELLING:])


def language_of(text: str) -> str:
    """Return the language whose small words stand oftener in the text; Swedish when none do."""
    words = ["".join(parts) for parts in chunks(text)]
    return max((SWEDISH, ENGLISH), key=lambda language: sum(word in _small_words()[language] for word in words))


def _is_among(lists: dict[str, str], word: str, language: str) -> bool:
    return word in _spellings(lists[language]) or stem(word, language) in _stems(lists[language], language)


@lru_cache
def _spellings(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


@lru_cache
def _stems(listed: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in listed.split() if len(word) > 3)


@lru_cache
def _small_words() -> dict[str, frozenset[str]]:
    """Return words of one language only that hardly any text goes without."""
    shared = _spellings(FILLERS[SWEDISH]) & _spellings(FILLERS[ENGLISH])
    both = {
        SWEDISH: "och att är av för som med till ett det den från vid hur vad vi ni kan inom mellan utan på",
        ENGLISH: "the of and to by with is are which that as an how what we for",
    }
    return {language: (_spellings(FILLERS[language]) | frozenset(small.split())) - shared for language, small in both.items()}
