"""A need in somebody's own words: which of them tell what it is about."""

from dataclasses import dataclass
from functools import lru_cache

from directory.finding.words import ENGLISH, SELF_EVIDENT, STOPWORDS, SWEDISH, chunks, stem
from directory.text import LONGEST_QUERY

IT_IN_ENGLISH = (ENGLISH, "it")
LONGEST_NEED = 3 * LONGEST_QUERY
MOST_TELLING = 40
"""How many letters of a need are read, and how many of its words are used."""

# Said in needs about anything: telling only beside other words, as fler in fler anbud.
# In their dictionary forms or as they are mostly written; compared by stem.
FILLERS = {
    SWEDISH: """
        aktuell aldrig alla allmän allt alltför alltid andra annan annat anse anser anställd antal använda använder
        arbeta arbetar arbete avstånd bara be behov behöva behöver bero beskriva bestämma betyda bild bilda billig
        bjuda bland bli blir bolla borde bra bryr bryta bygga byta byter både bättre bör börja börjar dag dagar dags
        del dela delta dem denna dess dessa detta dig din direkt diskutera ditt driva du dålig dåligt effektiv
        effektivitet egen egentligen eget egna enda enkel enkelt enligt er era erbjuda erfaren erfarenhet
        erfarenhetsutbyte ert exempel faktiskt fall fast fastställa fem finna finnas finns fler flera folk formulera
        fortfarande forum fram fråga full fundera fungera funka fyra få får fått följa följer följs första ges gjorde
        gjort god goda gott grund grupp gå gång gången gånger går gälla gäller gärna gör göra ha hade haft handla
        handläggare hantera hej hela helst helt hitta hjälp hoppas hos hålla hända hänga här hög höger högre höja höra
        idag igen in inför införa ingen inget ingå innan innebära inte intresserad istället jag jobb jobba ju just
        jämför jämföra kanske klaga klara kolla kolleger kollegor kom komma kommer konkret kontakt kontakta kosta
        kring krona kronor kräva kunde kunna kvar känna känns lagom leda leta ligga ligger liknande lite liten litet
        liv lyckas lyckats låg lång låta låter lägga lägre lämna länge längre lära lätt lösa löser lösning man med
        medan men mena menar mer mest mig miljon miljoner min minns minska mitt moment mot mvh mycket mål måla
        målgrupp många måste människa märka möjlig möjlighet mötas möte möten namn ned ner nu nuförtiden ny nyss nytt
        nå någon något några när nästa nödvändig ofta okej olika omkring ordentlig organisation oss osv pengar person
        planera plats praktiskt prata problem procent process på pågå påverka redan rekommendera resultat riktig
        riktigt ringa runt rutin rutiner råd räcka räkna rätt sak saker samma samt se sedan sen senare senast senaste
        ser ses sett sex sig sin sina sist sitt sitta sitter situation sju sjunka själv ska skaffa skall skapa ske
        skicka skilja skriva skulle slag slippa sluta smart små snabbt snarare snart som stanna starta stoppa stor
        stora stå står ställa ständigt stöd stödja större svar svara svår svårt syfte syn så sådan sådana säga säger
        säkerställa sällan sätt sätta söka söker ta tack tala tanke tar tid till tio tips tog totalt tre tredje tro
        tror trots träffa tusen två tycka tydlig typ tyvärr tänk tänka undersöka undra undvika upp uppdatera uppe
        uppnå ut utan utanför utbyta utbyte utföra utveckla utöver vad vana vanlig var vara varandra varför varit
        varje vart vecka vem verka verklig verkligen verksamhet vet veta vettig vi vidare viktig viktigt vilja vilka
        vilken vilket vill vinna visa viss vissa våga vår våra vårt väl välja vänja vänlig värd år åstadkomma åt
        åtgärd åtta ägna ämne än ändå även öka önska över""",
    ENGLISH: """
        about after again ago all already also always am among and another any anybody anyone anything around ask back
        based because become been before began begin being believe best better between big bigger both bring but came
        can cannot certain come compare contact could current currently day days depend did different difficult
        discuss do does doing done during each easy either else end even every everybody everyone example examples
        exchange experience fact far feel few find finding first found friendly full get getting give given go going
        good got group groups had happen happy hard has have having he hear heard hello help her here hi him his hope
        hundred i idea ideas if important include including interested interesting into issue issues it its itself
        join just keep kind know large last later learn learning least left less let life like likely live lives look
        looking lot love made main make making many may me mean means meet meeting method methods might money month
        months more most much must my name near need needs network networks new next no nor not nothing now number off
        often once one only other others our ours out over own part peer peers people person place point possible
        problem problems provide put question questions rather reach real really recent recently result results right
        run running same say see seek seeking seeks set several shall share she should show side similar simple since
        situation small so solve some someone something soon sort start starting stay step still such suggestion
        suggestions sure take talk tell than thank thanks them then there these they thing things think this those
        thought three through time times today told too touch toward tried true try trying turn two type under
        understand until up us use used useful using various very want wants was way ways week weeks well were
        whatever when where whether while who whole whom whose why will wish without word work working world worry
        worth would write writing written wrong year years yes yesterday yet you your""",
}  # fmt: skip
# Swedish words of their own that share a stem with one that tells nothing: fastighet with fast.
TELLING = """
    bygg byggande bygge byggen bygger bygget daglig dagliga fastighet fastigheten fastigheter fastigheterna kost kosten
    lokaler lokalerna lärare lärarna offentlighet rättighet rättigheter tanka utförare utförarna"""
# What all needs here are about: telling only beside other words.
PLAIN = {
    SWEDISH: """
        anbud avtal beställare förvaltning gemensam ihop inköp inköpare kommun kommunal kontrakt krav kravställa köp
        köpa landsting leverantör lokal lou luf myndighet nationell offentlig organisation produkt region regional
        samarbete samverkan statlig svensk sverige system tillsammans tjänst tjänster upphandla upphandlare
        upphandling vara varor villkor""",
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
        if word in STOPWORDS or (language, word) == IT_IN_ENGLISH or (len(parts) == 1 and stem(word, SWEDISH) in SELF_EVIDENT):
            continue
        (plain if any(_is_among(lists, word, language) for lists in (FILLERS, PLAIN)) else telling)[parts] = None
    if language == ENGLISH and "IT" in text.split():
        telling["it",] = None
    return Told(tuple(telling)[:MOST_TELLING], tuple(plain)[:MOST_TELLING], language, tuple(telling)[MOST_TELLING:])


def language_of(text: str) -> str:
    """Return the language whose small words stand oftener in the text; Swedish when none do."""
    words = ["".join(parts) for parts in chunks(text)]
    return max((SWEDISH, ENGLISH), key=lambda language: sum(word in _small_words()[language] for word in words))


def _is_among(lists: dict[str, str], word: str, language: str) -> bool:
    if word in _spellings(TELLING):
        return False
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
