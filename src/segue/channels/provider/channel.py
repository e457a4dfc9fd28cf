"""The way out for mailboxes of the kind Provider."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.conf import settings

from segue.channels.contract import Effect, Start
from segue.channels.mail.files import load_files
from segue.channels.provider.look_up import find_left
from segue.channels.provider.message import message_for
from segue.channels.provider.sending import Sending
from segue.domain.deliveries import key_of
from segue.domain.outcome import NotTried, Outcome, Sent, Unknown
from segue.models import Delivery, Mailbox

_GONE = "The worker stopped while it was being handed over, and the provider does not tell whether it took it."


class ProviderChannel:
    """Sends effects through the API that their mailbox names."""

    batch = 50

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        """Send each effect once."""
        outcomes: dict[int, Outcome] = {}
        for mailbox, own in _by_mailbox(effects):
            outcomes |= dict(zip((e.delivery_id for e in own), self._perform(mailbox, own, start), strict=True))
        return [outcomes[e.delivery_id] for e in effects]

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        """Where the provider knows a message by our name for it, it has left. That it does not proves nothing yet."""
        found: dict[str, str] = {}
        for mailbox, own in _by_mailbox(effects):
            if mailbox and mailbox.parsed.provider:
                names = [e.message_id for e in own]
                found |= find_left(mailbox.parsed.provider, names, timeout=settings.SEGUE_LEASE_SECONDS / 6)
        return [
            Sent("found at the provider", external_id=found[e.message_id]) if e.message_id in found else Unknown(_GONE)
            for e in effects
        ]

    def _perform(self, mailbox: Mailbox | None, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        provider = mailbox.parsed.provider if mailbox else None
        if mailbox is None or provider is None:
            return [NotTried() for _ in effects]
        files = load_files({i for e in effects for i in e.payload["attachments"]})
        compose = partial(message_for, provider=provider.name, files=files, names=_names(effects))
        sending = Sending(provider, seconds=settings.SEGUE_LEASE_SECONDS / 2)
        return sending.run(effects, compose, start, mailbox.connections)


def _by_mailbox(effects: Sequence[Effect]) -> list[tuple[Mailbox | None, list[Effect]]]:
    groups: dict[int, list[Effect]] = defaultdict(list)
    for effect in effects:
        groups[effect.payload["mailbox"]].append(effect)
    mailboxes = Mailbox.objects.in_bulk(groups)
    return [(mailboxes.get(mailbox_id), own) for mailbox_id, own in groups.items()]


def _names(effects: Sequence[Effect]) -> dict[str, str]:
    """The Message-IDs that the provider gave to earlier messages of these threads, where it gave any."""
    answered = {i for e in effects for i in e.payload["references"]}
    enrollments = {key.enrollment_id for i in answered if (key := key_of(i))}
    earlier = Delivery.objects.filter(enrollment_id__in=enrollments, external_id__startswith="<")
    return dict(earlier.values_list("message_id", "external_id")) if enrollments else {}
