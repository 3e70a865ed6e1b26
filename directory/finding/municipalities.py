"""The 290 municipalities of Sweden by the code of their county, as they are called."""

from directory.text import fold

IN_COUNTIES = {
    "SE-AB": """Botkyrka, Danderyd, Ekerö, Haninge, Huddinge, Järfälla, Lidingö, Nacka, Norrtälje, Nykvarn, Nynäshamn, Salem,
        Sigtuna, Sollentuna, Solna, Stockholm, Sundbyberg, Södertälje, Tyresö, Täby, Upplands Väsby, Upplands-Bro, Vallentuna,
        Vaxholm, Värmdö, Österåker""",
    "SE-C": "Enköping, Heby, Håbo, Knivsta, Tierp, Uppsala, Älvkarleby, Östhammar",
    "SE-D": "Eskilstuna, Flen, Gnesta, Katrineholm, Nyköping, Oxelösund, Strängnäs, Trosa, Vingåker",
    "SE-E": """Boxholm, Finspång, Kinda, Linköping, Mjölby, Motala, Norrköping, Söderköping, Vadstena, Valdemarsvik, Ydre,
        Åtvidaberg, Ödeshög""",
    "SE-F": """Aneby, Eksjö, Gislaved, Gnosjö, Habo, Jönköping, Mullsjö, Nässjö, Sävsjö, Tranås, Vaggeryd, Vetlanda,
        Värnamo""",
    "SE-G": "Alvesta, Lessebo, Ljungby, Markaryd, Tingsryd, Uppvidinge, Växjö, Älmhult",
    "SE-H": """Borgholm, Emmaboda, Hultsfred, Högsby, Kalmar, Mönsterås, Mörbylånga, Nybro, Oskarshamn, Torsås, Vimmerby,
        Västervik""",
    "SE-I": "Gotland",
    "SE-K": "Karlshamn, Karlskrona, Olofström, Ronneby, Sölvesborg",
    "SE-M": """Bjuv, Bromölla, Burlöv, Båstad, Eslöv, Helsingborg, Hässleholm, Höganäs, Hörby, Höör, Klippan, Kristianstad,
        Kävlinge, Landskrona, Lomma, Lund, Malmö, Osby, Perstorp, Simrishamn, Sjöbo, Skurup, Staffanstorp, Svalöv, Svedala,
        Tomelilla, Trelleborg, Vellinge, Ystad, Åstorp, Ängelholm, Örkelljunga, Östra Göinge""",
    "SE-N": "Falkenberg, Halmstad, Hylte, Kungsbacka, Laholm, Varberg",
    "SE-O": """Ale, Alingsås, Bengtsfors, Bollebygd, Borås, Dals-Ed, Essunga, Falköping, Färgelanda, Grästorp, Gullspång,
        Göteborg, Götene, Herrljunga, Hjo, Härryda, Karlsborg, Kungälv, Lerum, Lidköping, Lilla Edet, Lysekil, Mariestad, Mark,
        Mellerud, Munkedal, Mölndal, Orust, Partille, Skara, Skövde, Sotenäs, Stenungsund, Strömstad, Svenljunga, Tanum, Tibro,
        Tidaholm, Tjörn, Tranemo, Trollhättan, Töreboda, Uddevalla, Ulricehamn, Vara, Vårgårda, Vänersborg, Åmål, Öckerö""",
    "SE-S": """Arvika, Eda, Filipstad, Forshaga, Grums, Hagfors, Hammarö, Karlstad, Kil, Kristinehamn, Munkfors, Storfors,
        Sunne, Säffle, Torsby, Årjäng""",
    "SE-T": """Askersund, Degerfors, Hallsberg, Hällefors, Karlskoga, Kumla, Laxå, Lekeberg, Lindesberg, Ljusnarsberg, Nora,
        Örebro""",
    "SE-U": "Arboga, Fagersta, Hallstahammar, Kungsör, Köping, Norberg, Sala, Skinnskatteberg, Surahammar, Västerås",
    "SE-W": """Avesta, Borlänge, Falun, Gagnef, Hedemora, Leksand, Ludvika, Malung-Sälen, Mora, Orsa, Rättvik, Smedjebacken,
        Säter, Vansbro, Älvdalen""",
    "SE-X": "Bollnäs, Gävle, Hofors, Hudiksvall, Ljusdal, Nordanstig, Ockelbo, Ovanåker, Sandviken, Söderhamn",
    "SE-Y": "Härnösand, Kramfors, Sollefteå, Sundsvall, Timrå, Ånge, Örnsköldsvik",
    "SE-Z": "Berg, Bräcke, Härjedalen, Krokom, Ragunda, Strömsund, Åre, Östersund",
    "SE-AC": """Bjurholm, Dorotea, Lycksele, Malå, Nordmaling, Norsjö, Robertsfors, Skellefteå, Sorsele, Storuman, Umeå,
        Vilhelmina, Vindeln, Vännäs, Åsele""",
    "SE-BD": """Arjeplog, Arvidsjaur, Boden, Gällivare, Haparanda, Jokkmokk, Kalix, Kiruna, Luleå, Pajala, Piteå, Överkalix,
        Övertorneå, Älvsbyn""",
}
OTHERWISE_WRITTEN = {"falu": "falun", "gothenburg": "göteborg"}
ALSO_A_WORD = frozenset("ale berg boden eda habo kil klippan köping mark mora nora sala salem säter trosa vara".split())  # noqa: SIM905
"""Names that mean something else besides, and are taken for a municipality only before the word kommun or municipality."""
SAID_AFTER = frozenset("kommun kommuns municipality".split())  # noqa: SIM905

COUNTY_OF = {fold(name): county for county, names in IN_COUNTIES.items() for name in names.split(",")}
LONGEST = max(len(name.split()) for name in COUNTY_OF)


def counties_of_municipalities(words: list[str]) -> set[str]:
    """Return the counties (codes) of the municipalities that folded words name, in the genitive too."""
    found = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            name = _municipality(" ".join(words[start:end]))
            if name and (name not in ALSO_A_WORD or SAID_AFTER.intersection(words[end : end + 1])):
                found.add(COUNTY_OF[name])
    return found


def _municipality(phrase: str) -> str | None:
    forms = (phrase, phrase.removesuffix("s"), OTHERWISE_WRITTEN.get(phrase))
    return next((form for form in forms if form in COUNTY_OF), None)
