"""A secret key for a site on one machine, made on first use and kept for its owner's eyes only."""

import os
import secrets
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    """Return the key kept in ``folder``, creating it readable by the current user alone.

    The file is linked into place whole, so two processes that start together agree on one key.
    """
    kept = folder / "secret_key"
    if not kept.exists():
        draft = folder / f".secret_key.{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, kept)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text()
