"""``manage.py judge_matching``: the goals it holds the matching to, and how it takes files that do not fit."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.models import Network
from tests.factories import make_network

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NEEDS = Path(__file__).parents[1] / "needs.json"


def judge(file: Path, *options: str) -> tuple[dict, str]:
    """Return the JSON of the last line, and all lines."""
    out = StringIO()
    call_command("judge_matching", str(file), *options, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1]), out.getvalue()


def test_graded_needs_find_their_networks(catalogue):
    figures, told = judge(NEEDS)

    assert figures["needs"] == 24
    assert figures["ndcg@5"] >= 0.80
    assert figures["recall3@5"] >= 0.85
    assert figures["mrr"] >= 0.80
    assert figures["left_one_out"]["ndcg@5"] >= 0.75
    for language in ("sv", "en"):
        assert figures["by_language"][language]["ndcg@5"] >= figures["by_language"][language]["baseline"]["ndcg@5"] + 0.2
    assert "need-32 (sv)" in told
    assert "got hbv 3" in told


def test_what_is_not_published_is_left_out_and_said(catalogue):
    figures, told = judge(NEEDS)

    assert "u24-upphandlare" in figures["not_published"]
    assert figures["not_published_counted_as_missed"]["ndcg@5"] < figures["ndcg@5"]
    assert "those not published as missed" in told


def test_ticked_focus_areas_are_taken_when_asked_for(catalogue):
    assert judge(NEEDS, "--with-focus")[0] != judge(NEEDS)[0]


def written(folder: Path, records) -> Path:
    file = folder / "needs.json"
    file.write_text(records if isinstance(records, str) else json.dumps(records))
    return file


FINE = {"id": "one", "need": "Skolmat", "language": "sv", "graded": {"mat": 3}}


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("not json", "Expecting value"),
        ([], "a list of needs was expected"),
        ({"needs": []}, "a list of needs was expected"),
        (["text"], "need 1: it lacks id, need or language"),
        ([FINE | {"language": "de"}], "one: language de is neither sv nor en"),
        ([FINE | {"graded": {}}], "one: graded holds no networks"),
        ([FINE | {"graded": {"mat": 4}}], "one: graded holds no networks"),
        ([FINE | {"asker_kind": "cirkus"}], "one: asker_kind cirkus is not in the list"),
        ([FINE | {"asker_region": "Mordors län"}], "one: asker_region Mordors län is not a county"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_each_fault(tmp_path, records, said):
    make_network(name="Mat")

    with pytest.raises(CommandError, match=said):
        judge(written(tmp_path, records))


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        judge(tmp_path / "none.json")


def test_an_empty_directory_is_said(tmp_path):
    Network.objects.all().delete()

    with pytest.raises(CommandError, match="No network is published here"):
        judge(written(tmp_path, [FINE]))
