"""Interest before there is a network: noted, confirmed by mail, withdrawn; and the curators told when enough wait."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import AgencyKind, County, FocusArea, Interest, InterestLink, Topic
from directory.models.revision import Revision, one_step
from directory.services.confirm import find_link, send_link, use_link
from directory.services.mail import write
from directory.services.receive import Sending, spend_allowance

MOST_MAILS_A_DAY = 5
"""To one address, about whichever topics: so that nobody can fill another's mailbox."""


def note_interest(
    *,
    focus_area: FocusArea,
    county: County | None = None,
    agency_kind: AgencyKind | None = None,
    email: str,
    employer: str,
    language: str,
    sending: Sending,
) -> None:
    """Note an interest that counts once its address has confirmed it, and write to the address, once a day and topic.

    ``email`` is in lower case, so that an address is one however it was typed. What the sender is told must not depend on
    what is known of it. A confirmed interest is changed by nothing but its own link, which renews it. Raises
    ``TooManySent``; then nothing is stored.
    """
    if sending.trap:
        return
    with one_step():
        spend_allowance(sending, "interest")
        topic, _is_new = Topic.objects.get_or_create(focus_area=focus_area, county=county, agency_kind=agency_kind)
        told = {"employer": employer, "language": language}
        interest, _is_new = Interest.objects.get_or_create(topic=topic, email=email, defaults=told)
        if interest.confirmed_at is None:
            Interest.objects.filter(pk=interest.pk).update(**told)
        if _may_be_written_to(interest):
            _ask_to_confirm(interest, language)


def find_interest(token: str) -> InterestLink | None:
    """Return the link with this token, its interest and topic with it; None when there is none."""
    return find_link(_links(), token)


def confirm_interest(token: str) -> Interest | None:
    """Let the interest count, or count anew for its two years, and return it; None when the link is not usable."""
    with one_step():
        link = use_link(_links(), token)
        if link is None:
            return None
        link.interest.confirmed_at = timezone.now()
        link.interest.save(update_fields=["confirmed_at"])
        Revision.step(set())
        _tell_curators_when_ripe(link.interest.topic)
        return link.interest


def withdraw_interest(token: str) -> Topic | None:
    """Erase the interest a link was sent about, however old the link, and return its topic; None when there is none."""
    with one_step():
        link = find_interest(token)
        if link is None:
            return None
        erase(Interest.objects.filter(pk=link.interest_id))
        return link.interest.topic


def erase(rows: QuerySet[Interest] | QuerySet[Topic]) -> int:
    """Erase interests, or topics with all interest in them, and return how many rows; what the public pages count moves."""
    with one_step():
        count = len(rows)
        rows.delete()
        if count:
            Revision.step(set())
        return count


def attend(topics: QuerySet[Topic]) -> int:
    """Note that a curator has seen to the topics that were waiting for one, and return how many they were."""
    return topics.unattended().update(attended_at=timezone.now())


def _links() -> QuerySet[InterestLink]:
    related = ("interest__topic__focus_area", "interest__topic__county", "interest__topic__agency_kind")
    return InterestLink.objects.select_related(*related)


def _may_be_written_to(interest: Interest) -> bool:
    today = InterestLink.objects.sent_today().filter(interest__email=interest.email)
    return not today.filter(interest=interest).exists() and today.count() < MOST_MAILS_A_DAY


def _ask_to_confirm(interest: Interest, language: str) -> None:
    """Write the link. What was typed is not in the mail, so that nobody can send words of their own to others."""
    with override(language):
        subject = _("Confirm your interest: %(topic)s") % {"topic": interest.topic}
        link, days = InterestLink(interest=interest), InterestLink.VALID.days
        send_link(link, "confirm_interest", to=interest.email, subject=subject, topic=interest.topic, days=days)


def _tell_curators_when_ripe(topic: Topic) -> None:
    """Tell the curators, once, that enough wait for a topic: by mail if they have a mailbox, on their first page anyhow."""
    waiting = topic.interests.confirmed().count()
    if topic.ripe_at or waiting < Topic.RIPE:
        return
    topic.ripe_at = timezone.now()
    topic.save(update_fields=["ripe_at"])
    if settings.CURATOR_EMAIL:
        with override(settings.LANGUAGE_CODE):
            subject = _("%(count)d wait for a network: %(topic)s") % {"count": waiting, "topic": topic}
            write("ripe_topic", to=settings.CURATOR_EMAIL, subject=subject, topic=topic, waiting=waiting)
