"""Taking in a registration: one row whatever happens, kept apart when it looks like spam, never lost."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Agency, Draft, EditorialState, Network, Registration, RegistrationState, Rhythm
from directory.models.revision import one_step
from directory.services.addresses import free_slug
from directory.services.receive import Sending, signs_of_spam, spend_allowance
from directory.services.senders import ask_sender
from directory.text import fold, mixes_scripts, site_host, sort_key

SEEN_OF_LOOK_ALIKES = (
    "name", "folded_name", "short_name", "other_names", "website", "slug", "language", "editorial_state",
)  # fmt: skip
FREE_TEXTS = ("purpose", "how_to_join", "origin", "rhythm_note")


@dataclass(frozen=True)
class Alike:
    """A network that the registered one may be, and why we think so."""

    network: Network
    why: str


class LooksKnown(Exception):
    """The network looks like others, and the sender has not said that it is none of them."""

    def __init__(self, alike: list[Alike]):
        super().__init__(alike)
        self.alike = alike


def register(
    *, network: Network, lists: dict, rhythms: dict[str, int], registration: Registration, sending: Sending, is_new: bool
) -> Registration:
    """Store a registration and its network, ask its sender to confirm it, and return it; the same token again returns the first.

    All is looked up and written in one transaction that holds the lock of ``one_step``: what arrives at once takes
    turns. Raises ``LooksKnown`` unless ``is_new``, and ``TooManySent``; then nothing is stored or counted.
    """
    with one_step():
        earlier = registered_with(registration.token)
        if earlier:
            return earlier
        alike = alike_unless(is_new, network)
        spend_allowance(sending, "registration", registration.sender_email)
        spam = signs_of_spam(sending, _written(network, registration), _times_told(network.purpose))
        registration.alike = "\n".join(f"{one.network.name}: {one.why}" for one in alike)
        registration.warnings = "\n".join(oddities(network) + spam)
        if spam:
            registration.state, registration.decided_at = RegistrationState.SPAM, timezone.now()
        network.editorial_state = EditorialState.DECLINED if spam else EditorialState.SUBMITTED
        registration.network = _store_network(network, lists, rhythms)
        registration.save()
        Draft.objects.filter(token=registration.token).delete()
        if not spam:
            ask_sender(registration.sender_email, registration.language)
        return registration


def registered_with(token: UUID) -> Registration | None:
    """Return the registration that was made with a form, by the form's token."""
    return Registration.objects.filter(token=token).first()


def as_if_published(*, network: Network, lists: dict, rhythms: dict[str, int]) -> Network:
    """Return the network with all that its page shows, read from rows that are written and then taken back.

    So a preview goes through the same constraints, queries and template as the page itself and cannot differ from it.
    """
    with transaction.atomic():
        with one_step():
            _store_network(network, lists, rhythms)
            page = Network.objects.with_page().get(pk=network.pk)
        transaction.set_rollback(True)
    return page


def agencies_named(names: list[str]) -> list[Agency]:
    """Return the agencies that publishing would make members: those that are known by a name, and new ones, unsaved.

    Only looked up: writing hundreds and taking them back would keep every other writer waiting for seconds.
    """
    known = Agency.objects.by_any_name()
    found = [known.setdefault(fold(name), Agency(name=name)) for name in names]
    return sorted({id(agency): agency for agency in found}.values(), key=lambda agency: sort_key(agency.name))


def alike_unless(is_new: bool, network: Network) -> list[Alike]:
    """Return the look-alikes of a network that its sender says is new; raise ``LooksKnown`` when there are some and it is not."""
    alike = look_alikes(network)
    if alike and not is_new:
        raise LooksKnown(alike)
    return alike


def look_alikes(network: Network) -> list[Alike]:
    """Return the networks that share ``network``'s folded name, short name or site host, published or in the queue."""
    names = {fold(name) for name in (network.name, network.short_name)} - {""}
    host = site_host(network.website)
    found = []
    for other in Network.objects.exclude(editorial_state=EditorialState.DECLINED).only(*SEEN_OF_LOOK_ALIKES):
        if names & {other.folded_name, *map(fold, (other.short_name, *other.other_name_list))}:
            found.append(Alike(other, _("The same name")))
        elif host and host == other.site_host:
            found.append(Alike(other, _("The same website: %(host)s") % {"host": host}))
    return found


def oddities(network: Network) -> list[str]:
    """Return what a curator should look at twice in an otherwise honest registration."""
    mixed = any(mixes_scripts(text) for text in (network.name, network.short_name))
    return [_("The name mixes letters of different scripts.")] if mixed else []


def _written(network: Network, registration: Registration) -> list[str]:
    return [*(getattr(network, name) for name in FREE_TEXTS), registration.message, registration.member_names]


def _store_network(network: Network, lists: dict, rhythms: dict[str, int]) -> Network:
    network.slug = free_slug(Network, network.name)
    with network.as_one_change():
        network.save()
        for field, chosen in lists.items():
            getattr(network, field).set(chosen)
    for mode, per_year in rhythms.items():
        Rhythm.objects.create(network=network, mode=mode, per_year=per_year)
    return network


def _times_told(purpose: str) -> int:
    return Registration.objects.filter(network__purpose=purpose).count()
