"""Where a need speaks of: counties, parts of the country and municipalities, but no word that only sounds like one."""

import json

import pytest

from directory.finding import TermEntry
from directory.finding.municipalities import ALSO_A_WORD, COUNTY_OF, IN_COUNTIES
from directory.finding.places import places
from directory.management.commands.start import SEED

pytestmark = pytest.mark.looks
REFERENCE = json.loads(SEED[0].read_text(encoding="utf-8"))
COUNTIES = {one["code"]: TermEntry(one["code"], one["name_sv"], one["name_en"]) for one in REFERENCE["counties"]}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("skolmat i Skåne", {"SE-M"}),
        ("vi i Solna behöver it-drift", {"SE-AB"}),
        ("Kirunas upphandlare, och Falu kommuns", {"SE-BD", "SE-W"}),
        ("snöröjning i Upplands Väsby och Malung-Sälen", {"SE-AB", "SE-W"}),
        ("Borås stad", {"SE-O"}),
        ("food in Gothenburg", {"SE-O"}),
        ("vi är Vara kommun", {"SE-O"}),
        ("municipality of Mora", set()),
        ("Mora municipality", {"SE-W"}),
        ("det ska vara bra mark, ett berg och en kil", set()),
        ("ett köp i köping", set()),
        ("MÖLNDAL,", {"SE-O"}),
        ("möln dal", set()),
    ],
)
def test_county_is_read_from_what_a_text_names(text, codes):
    assert places(text, COUNTIES).counties == codes


def test_every_municipality_is_there_once_and_in_a_county():
    assert set(IN_COUNTIES) == set(COUNTIES)
    assert len(COUNTY_OF) == sum(len(names.split(",")) for names in IN_COUNTIES.values()) == 290
    assert set(COUNTY_OF) >= ALSO_A_WORD
