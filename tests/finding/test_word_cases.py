"""Which texts a search finds and which it does not, case by case."""

import pytest
from django.db import transaction

from directory.finding import Criteria, Snapshot, find
from directory.models import Revision
from tests.factories import make_network

pytestmark = pytest.mark.django_db

SWEDISH = {
    "nouns in -or": """
        skola → Vi besöker skolorna i grannkommunen.
        skolor → Varje skola har sin egen buss.
        skolans → Vi har en skolchef och skolor.
        källa → Uppgifternas källor anges alltid.
        veckan → Det tar två veckor.
        gata → Gatornas belysning byts ut.
        människor → Varje människas behov räknas.
        resor → Tjänsteresan bokas gemensamt.
    """,
    "nouns in -ar": """
        bil → Bilarna byts vart fjärde år.
        väg → Drift av vägarna norr om älven.
        upphandling → Upphandlingarnas mål följs upp.
        upphandlingsenhet → Upphandlingsenheterna i länet.
        billigare → Det blev billigt.
        upphandlingar → Den senaste upphandlingens lärdomar.
        utbildning → Utbildningarna hålls på distans.
        tävlingen → En tävling om arkitektur.
        vinter → Vintrarnas halkbekämpning samordnas.
        sommaren → Under somrarna är det uppehåll.
    """,
    "nouns in -er": """
        kommun → Kommunernas inköpare träffas.
        region → Mellan regionerna delas mallar.
        leverantör → Leverantörernas villkor jämförs.
        myndighet → Flera myndigheters jurister deltar.
        entreprenad → Entreprenaderna pågår i flera år.
        tjänst → Tjänsterna köps på timme.
        bok → Böckerna köps till biblioteken.
        böcker → En handledning i form av en bok.
        land → Ländernas lagar skiljer sig åt.
        stad → Mellan städerna vid kusten.
        händer → Rena händers betydelse.
        natt → Arbete under nätterna.
        kriterium → Kriterierna ses över varje höst.
        kriterier → Ett enda kriterium avgör.
        kriteriet → Nya kriterier tas fram.
        museum → Museerna delar erfarenheter.
        museer → Ett litet museum är värd.
        batteri → Batterierna laddas om natten.
        sekt → En liten sekt.
    """,
    "nouns in -r": """
        sko → Skor och stövlar till personalen.
        kemikalie → Kemikalierna fasas ut.
        studie → Studierna redovisas öppet.
        linje → Linjerna trafikeras dagligen.
    """,
    "nouns in -n": """
        möte → Mötena hålls i Uppsala.
        möten → Nästa möte är i Falun.
        område → Områdenas gränser ritas om.
        äpple → Äpplena kommer från Kivik.
        arbetet → Allt arbete sker i grupp.
        företag → Företagens frågor besvaras.
    """,
    "nouns without an ending": """
        avtal → Avtalens längd varierar.
        avtalet → Vi skriver avtal ihop.
        barn → Barnens lekplatser ses över.
        barnet → Allt är till för barn.
        hus → Husens tak målas om.
        krav → Kraven ställs gemensamt.
        projekt → Projektet avslutas i vår.
        projektet → Tre projekt har startats.
        kontrakt → Kontraktets bilagor är många.
        kontraktet → Ett kontrakt i taget.
        dokument → Dokumenten sparas i tio år.
        dokumentet → Alla dokument delas.
        namn → Namnet valdes av medlemmarna.
        rum → Rummen städas varje kväll.
        hem → Hemmen för äldre.
        upphandlare → Upphandlarnas vardag underlättas.
        upphandlarna → En ensam upphandlare får stöd.
        lärare → Lärarnas datorer leasas.
        program → Programmets andra del är digital.
        system → Systemens ägare bjuds in.
        nätverk → Nätverkets mål är kunskap.
    """,
    "an e that comes and goes": """
        livsmedel → Livsmedlen kommer från gårdar i länet.
        livsmedlen → Livsmedel från gårdar nära oss.
        läkemedel → Läkemedlens miljöpåverkan minskas.
        hjälpmedlen → Hjälpmedel för syn och hörsel.
        medel → Medlen fördelas en gång om året.
        nyckel → Nycklar lämnas ut i receptionen.
        nycklarna → Samarbete är en nyckel till framgång.
        fönster → Fönstren isoleras före oktober.
        fönstret → Trasiga fönster lagas.
        vatten → Vattnet renas i två steg.
        vattnets → Rent vatten åt alla.
        dricksvatten → Dricksvattnet provtas.
        papper → Pappret återvinns.
        nummer → Numret står på fakturan.
        register → Registret över anläggningar.
        center → Centret invigdes i fjol.
        kabel → Kablarna grävs ned.
        möbler → Varje möbel lagas.
        cykel → Cyklarnas service upphandlas.
        regel → Reglerna förenklas.
        artikel → Artiklarnas priser jämförs.
        exempel → Exemplen är goda.
        handel → Handeln med utsläppsrätter.
        tecken → Tecknet för återvinning.
    """,
    "adjectives": """
        hållbar → Ett hållbart val.
        hållbart → Den hållbara staden.
        hållbara → Allt hållbarare byggen.
        grön → Ett grönt tak.
        gröna → Mycket grönt i rabatten.
        social → Socialt ansvar i leden.
        cirkulär → Cirkulärt byggande.
        strategisk → Strategiskt viktiga frågor.
        digital → Digitala anbud.
        gemensam → Gemensamma mallar.
        offentlig → De offentligas villkor.
        säker → Säkra leveranser.
        säkert → En säker kedja.
        öppen → Öppna data.
        öppna → En öppen krets.
        enkel → Enkla formulär.
        innovativ → Innovativt tänkande.
        statlig → Det statliga området.
        ny → Nytt från domstolarna.
        svensk → Svenskt kött.
    """,
    "verbs": """
        upphandla → De upphandlar tillsammans.
        upphandlade → Vi ska upphandla el.
        samverkar → De samverkade i flera år.
        samordna → Transporterna samordnades.
        utveckla → Metoden utvecklas.
        köper → Att köpa begagnat.
        granska → Två jurister granskade anbuden.
        jämför → Att jämföra priser.
    """,
    "compounds: a part finds the whole": """
        styrning → Leverantörsstyrning är vårt ämne.
        leverantör → Vi arbetar med leverantörsuppföljning.
        måltid → Skolmåltiderna lagas från grunden.
        måltider → Lunchen är en skolmåltid.
        upphandling → Fordonsupphandling vartannat år.
        fordon → En stor fordonsupphandling.
        avtal → Ramavtalen löper ut.
        inköp → Livsmedelsinköpen ökar.
        livsmedel → Ett livsmedelsinköp om dagen.
        transport → Varutransporternas utsläpp minskar.
        städning → Kontorsstädningen sköts i egen regi.
        rätt → Upphandlingsrätten förändras.
        kriterier → Hållbarhetskriterierna skärps.
        hållbarhet → Ett nytt hållbarhetskriterium.
        chef → Inköpschefernas träff.
        inköp → Alla inköpschefer är välkomna.
        byggnad → Träbyggnaderna är flera.
        jurist → Upphandlingsjuristerna möts.
        vatten → Grundvattnet skyddas.
        ledare → En ny projektledare.
        klimat → Arbetet gäller klimatpåverkan.
        arbete → Gott förändringsarbete.
        kläder → Arbetskläderna tvättas.
        el → Elhandelsbolag och solceller.
    """,
    "compounds: the whole finds its parts": """
        livsmedelsinköp → Vi stöder inköp av livsmedel.
        leverantörsstyrning → Styrning av varje leverantör.
        skolmåltider → Måltiden i skolan är viktig.
        fordonsupphandling → En upphandling av fordon.
        avtalsuppföljning → Uppföljning av tecknade avtal.
        möbelinköp → Inköp av begagnade möbler.
        klimatkrav → Krav som tar hänsyn till klimatet.
        kommunförbund → Ett förbund där varje kommun ingår.
        systemförvaltning → Förvaltning av gemensamma system.
        vägunderhåll → Underhåll av väg och bro.
    """,
    "hyphens, digits and abbreviations": """
        it-drift → Vi sköter itdrift åt tre kommuner.
        itdrift → Gemensam it-drift sedan 2015.
        drift → Vår it-drift är delad.
        it → En it-strategi för alla.
        e-handel → Ehandeln växer.
        ehandel → Vi inför e-handel.
        e‑handel → Stöd för e-handel med hårt bindestreck i frågan.
        lou → Vi tolkar LOU tillsammans.
        LOU → Frågor om Lou och dess förarbeten.
        L.O.U. → Vi läser L.O.U. högt.
        AB 04 → Entreprenader enligt AB04.
        AB04 → Entreprenader enligt AB 04.
        ab 04 → Tolkning av AB 04, kapitel fyra.
        ABT 06 → Totalentreprenad enligt ABT06.
        ISO 14001 → Certifierade enligt ISO 14001.
        ISO14001 → Miljöledning enligt ISO 14001.
        AI → Hur AI ändrar inköpen.
        cpv 15 → Varor inom CPV 15.
        3D-skrivare → Skrivare för 3D-modeller, alltså en 3D-skrivare.
        2014/24/EU → Enligt direktiv 2014/24/EU.
        covid → Lärdomar av covid-19.
        covid19 → Inköp under covid-19.
        gasavtal → El- och gasavtal för regionen.
        IT → IT- och telefoniavtal.
    """,
    "å, ä and ö left out": """
        leverantor → Varje leverantör får återkoppling.
        maltid → En måltid om dagen lagas.
        hallbart → Hållbart resande.
        halsa → Hälsa och arbetsmiljö.
        upphandlingsomrade → Varje upphandlingsområde har en grupp.
        oppen → En öppen inbjudan.
        fonster → Fönster av trä.
        miljo → Miljö och klimat.
        vasteras → Möten i Västerås.
        Angelholm → Värd är Ängelholm.
        Ostersund → Resan till Östersund.
        ovrigt → Övrigt diskuteras sist.
        foreningar → Föreningarna i bygden.
        styrnatverk → Ett styrnätverk tillsätts.
    """,
    "one letter, many ways to write it": """
        livsmedel → LIVSMEDEL I VERSALER
        LIVSMEDEL → livsmedel i gemener
        å\u0308ldre → Text med a\u030a\u0308ldre i.
        a\u030aldrar → Alla åldrar deltar.
        ålder → Minsta a\u030alder är arton.
        mo\u0308bler → Möbler av lärk.
        möte → Ett mo\u0308te i delar.
        Ｕｐｐｓａｌａ → Kontoret i Uppsala.
        Uppsala → Nya Ｕｐｐｓａｌａ väntar.
        ｌｏｕ → Kurs i LOU på våren.
        ﬁnansiering → Finansiering av stadsdelar.
        finansiering → Gemensam ﬁnansiering med ligatur.
        café → Vi ses på ett cafe.
        cafe → Vi ses på ett café.
        Köbenhavn → Studieresa till København.
        Ærø → Färjan till Ærø.
        strasse → En bro vid Lange Straße.
        MÖBELINKÖP → Möbelinköp med återbruk.
    """,
    "one typo": """
        upphandlng → Offentlig upphandling av el.
        uphandling → Statlig upphandling av kaffe.
        upphandlinng → Regional upphandling av salt.
        upphadnling → Lokal upphandling av sand.
        levernatör → En trogen leverantör.
        livsmdel → Svenska livsmedel i köket.
        livsmedwl → Frysta livsmedel i parti.
        kommmun → Värd är en liten kommun.
        entrepenad → Entreprenad på entreprenad.
        entrepernör → Varje entreprenör är med.
        hållbrahet → Hållbarhet i varje led.
        skolmåltidr → Skolmåltider för tusen barn.
        ramvtal → Ett ramavtal om pennor.
        byggnd → En byggnad av tegel.
        ekologsk → Ekologisk odling.
    """,
    "two typos": """
        uphandlng → Snabb upphandling av snö.
        leverantörsuppföjlnign → Tät leverantörsuppföljning.
        hålbarhte → Social hållbarhet.
        entreprnöör → En ensam entreprenör.
        ekologsikt → Ekologiskt bröd.
        byggandsminne → Ett byggnadsminne vårdas.
        livsmeddell → Torra livsmedel.
        kommunalförbnud → Ett kommunalförbund i norr.
    """,
    "a typo and no å, ä or ö": """
        leverntorer → Leverantörer i alla storlekar.
        halbarhet → Ekonomisk hållbarhet.
        foreninggar → Ideella föreningar.
    """,
    "several words and signs": """
        skola mat → Mat i varje skola.
        mat i skolan → Skola med egen mat.
        "offentlig upphandling" → En dag om offentlig upphandling.
        ”offentlig upphandling” → Råd om offentlig upphandling.
        "OFFENTLIG upphandling" el → Om offentlig upphandling av el.
        "it-drift i kommuner" → Handbok för it-drift i kommuner.
        skola -museum → En skola för vuxna.
        skola -"två ord" → En skola för unga.
        skola, mat! → (Mat) & skola?
        skola/mat → Skola och mat i ett.
        skola_mat → Skolan bjuder på mat.
        och skola → Endast skola.
    """,
}
ENGLISH = {
    "English": """
        supplier → Suppliers are met twice a year.
        suppliers → One supplier at a time.
        city → Cities learn from each other.
        cities → A city on the coast.
        procurement → Public procurements are discussed.
        procuring → How cities procure together.
        meeting → Meetings are held online.
        buyers → A buyer of food.
        sustainable → Sustainably sourced.
        policies → A policy for textiles.
        policy → Policies for transport.
        authority → Contracting authorities compare prices.
        innovation → Innovations in care.
        children → Food for children.
        child → Child care services.
        bus → Buses without fuel.
        colour → Paint of any colour.
        tendering → They tender once.
        e-procurement → An introduction to eprocurement.
        frameworks → A framework agreement.
        women → Women in construction.
        SMEs → Help for any SME.
        procuremnt → Joint procurement of vaccines.
        sustainabilty → Social sustainability.
        goverment → Local government units.
        "public buyers" → A forum for public buyers.
    """,
}
BEING_TYPED = """
    upph → En upphandling i taget.
    livsm → Billiga livsmedel.
    leverantörs → Sträng leverantörsstyrning.
    le → Träff med leverantörer.
    skola livs → En skola med livsmedel.
    hall → Hållbara val.
    it-d → Säker it-drift.
    AB 0 → Enligt AB 04 igen.
    Up → Vi ses i Uppsala.
    proc → Upphandling heter procurement.
"""
MISSED = {
    "letters of their own": """
        bär → Mötet slutar i en bar.
        mål → Skydd mot mal.
        råd → En lång rad.
        höst → Ett förslag om host.
        rör → Mest ror vi.
        hår → Jag har en plan.
    """,
    "letters inside a word": """
        rum → Ett instrument för alla.
        form → Mest information.
        tal → Ett digitalt avtal.
        art → Starten är klar.
        ras → Ny infrastruktur.
        ren → Konkurrensen ökar.
        land → Den upphandlande enheten.
        pris → Ett enterprisesystem.
        all → En upphandlare är här.
    """,
    "other words": """
        lager → En ny lag.
        lag → Ett stort lager.
        medlem → Ett bra medel.
        medel → En ny medlem.
        kommun → Kommunikation är allt.
        region → Filmens regissör.
        register → En regional plan.
        vatten → Brandvakten är här.
        konsult → Konsumtionen minskar.
        nummer → Nu är det november.
        offert → Det offentliga Sverige.
        byggnad → En byggd miljö.
        sekt → Den offentliga sektorn.
        AB 04 → Enligt AB 06.
        ISO 14001 → Enligt ISO 9001.
    """,
    "some of the words": """
        skola museum → Bara en skola.
        fordonsupphandling → Bara ett fordon.
        upphandlingsenhet → En upphandling i taget.
        god → Gods till lagret.
        it-drift → Bara drift.
    """,
    "signs": """
        "offentlig upphandling" → Upphandling i offentlig regi.
        "offentlig upphandling" → Offentlig, grön upphandling.
        "mat skola" → Skola mat.
        skola -mat → Mat i en skola.
        skola -mat → Maten i skolan.
        skola -"mat och dryck" → En skola, mat och dryck.
        -skola → Skolorna är fem.
    """,
    "nonsense": """
        xyzzy → Vi lär av varandra.
        qwrtpsdf → Vi lär oss mycket.
        ... → Vi lär oss mer.
        !!! → Vi lär oss mest.
        och i på → Och i på av.
        zzzzzzzz → Vi sover aldrig.
    """,
}


