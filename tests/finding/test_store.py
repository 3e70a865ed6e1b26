"""The snapshot a process answers from follows every write: its own at once, those of others in the background."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from django.db import connection, transaction

from directory.finding import Snapshot, current_snapshot, store
from directory.finding.readings import Readings
from directory.finding.vocabulary import LANGUAGES
from directory.models import EditorialState, Meeting, Network, Revision
from directory.models import revision as revisions
from directory.text import bare
from tests.factories import make_agency, make_exchange, make_focus_area, make_network

WRITERS, EDITS_OF_EACH = 8, 125
WORDS = """mat skola skolmat avtal ramavtal leverantör leverantörsstyrning styrningen inköp inköpschefer region hållbart it-drift
    vatten dricksvatten vattnet AB 04 livsmedel livsmedelsavtal""".split()  # noqa: SIM905
COMING_AND_GOING = """mat maten skola skolan skolmat avtal avtalen avtalsfrågor ramavtal ramavtalen avtalschefer leverantör
    leverantörer leverantörsstyrning styrning styrningen inköp inköpet inköpschefer chefer vatten vattnet dricksvatten dryck drick
    livsmedel livsmedlen livsmedelsavtal medel it-drift drift driften upphandling upphandlingsfrågor frågor fråga""".split()  # noqa: SIM905

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_held(monkeypatch):
    monkeypatch.setattr(store, "_held", None)


@pytest.fixture
def written_elsewhere(monkeypatch):
    """Let this process take its own writes for those of another."""
    monkeypatch.setattr(store, "last_own_number", lambda: 0)
    monkeypatch.setattr(store, "_not_before", float("-inf"))


def names() -> list[str]:
    return [network.name for network in current_snapshot().networks]


def wait_until(is_so, seconds: float = 10) -> bool:
    """Tell whether it came to be so in time."""
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def test_own_write_is_seen_at_once():
    assert names() == []
    make_network(name="Ett")
    assert names() == ["Ett"]


def test_write_inside_a_transaction_is_seen_there_and_gone_when_it_is_taken_back():
    make_network(name="Ett")
    with transaction.atomic():
        make_network(name="Två")
        assert names() == ["Ett", "Två"]
        transaction.set_rollback(True)

    assert names() == ["Ett"]


def test_write_of_another_process_is_seen_when_the_next_snapshot_is_ready(written_elsewhere, monkeypatch):
    make_network(name="Ett")
    assert names() == ["Ett"]
    may_read = threading.Event()
    renew = store._renew
    monkeypatch.setattr(store, "_renew", lambda edition: may_read.wait(10) and renew(edition))
    make_network(name="Två")

    assert names() == ["Ett"]
    assert names() == ["Ett"]
    may_read.set()
    assert wait_until(lambda: names() == ["Ett", "Två"])


def test_snapshot_that_cannot_be_made_leaves_the_old_one_and_is_reported(written_elsewhere, monkeypatch, caplog):
    make_network(name="Ett")
    assert names() == ["Ett"]
    monkeypatch.setattr(Snapshot, "updated", lambda *_arguments: 1 / 0)
    make_network(name="Två")

    assert wait_until(lambda: names() == ["Ett"] and "could not be renewed" in caplog.text)
    assert "ZeroDivisionError" in caplog.text
    assert names() == ["Ett"]


def test_it_is_tried_again_after_a_failure(written_elsewhere, monkeypatch, caplog):
    make_network(name="Ett")
    assert names() == ["Ett"]
    with monkeypatch.context() as failing:
        failing.setattr(Snapshot, "updated", lambda *_arguments: 1 / 0)
        make_network(name="Två")
        assert wait_until(lambda: names() == ["Ett"] and "could not be renewed" in caplog.text)

    assert wait_until(lambda: names() == ["Ett", "Två"])


def test_first_snapshot_that_cannot_be_made_is_an_error_and_the_next_try_is_not(monkeypatch):
    make_network(name="Ett")
    monkeypatch.setattr(store, "_held", None)
    with monkeypatch.context() as failing:
        failing.setattr(Snapshot, "build", lambda edition: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            current_snapshot()

    assert names() == ["Ett"]


def test_steps_long_gone_make_it_read_everything():
    make_network(name="Ett")
    current_snapshot()
    make_network(name="Två")
    revisions.Step.objects.all().delete()

    assert names() == ["Ett", "Två"]


def edit(chance: random.Random, networks: list[Network], agencies: list, areas: list) -> None:
    """Change something a snapshot shows, as a curator or a coordinator would."""
    network = Network.objects.filter(pk=chance.choice(networks).pk).first()
    match chance.randrange(9):
        case 0:
            network.purpose = " ".join(chance.choices(WORDS, k=5))
            network.save()
        case 1:
            network.name = f"{chance.choice(WORDS)} {chance.randrange(10**9)}"
            network.save()
        case 2:
            network.editorial_state = chance.choice([EditorialState.PUBLISHED, EditorialState.DRAFT])
            network.save()
        case 3:
            network.focus_areas.set(chance.sample(areas, 2))
        case 4:
            network.meetings.create(title=chance.choice(WORDS))
        case 5:
            Meeting.objects.filter(pk__in=Meeting.objects.filter(network=network).values("pk")[:1]).delete()
        case 6:
            network.memberships.get_or_create(agency=chance.choice(agencies))
        case 7:
            agency = chance.choice(agencies)
            agency.name = f"Kommun {chance.randrange(10**9)}"
            agency.save()
        case 8:
            make_network(name=f"Nytt {chance.randrange(10**12)}").delete() if chance.random() < 0.5 else network.counties.clear()


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert one.edition == other.edition
    assert one.networks == other.networks
    assert one.agencies == other.agencies
    assert one.members.rows.tolist() == other.members.rows.tolist()
    assert one.members.places.tolist() == other.members.places.tolist()
    for name in {name for network in one.networks for name in network.folded_names}:
        assert sorted(one.rows_named(name)) == sorted(other.rows_named(name))
    for mine, others in ((one.choices, other.choices), (one.postings.together(), other.postings.together())):
        for name in mine.__slots__:
            assert np.array_equal(getattr(mine, name), getattr(others, name)), name
    assert one.vocabulary.words == other.vocabulary.words
    assert one.vocabulary.frequencies.tolist() == other.vocabulary.frequencies.tolist()
    for word, _language in one.vocabulary.words:
        assert one.vocabulary.parts(word) == other.vocabulary.parts(word), word
        assert one.vocabulary.readings(word) == other.vocabulary.readings(word), word


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_of_earlier_editions_is_as_if_read_anew(seed):
    chance = random.Random(seed)  # noqa: S311  the same edits every time
    networks, asked = (
        [make_network() for _ in range(5)],
        {one for word in COMING_AND_GOING for one in (word, bare(word), word[:4])},
    )
    kept = 0
    for _ in range(120):
        network = chance.choice(networks)
        network.purpose = " ".join(chance.choices(COMING_AND_GOING, k=3))
        network.save()
        snapshot = current_snapshot()
        anew = Readings(snapshot.vocabulary, snapshot.postings)
        for word in chance.sample(sorted(asked), 40):
            before = snapshot.readings._memory.readings.get((word, LANGUAGES, None))
            (rows, weights, words), read = snapshot.readings.of(word), anew.of(word)
            assert (rows.tolist(), weights.tolist(), words) == (read[0].tolist(), read[1].tolist(), read[2]), word
            kept += before is not None and before.reading[2] is words

    assert kept > 200


def test_after_a_thousand_edits_by_eight_at_once_it_is_as_one_made_anew():
    areas = [make_focus_area(slug=f"omrade-{number}") for number in range(5)]
    agencies = [make_agency() for _ in range(10)]
    networks = [make_network() for _ in range(30)]
    make_exchange()
    before = Revision.current().number
    current_snapshot()

    def write(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  the same edits every time
        try:
            for _ in range(EDITS_OF_EACH):
                edit(chance, networks, agencies, areas)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, seed) for seed in range(WRITERS)]
        while not all(writer.done() for writer in writers):
            current_snapshot()
    for writer in writers:
        writer.result()

    assert Revision.current().number - before > WRITERS * EDITS_OF_EACH / 2
    assert_same(current_snapshot(), Snapshot.build(Revision.current()))
