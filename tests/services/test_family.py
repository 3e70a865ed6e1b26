"""A network's family as its page shows it: drawn, and told as a list, of published networks only."""

import html
from itertools import pairwise

import pytest

from directory.models import Relation
from directory.services.family import FARTHEST, MOST, family_of
from tests.factories import make_network

pytestmark = pytest.mark.django_db


def relate(origin, kind, target):
    return Relation.objects.create(origin=origin, kind=kind, target=target)


@pytest.fixture
def family():
    whole, part, child, sister, later = (make_network(name=name) for name in ("Helheten", "Delen", "Barnet", "Systern", "Senare"))
    relate(part, "part_of", whole)
    relate(child, "grew_out_of", part)
    relate(sister, "sister_of", part)
    relate(whole, "replaced_by", later)
    relate(make_network(name="Utkastet", editorial_state="draft"), "part_of", whole)
    return {one.name: one for one in (whole, part, child, sister, later)}


def test_family_reaches_beyond_a_networks_own_relations(family):
    found = family_of(family["Barnet"])

    assert [member.network.name for member in found.members] == ["Helheten", "Delen", "Senare", "Systern", "Barnet"]
    assert [member.box.depth for member in found.members] == [0, 1, 1, 1, 2]
    assert found.members[1].told == ("är en del av Helheten",)


def test_page_draws_it_and_tells_it(client, family):
    page = html.unescape(client.get(f"/natverk/{family['Delen'].slug}/").content.decode())

    assert page.count("<rect") == 5
    assert page.count('class="descent"') == 3
    assert page.count('class="sisters"') == 1
    assert 'class="here"' in page
    assert "Hela släkten som lista" in page
    assert "Utkastet" not in page


def test_one_relation_is_no_tree():
    one, other = make_network(), make_network()
    relate(one, "part_of", other)

    assert family_of(one) is None
    assert family_of(make_network()) is None


def test_family_that_is_too_large_shows_those_who_are_near():
    whole, mine = make_network(), make_network()
    relate(mine, "part_of", whole)
    relate(make_network(), "part_of", mine)
    for _number in range(MOST):
        relate(make_network(), "part_of", whole)

    assert len(family_of(mine).members) == 3
    assert family_of(whole) is None


def test_family_does_not_reach_for_ever(django_assert_max_num_queries):
    chain = [make_network() for _ in range(8)]
    for older, younger in pairwise(chain):
        relate(younger, "grew_out_of", older)

    with django_assert_max_num_queries(FARTHEST):
        assert len(family_of(chain[0]).members) == FARTHEST + 1


def test_names_are_escaped_in_the_drawing(client):
    one, other, third = make_network(name="<script>&"), make_network(), make_network()
    relate(one, "part_of", other)
    relate(third, "part_of", other)

    assert "<script>&" not in client.get(f"/natverk/{other.slug}/").content.decode()
