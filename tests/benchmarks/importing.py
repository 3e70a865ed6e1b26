"""``python -m tests.benchmarks.importing``: what it takes to import 10,000 rows of which 50 are wrong, as JSON.

In a process and an SQLite database of its own.
"""

import json
import os
import resource
import tempfile
import time

ROWS, EVERY = 10_000, 200
HEAD = "Adressnamn;Namn;Slag;Land;Organisationsnummer"
WRONG = ("kommun {n};;;;", ";Myndighet {n};nope;;", ";Myndighet {n};;SWE;", ";!!!;;;", ";Myndighet {n};;;1234567890123")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "networks_site.settings"}
        print(json.dumps(_measured()))


def content() -> tuple[bytes, list[int]]:
    """Return a CSV file and the numbers of its wrong rows."""
    wrong = list(range(EVERY, ROWS + 1, EVERY))
    rows = [WRONG[n // EVERY % len(WRONG)].format(n=n) if n in set(wrong) else f";Myndighet {n};;SE;" for n in range(1, ROWS + 1)]
    return "\n".join([HEAD, *rows]).encode(), [number + 1 for number in wrong]


def _measured() -> dict:
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from directory.admin.importing import import_table, preview
    from directory.models import Agency
    from directory.services.tables import read_table

    call_command("migrate", verbosity=0)
    sent, wrong = content()
    before, started = _peak(), time.monotonic()
    seen = preview(Agency, read_table(sent))
    looked, begun = time.monotonic() - started, time.monotonic()
    done = import_table(Agency, read_table(sent), name="a.csv", wrong_rows=seen.wrong_rows, by=User.objects.create(username="a"))
    return {
        "wrong rows that are named": sorted({fault.row for fault in seen.faults}) == wrong and len(wrong),
        "rows written": done.new,
        "seconds to look through": round(looked, 1),
        "seconds to import": round(time.monotonic() - begun, 1),
        "megabytes at most": round(_peak()),
        "megabytes before": round(before),
    }


def _peak() -> float:
    """Return the most resident memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
