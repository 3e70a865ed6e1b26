"""Pairs that may be one are found each hour, looked at once, and not found again when they are two."""

import pytest

from directory.models import Double
from directory.services.decide import CannotDecide
from directory.services.doubles import are_two, find_doubles
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db


def pairs() -> set[frozenset[str]]:
    return {frozenset(row.name for row in double.pair) for double in Double.objects.all()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Nätverket för mat"}, {"name": "NÄTVERKET  för Mat", "slug": "ett-annat"}),
        ({"name": "Mat och upphandling"}, {"name": "Upphandling och mat"}),
        ({"name": "Första", "short_name": "NAM"}, {"name": "Andra", "other_names": "Nätet\nnam"}),
        ({"name": "Första", "website": "https://www.natet.se/om/"}, {"name": "Andra", "website": "http://natet.se/om"}),
    ],
)
def test_networks_that_share_a_mark_are_a_pair(one, other):
    make_network(**one)
    make_network(**other)
    make_network(name="Något helt annat", website="https://natet.se/")

    assert find_doubles() == 1
    assert pairs() == {frozenset([one["name"], other["name"]])}
    assert find_doubles() == 0


def test_agencies_are_paired_by_any_name_and_its_words():
    make_agency(name="Lunds kommun")
    make_agency(name="Lund", other_names="Lunds kommun")
    make_agency(name="Kommunen i Malmö")
    make_agency(name="Malmö, kommunen i")

    find_doubles()
    assert pairs() == {frozenset(["Lunds kommun", "Lund"]), frozenset(["Kommunen i Malmö", "Malmö, kommunen i"])}


def test_what_is_not_on_the_map_is_no_double_and_what_very_many_share_tells_nothing():
    make_network(name="Samma")
    make_network(name="Samma", slug="samma-2", editorial_state="draft")
    for number in range(6):
        make_network(name=f"Nr {number}", website="https://upphandling.example.se/")

    assert find_doubles() == 0


def test_pair_that_is_alike_no_longer_is_forgotten_and_one_said_to_be_two_is_not_found_again(admin_user):
    first, second = make_network(name="Samma"), make_network(name="Samma", slug="samma-2")
    find_doubles()
    second.name = "Annan"
    second.save()
    find_doubles()
    assert not Double.objects.exists()

    second.name = first.name
    second.save()
    find_doubles()
    are_two(double=Double.objects.get(), by=admin_user)
    assert find_doubles() == 0
    assert not Double.objects.waiting().exists()
    with pytest.raises(CannotDecide):
        are_two(double=Double.objects.get(), by=admin_user)


def test_curator_sees_the_pair_side_by_side_merges_it_or_says_that_it_is_two(admin_client):
    first, second = (
        make_network(name="Samma", purpose="Det ena."),
        make_network(name="Samma", slug="samma-2", purpose="Det andra."),
    )
    find_doubles()
    double = Double.objects.get()
    assert "decided_at__isempty=1" in admin_client.get("/admin/").content.decode()
    assert ">samma</a>" in admin_client.get("/admin/directory/double/?decided_at__isempty=1").content.decode()

    address = f"/admin/directory/double/{double.pk}/change/"
    page = admin_client.get(address).content.decode()
    for told in ("Det ena.", "Det andra.", f"/admin/directory/network/{first.pk}/merge/?other={second.pk}", "Samma in i Samma"):
        assert told in page
    admin_client.post(address, {"_two": "x"})
    double.refresh_from_db()
    assert double.decided_at


def test_page_of_a_pair_of_which_one_is_gone_says_so(admin_client):
    make_network(name="Samma")
    second = make_network(name="Samma", slug="samma-2")
    find_doubles()
    second.delete()

    page = admin_client.get(f"/admin/directory/double/{Double.objects.get().pk}/change/")
    assert "En av dem är borta." in page.content.decode()
    find_doubles()
    assert not Double.objects.exists()


def test_names_are_shown_as_text(admin_client):
    for slug in ("a", "b"):
        make_network(name="<script>alert(1)</script> {0}", slug=slug)
    find_doubles()
    page = admin_client.get(f"/admin/directory/double/{Double.objects.get().pk}/change/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {0}" in page
