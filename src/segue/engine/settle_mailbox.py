"""What the outcomes of a batch say about the mailboxes themselves: whether they work, and what they used up."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from segue.channels.contract import Effect
from segue.domain.allowance import Period, period_of
from segue.domain.outcome import MailboxTrouble, Outcome, Sent, Unknown
from segue.domain.schedule import Zones
from segue.domain.suppressions import values_of
from segue.models import Mailbox
from segue.models.lane_holds import end_limit, note_trouble, note_working
from segue.models.mail_use import give_back

Result = tuple[Effect, Outcome, Zones]


def settle_mailboxes(results: Iterable[Result], now: datetime) -> None:
    """Hold the lanes of mailboxes in trouble, clear those that work, and take back what did not leave."""
    by_mailbox: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        if mailbox_id := result[0].payload.get("mailbox"):
            by_mailbox[mailbox_id].append(result)
    for mailbox_id, own in by_mailbox.items():
        not_left = [result for result in own if not isinstance(result[1], Sent | Unknown)]
        if not_left:
            _give_back(mailbox_id, not_left)
            end_limit(mailbox_id)  # what was given back may leave
        _note(mailbox_id, [outcome for _, outcome, _ in own], now)


def _note(mailbox_id: int, outcomes: list[Outcome], now: datetime) -> None:
    trouble = next((outcome for outcome in outcomes if isinstance(outcome, MailboxTrouble)), None)
    if trouble:
        note_trouble(Mailbox.objects.get(id=mailbox_id), trouble.error, now)
    elif any(isinstance(outcome, Sent) for outcome in outcomes):
        note_working(mailbox_id, now)


def _give_back(mailbox_id: int, results: list[Result]) -> None:
    periods: dict[Period, list[str]] = defaultdict(list)
    for effect, _, zones in results:
        periods[period_of(effect.opened_at, zones.workspace)].append(values_of(effect.payload["to"])[1])
    for period, domains in periods.items():
        give_back(mailbox_id, period, domains)
