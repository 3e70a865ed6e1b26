"""The answer to whoever sent a correction, written once it is decided and its address confirmed, whichever comes last."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import Correction, CorrectionState
from directory.services.mail import write

LETTERS = {CorrectionState.DONE: "put_right", CorrectionState.DECLINED: "left_as_it_is"}


def answer(correction: Correction) -> None:
    """Write to the sender, unless there is nothing to tell yet, nobody who has confirmed to hear it, or it has been told."""
    letter = LETTERS.get(correction.state)
    if not letter or not correction.email_confirmed_at or correction.answered_at:
        return
    with override(correction.language):
        about = correction.about or correction.reference
        subject = _("Your correction of %(about)s") % {"about": about}
        write(letter, to=correction.sender_email, subject=subject, correction=correction, about=about)
    correction.answered_at = timezone.now()
    correction.save(update_fields=["answered_at"])
