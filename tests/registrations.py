"""What a coordinator fills in, for tests that send it."""

import time
import uuid

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
