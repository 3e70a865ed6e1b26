"""Files of the whole map: each row and fact once, in an order that stays, and what a list was asked for."""

import pytest

from directory.feeds.tables import TABLES
from directory.finding import current_snapshot
from tests.feeds.files import objects, rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", TABLES)
def test_the_three_files_of_a_table_say_the_same_of_all_there_is(client, catalogue, table):
    plain, excel = rows(client, f"/data/{table}.csv"), rows(client, f"/data/{table}.excel.csv", ";")
    told = objects(client, f"/data/{table}.jsonl")

    assert len(told) == len(list(TABLES[table].entries(current_snapshot()))) > 30
    assert plain == excel
    for row, one in zip(plain, told, strict=True):
        assert list(row) == list(one) == [column.name for column in TABLES[table].columns]
        for name, value in one.items():
            said = "|".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert row[name].removeprefix("'") == said.removeprefix("'")


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_a_key_each_in_an_order_that_stays(client, catalogue, table):
    key = TABLES[table].columns[0].name
    keys = [one[key] for one in objects(client, f"/data/{table}.jsonl")]

    assert keys == sorted(set(keys))


def test_file_of_a_list_holds_what_the_list_shows(client, catalogue):
    for query in ("focus=livsmedel-maltid", "q=mat&county=SE-M", "q=xyzzy"):
        listed = client.get(f"/natverk/?{query}").context["page_obj"].paginator.object_list

        assert [one["slug"] for one in objects(client, f"/data/networks.jsonl?{query}")] == sorted(one.slug for one in listed)
    kommuner = objects(client, "/data/agencies.jsonl?kind=kommun")
    assert {one["kind"] for one in kommuner} == {"kommun"}