def cases(groups: dict[str, str], language: str) -> list:
    """Return (query, text, language) of each line of ``groups``, named by its group."""
    lines = [(group, *line.strip().split(" → ")) for group, block in groups.items() for line in block.strip().splitlines()]
    return [pytest.param(query, text, language, id=f"{group}: {query} → {text}") for group, query, text in lines]


FOUND = [*cases(SWEDISH, "sv"), *cases(ENGLISH, "en")]
TYPED = cases({"being typed": BEING_TYPED}, "sv")
NOT_FOUND = cases(MISSED, "sv")
RANKED = [
    # query, what comes first, what comes after
    ("bar", "Det finns en bar.", "Det finns en bär."),
    ("maltid", "Det finns en maltid.", "Det finns en måltid."),
    ("varlden", "Det finns en varld.", "Det finns en värld."),
    ("kedja", "Det finns en kedja.", "Det finns en leverantörskedja."),
    ("leverantörskedja", "Se på leverantörskedja.", "Se på leverantör, kedja."),
]


@pytest.fixture(scope="module")
def snapshot(django_db_setup, django_db_blocker):
    """One network for each text, its text being its purpose."""
    texts = {(text, language) for case in (*FOUND, *TYPED, *NOT_FOUND) for _query, text, language in [case.values]}
    texts |= {(text, "sv") for _query, first, second in RANKED for text in (first, second)}
    with django_db_blocker.unblock(), transaction.atomic():
        for number, (text, language) in enumerate(sorted(texts)):
            make_network(name="Prov", slug=f"prov-{number}", purpose=text, language=language)
        yield Snapshot.build(Revision.current())
        transaction.set_rollback(True)


