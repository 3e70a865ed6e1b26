"""The directory in figures: what the lists count, told in a sentence, a table and a file."""

import csv
import io

import pytest
from django.http import QueryDict

from directory.filters import NetworkFilter
from directory.finding import current_snapshot
from directory.models import Network
from directory.models.revision import one_step

pytestmark = pytest.mark.django_db


def plots(client, address: str = "/statistik/") -> dict:
    return {plot.key: plot for plot in client.get(address).context["plots"]}


def test_figures_are_those_of_the_list(client, catalogue):
    told = 0
    for plot in plots(client).values():
        for bar in plot.bars:
            if bar.address:
                listed = NetworkFilter(QueryDict(bar.address.partition("?")[2]), current_snapshot())
                assert len(listed.rows) == bar.count, bar
                told += 1
    assert told > 60


def test_longest_bar_fills_the_plot_and_titles_say_what_is_shown(client, catalogue):
    shown = plots(client)

    for plot in shown.values():
        assert max(bar.share for bar in plot.bars) == 100
        assert all(0 < bar.share <= 100 or not bar.count for bar in plot.bars)
    counties = shown["counties"]
    most = max(counties.bars, key=lambda bar: bar.count)
    assert counties.title == f"Vanligast: {most.label}, {most.count} nätverk"
    assert shown["growth"].bars[-1].count == Network.objects.published().count()
    assert sum(bar.count for bar in shown["founding"].bars) == Network.objects.published().exclude(founded_year=None).count()
    living = Network.objects.published().exclude(life="ended", life__isnull=False).count()
    assert sum(bar.count for bar in shown["freshness"].bars) == living


def test_every_plot_is_a_file(client, catalogue):
    for key, plot in plots(client, "/en/statistics/").items():
        answer = client.get(f"/en/statistics/{key}.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert head == [plot.subject, "Networks"]
        assert [(label, int(count)) for label, count in rows] == [(bar.label, bar.count) for bar in plot.bars]
    assert client.get("/statistik/finns-inte.csv").status_code == 404


def test_nothing_is_told_of_an_empty_map(client):
    with one_step():
        Network.objects.all().delete()

    assert {plot.title for plot in plots(client).values()} == {"Inget är känt än"}
