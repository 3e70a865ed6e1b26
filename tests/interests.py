"""Noting interest, for tests that do it: the form as somebody fills it in, and the links of the mail it leads to."""

import re
import time

from directory.models import OutgoingMail

NOTE, NOTE_IN_ENGLISH = "/intresse/anmal/", "/en/interest/note/"


def noted(**answers) -> dict:
    """Return the least a note of interest must hold, written at human speed; it needs the focus area ``mat``."""
    least = {"started": str(int(time.time()) - 60), "focus": "mat", "employer": "Lunds kommun", "email": "anna@example.se"}
    return least | answers


def links() -> tuple[str, str]:
    """Return where the latest mail leads: to confirm, and to withdraw."""
    confirm, withdraw = re.findall(
        r"https?://[^/]+(/\S+)", OutgoingMail.objects.filter(is_for_receiver_alone=True).latest("pk").body
    )
    return confirm, withdraw
