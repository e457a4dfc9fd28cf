"""Asks, inside the transaction that opens deliveries, what the mailbox may let leave now; the others wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from segue.domain.allowance import Allotment, Period, allot, period_of
from segue.domain.holds import Hold
from segue.domain.plan import Wait
from segue.domain.status import Reason
from segue.domain.suppressions import values_of
from segue.engine.batch import Batch, Planned
from segue.engine.room import is_elsewhere
from segue.models import Lane, Mailbox
from segue.models.lane_holds import hold_lane
from segue.models.mail_use import count_use, used_in
from segue.models.state.advance import put_off
from segue.models.state.leases import release
from segue.models.state.moves import write_moves
from segue.queries.line import limits_of


def allowed(batch: Batch, planned: Sequence[Planned], now: datetime) -> list[Planned]:
    """Those of these e-mails, all from one mailbox, that may leave now. The mailbox's row is locked meanwhile.

    One that has no room left for its domain is put off; where the mailbox as a whole has none, its lane is held, and
    the others stay in line as they were.
    """
    sender = planned[0].snapshot.sender
    assert sender is not None
    mailbox = Mailbox.objects.select_for_update(of=("self",)).get(id=sender.mailbox_id)
    held = Lane.objects.filter(id=mailbox.lane_id, not_before__gt=now).exists()
    if mailbox.removed_at or held or is_elsewhere(mailbox.lane_id, now):
        _give_back(batch, planned)
        return []
    period = period_of(now, planned[0].snapshot.zones.workspace)
    domains = [domain_of(p) for p in planned]
    allotment = allot(domains, limits_of(mailbox), used_in(mailbox.id, period), period, _spread(planned), now)
    return _share_out(_Request(batch, mailbox, planned, domains, period), allotment, now)


@dataclass(frozen=True)
class _Request:
    batch: Batch
    mailbox: Mailbox
    planned: Sequence[Planned]
    domains: Sequence[str]
    period: Period


def _share_out(request: _Request, allotment: Allotment, now: datetime) -> list[Planned]:
    go = set(allotment.go)
    if request.mailbox.trouble_count:
        go = set(allotment.go[:1])  # one goes ahead to see whether it works again
    count_use(request.mailbox.id, request.period, (request.domains[place] for place in go))
    if allotment.hold is not Hold.NONE and allotment.held_until:
        hold_lane(request.mailbox.lane_id, allotment.held_until, allotment.hold)
    batch, planned = request.batch, request.planned
    _put_off(batch, [(planned[place], until) for place, until in allotment.later.items()], now)
    _give_back(batch, [p for place, p in enumerate(planned) if place not in go and place not in allotment.later])
    return [planned[place] for place in sorted(go)]


def _put_off(batch: Batch, later: Sequence[tuple[Planned, datetime]], now: datetime) -> None:
    writes = [
        put_off(p.snapshot, batch.lanes, Wait(until, Reason.WAITING_FOR_LIMIT), p.snapshot.attempt)
        for p, until in later
    ]
    write_moves(batch.token, writes, now=now)


def _give_back(batch: Batch, planned: Sequence[Planned]) -> None:
    release(batch.token, [p.snapshot.enrollment_id for p in planned])


def domain_of(planned: Planned) -> str:
    """Whom the message goes to, as far as limits go."""
    return values_of(planned.snapshot.email)[1]


def _spread(planned: Sequence[Planned]) -> int:
    return planned[0].snapshot.enrollment_id