def texts_found(snapshot: Snapshot, query: str, *, is_being_typed: bool = False) -> list[tuple[str, str]]:
    found = find(snapshot, Criteria(text=query, is_being_typed=is_being_typed))
    return [(network.purpose, network.language) for network in found.networks]


def test_there_are_150_cases_to_find_and_30_to_miss():
    assert len(FOUND) + len(TYPED) >= 150
    assert len(NOT_FOUND) >= 30


@pytest.mark.parametrize(("query", "text", "language"), FOUND)
def test_a_text_is_found(snapshot, query, text, language):
    assert (text, language) in texts_found(snapshot, query)


@pytest.mark.parametrize(("query", "text", "language"), TYPED)
def test_a_text_is_found_while_its_word_is_being_typed(snapshot, query, text, language):
    assert (text, language) in texts_found(snapshot, query, is_being_typed=True)


@pytest.mark.parametrize(("query", "text", "language"), NOT_FOUND)
def test_another_text_is_not_found(snapshot, query, text, language):
    assert (text, language) not in texts_found(snapshot, query)


@pytest.mark.parametrize("query", ["xyzzy", "qwrtpsdf", "zzzzzzzz", "...", "och i på", "🙂", "-", '""'])
def test_nonsense_finds_nothing(snapshot, query):
    assert texts_found(snapshot, query) == []


@pytest.mark.parametrize(("query", "first", "second"), RANKED)
def test_the_better_reading_comes_first(snapshot, query, first, second):
    found = [text for text, _language in texts_found(snapshot, query) if text in (first, second)]

    assert found == [first, second]
