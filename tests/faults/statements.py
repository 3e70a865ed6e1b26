"""Failing at the first statement of a request, then at the second, until it passes clean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from tests.database import everything
from tests.forms_in_pages import post_form, send


def fails_whole_at_each_statement(address: str, values: dict, user: User | None = None) -> tuple[HttpResponse, int]:
    """Post a form, signed in as ``user`` if any, with a database that fails at each of its statements in turn, and at its commit.

    Each time the answer is a page that says so and gives the form back as it was, and nothing at all is written. Returns
    the answer when nothing fails, and how many statements it took.
    """
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    before = everything()
    with failing_commit():
        _assert_given_back(send(client, address, values), values)
    connection.close()
    assert everything() == before, "half written at the commit"
    place = 0
    while (answer := _send_failing_at(place, client, address, values)).status_code == 503:
        _assert_given_back(answer, values)
        assert everything() == before, f"half written at statement {place}"
        place += 1
    return answer, place


def _send_failing_at(place: int, client: Client, address: str, values: dict) -> HttpResponse:
    with failing_at(place):
        return send(client, address, values)


@contextmanager
def failing_at(place: int) -> Iterator[None]:
    """Let the statement of that number, the first being 0, find no database."""
    numbers = count()

    def fail(execute: Callable, sql, params, many, context):
        if next(numbers) == place:
            raise OperationalError("the database went away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@contextmanager
def failing_commit() -> Iterator[None]:
    """Let whatever is committed be lost on its way."""

    def lost():
        raise OperationalError("the connection was lost")

    commit, connection.commit = connection.commit, lost
    try:
        yield
    finally:
        connection.commit = commit


def _assert_given_back(answer: HttpResponse, values: dict) -> None:
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b"Traceback" not in answer.content
    typed = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    if typed:
        returned = post_form(answer).values
        assert {name: returned[name] for name in typed} == typed
