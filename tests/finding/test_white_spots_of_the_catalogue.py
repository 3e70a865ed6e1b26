"""The table of white spots against the list itself: every number is what the list shows at the address it leads to."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from directory.filters import NetworkFilter
from directory.finding import current_snapshot, white_spots
from directory.models import Network

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def spots(by: str):
    return [spot for row in white_spots(current_snapshot(), by).rows for spot in (row.in_the_country, row.national, *row.spots)]


def listed(chosen: dict) -> int:
    asked = NetworkFilter(QueryDict(urlencode(chosen, doseq=True)), current_snapshot())
    assert asked.is_valid()
    return len(asked.rows)


@pytest.mark.parametrize("by", ["county", "who"])
def test_every_number_is_the_lists_own(catalogue, by):
    table = spots(by)

    assert len(table) == 32 * (21 + 2)
    assert [spot.count for spot in table] == [listed(spot.chosen) for spot in table]
    assert any(spot.count for spot in table)


@pytest.mark.parametrize("by", ["county", "who"])
def test_numbers_agree_with_reading_row_by_row(catalogue, by):
    lists = {"county": ("counties", "code"), "who": ("admits", "code")}
    networks = Network.objects.published().exclude(life="ended").prefetch_related("focus_areas", "counties", "admits")
    if by == "who":
        networks = networks.filter(country="SE")
    field, key = lists[by]
    counted: dict[tuple[str, str], int] = {}
    for network in networks:
        for area in network.focus_areas.all():
            for term in getattr(network, field).all():
                cell = (area.slug, getattr(term, key))
                counted[cell] = counted.get(cell, 0) + 1

    table = white_spots(current_snapshot(), by)
    shown = {
        (row.area.key, term.key): spot.count for row in table.rows for term, spot in zip(table.terms, row.spots, strict=True)
    }
    assert {cell: count for cell, count in shown.items() if count} == counted
    assert table.white == len(shown) - len(counted)
