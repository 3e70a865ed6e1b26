"""Word cases that searching does not answer yet are named in ``not_yet.txt``, and may not stay there once it does."""

from pathlib import Path

import pytest

NOT_YET = set(Path(__file__).with_name("not_yet.txt").read_text().splitlines())


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.rpartition("::")[2] in NOT_YET and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xfail(strict=True, reason="searching does not answer this yet"))
