"""The site as its operator starts it: a process of its own."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

LONGEST_START_SECONDS = 90


@contextmanager
def started(port: int, environment: dict[str, str], output=None) -> Iterator[subprocess.Popen]:
    """Yield the process of ``manage.py start`` as soon as it answers at the port; end it afterwards if it has not ended."""
    command = [sys.executable, "manage.py", "start", f"127.0.0.1:{port}"]
    site = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=output)
    try:
        _wait_for(f"http://127.0.0.1:{port}", site)
        yield site
    finally:
        site.terminate()
        site.wait(timeout=30)


def _wait_for(url: str, site: subprocess.Popen) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        assert site.poll() is None, "the site ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer in {LONGEST_START_SECONDS} seconds")
