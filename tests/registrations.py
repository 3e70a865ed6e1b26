"""What a coordinator fills in, for tests that send it."""

import re
import time
import uuid

from directory.models import OutgoingMail, Registration
from tests.forms_in_pages import post_form, send

REGISTER, REGISTER_IN_ENGLISH = "/registrera/", "/en/register/"


def filled_in(**answers) -> dict:
    """Return the least a registration must hold, written at human speed; it needs the focus area ``mat``."""
    least = {
        "token": str(uuid.uuid4()),
        "started": str(int(time.time()) - 60),
        "name": f"Nätet {uuid.uuid4().hex[:8]}",
        "purpose": f"Vi lär av varandra. {uuid.uuid4().hex[:8]}",
        "language": "sv",
        "focus_areas": ["mat"],
        "sender_email": "samordnare@example.se",
    }
    return least | answers | {"step": answers.get("step", "send")}


def sent_link(email: str = "samordnare@example.se") -> str:
    """Return where the latest mail by which an address confirms what was sent with it leads."""
    letter = OutgoingMail.objects.filter(is_for_receiver_alone=True, to=email).latest("pk").body
    return re.search(r"https?://[^/]+((?:/en)?/(?:bekrafta|confirm)/[^/]+/)", letter)[1]


def draft_link(email: str = "samordnare@example.se") -> str:
    """Return where the latest mail about what was saved with an address leads."""
    letter = OutgoingMail.objects.filter(is_for_receiver_alone=True, to=email).latest("pk").body
    return re.search(r"https?://[^/]+((?:/en/register/continue|/registrera/fortsatt)/[^/]+/)", letter)[1]


def confirm_all(client) -> Registration:
    """Confirm, as its sender does, all that the latest mail is about, and return the latest registration."""
    address = sent_link()
    assert send(client, address, post_form(client.get(address)).pressed()).status_code == 302
    return Registration.objects.latest("pk")
