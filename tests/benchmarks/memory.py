"""``python -m tests.benchmarks.memory``: what a snapshot of the configured database takes in a fresh process, as JSON."""

import ctypes
import gc
import json
import os
import time
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from directory.finding import Criteria, current_snapshot, find
    from directory.models import Network

    Network.objects.published().first()
    before = resident_megabytes()
    started = time.monotonic()
    snapshot = current_snapshot()
    seconds = time.monotonic() - started
    find(snapshot, Criteria(text="upphandling inköpp"))
    print(json.dumps({"megabytes": resident_megabytes() - before, "seconds": seconds, "words": len(snapshot.vocabulary.words)}))


def resident_megabytes() -> float:
    """Return this process's resident memory, after what is garbage has been given back to the system."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
