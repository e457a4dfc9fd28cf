"""The way out for mailboxes of the kind SMTP."""

import atexit
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.conf import settings

from segue.channels.contract import Effect, Start
from segue.channels.imap.sent import find_sent
from segue.channels.mail.compose import File, Message, compose
from segue.channels.mail.files import load_files
from segue.channels.smtp.pool import Pool
from segue.channels.smtp.sending import Sending
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import NotTried, Outcome, Permanent, Sent, Unknown
from segue.models import Mailbox

_GONE = "The worker stopped while it was being handed over, and it is not known whether the server took it."

_FOUND = Sent("found in the Sent folder")


class SmtpChannel:
    """Sends effects on connections that are kept open between calls."""

    batch = 200

    def __init__(self) -> None:
        self._pool = Pool()
        atexit.register(self._pool.close)

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        """Send each effect once."""
        self._pool.tidy()
        outcomes: dict[int, Outcome] = {}
        for mailbox, own in _by_mailbox(effects):
            outcomes |= dict(zip((e.delivery_id for e in own), self._perform(mailbox, own, start), strict=True))
        return [outcomes[e.delivery_id] for e in effects]

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        """Found in the mailbox's Sent folder it has left. Not found says nothing: not every server keeps a copy."""
        found: set[str] = set()
        for mailbox, own in _by_mailbox(effects):
            found |= _in_sent_folder(mailbox, own) if mailbox else set()
        return [_FOUND if e.message_id in found else Unknown(_GONE) for e in effects]

    def _perform(self, mailbox: Mailbox | None, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        server = mailbox.parsed.smtp if mailbox else None
        if mailbox is None or server is None:
            return [NotTried() for _ in effects]
        files = load_files({i for e in effects for i in e.payload["attachments"]})
        sending = Sending(server, self._pool, seconds=settings.SEGUE_LEASE_SECONDS / 2)
        outcomes = sending.run(effects, partial(_composed, files=files), start, mailbox.connections)
        unheard = [e for e, outcome in zip(effects, outcomes, strict=True) if isinstance(outcome, Unknown)]
        found = _in_sent_folder(mailbox, unheard)
        return [_FOUND if e.message_id in found else o for e, o in zip(effects, outcomes, strict=True)]


def _in_sent_folder(mailbox: Mailbox, effects: Sequence[Effect]) -> set[str]:
    """The Message-IDs of those that are there: the server took them, whatever it answered."""
    server = mailbox.parsed.imap
    if server is None or not effects:
        return set()
    return find_sent(server, [e.message_id for e in effects], timeout=settings.SEGUE_LEASE_SECONDS / 6) or set()


def _composed(effect: Effect, files: dict[int, File]) -> Message | Outcome:
    try:
        return compose(effect, files)
    except KeyError:
        return Permanent(StepError(ErrorCode.ATTACHMENT_MISSING))


def _by_mailbox(effects: Sequence[Effect]) -> list[tuple[Mailbox | None, list[Effect]]]:
    groups: dict[int, list[Effect]] = defaultdict(list)
    for effect in effects:
        groups[effect.payload["mailbox"]].append(effect)
    mailboxes = Mailbox.objects.in_bulk(groups)
    return [(mailboxes.get(mailbox_id), own) for mailbox_id, own in groups.items()]
