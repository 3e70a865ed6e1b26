"""The revision moves exactly when something public has changed, and tells editions apart."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from directory.models import OutgoingMail, Revision
from directory.models.revision import one_step
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db


def number() -> int:
    return Revision.objects.get().number


def test_nothing_published_has_no_stamp():
    assert Revision.current().stamp is None


def test_every_step_has_a_stamp_of_its_own():
    stamps = set()
    for _ in range(5):
        make_agency()
        stamps.add(Revision.current().stamp)

    assert len(stamps) == 5


def test_many_writes_in_one_step_move_it_once():
    make_agency()
    before = number()
    with one_step():
        for _ in range(5):
            make_network()

    assert number() == before + 1


def test_step_within_a_step_is_the_same_step():
    make_agency()
    before = number()
    with one_step():
        with one_step():
            make_network()
        make_network()

    assert number() == before + 1


def test_step_within_a_step_bears_the_same_moment_in_history():
    with one_step():
        with one_step():
            inner = make_network()
        outer = make_network()

    assert inner.history.get().history_date == outer.history.get().history_date


def test_step_in_which_nothing_public_changes_leaves_it():
    make_agency()
    before = Revision.current().stamp
    with one_step():
        OutgoingMail.objects.create(to="a@example.se", subject="Hej", body="Hej")

    assert Revision.current().stamp == before


def test_write_that_is_rolled_back_leaves_it():
    make_agency()
    before = Revision.current().stamp
    with pytest.raises(IntegrityError), one_step():
        make_network(slug=make_network().slug)
    with transaction.atomic():
        make_network()
        transaction.set_rollback(True)

    assert Revision.current().stamp == before


def test_writes_after_a_failed_step_move_it_again():
    with pytest.raises(ZeroDivisionError), one_step():
        raise ZeroDivisionError
    make_agency()
    before = number()

    make_network()

    assert number() == before + 1


def test_number_that_comes_back_has_another_stamp():
    make_agency()
    with transaction.atomic():
        make_agency()
        lost = number(), Revision.current().stamp
        transaction.set_rollback(True)
    make_agency()

    assert number() == lost[0]
    assert Revision.current().stamp != lost[1]


@pytest.mark.django_db(transaction=True)
def test_writers_take_turns():
    """What one writer looks up is still true when it writes: the other has not come in between."""
    make_agency()
    order, is_inside, may_leave = [], threading.Event(), threading.Event()

    def first():
        with one_step():
            is_inside.set()
            may_leave.wait(timeout=10)
            make_network()
            order.append("first")
        connection.close()

    def second():
        is_inside.wait(timeout=10)
        with one_step():
            order.append("second")
        connection.close()

    threads = [threading.Thread(target=writer) for writer in (first, second)]
    for thread in threads:
        thread.start()
    is_inside.wait(timeout=10)
    threads[1].join(timeout=0.5)
    may_leave.set()
    for thread in threads:
        thread.join(timeout=10)

    assert order == ["first", "second"]
