"""The line before the mailbox that an enrollment's next e-mail leaves from."""

from collections.abc import Mapping
from datetime import datetime

from segue.domain.allowance import Limits, period_of
from segue.domain.errors import ErrorCode, StepError
from segue.domain.holds import Hold
from segue.domain.line import LONGEST_LINE, Line
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.models import Enrollment, Mailbox
from segue.models.mail_use import used_in
from segue.queries.snapshots import zone


def limits_of(mailbox: Mailbox) -> Limits:
    """The limits as the domain knows them."""
    return Limits(
        mailbox.hour_limit, mailbox.day_limit, mailbox.domain_hour_limit, mailbox.domain_day_limit, mailbox.gap
    )


def line_of(enrollment: Enrollment, kind: StepKind | None, now: datetime) -> Line | None:
    """Where this enrollment stands in line; None where its step needs no mailbox, or it is not in line at all."""
    if kind is not StepKind.EMAIL or enrollment.status != Status.IN_PROGRESS or enrollment.due_at is None:
        return None
    mailbox = Mailbox.objects.select_related("lane").filter(lane_id=enrollment.lane_id).defer("settings").first()
    if mailbox is None:
        return None
    held = mailbox.lane.not_before if mailbox.lane.not_before and mailbox.lane.not_before > now else None
    if enrollment.due_at > max(held or now, now):
        return None
    period = period_of(now, zone(enrollment.workspace.time_zone))
    limits, used = limits_of(mailbox), used_in(mailbox.id, period)
    return Line(
        mailbox=mailbox.address,
        hold=Hold(mailbox.lane.hold) if held else Hold.NONE,
        until=held,
        trouble=StepError(ErrorCode(mailbox.trouble_code), mailbox.trouble_detail) if mailbox.trouble_code else None,
        limits=limits,
        period=period,
        hour_room=_left(limits.hour, used.hour),
        day_room=_left(limits.day, used.day),
        ahead=_ahead(enrollment),
    )


def _left(limit: int | None, used: Mapping[str, int]) -> int | None:
    return None if limit is None else max(0, limit - sum(used.values()))


def _ahead(enrollment: Enrollment) -> int:
    """How many of the lane are due before it, counted up to a limit: the index of what is due answers."""
    before = Enrollment.objects.filter(
        lane_id=enrollment.lane_id, status=Status.IN_PROGRESS, due_at__lt=enrollment.due_at
    )
    same = Enrollment.objects.filter(
        lane_id=enrollment.lane_id, status=Status.IN_PROGRESS, due_at=enrollment.due_at, id__lt=enrollment.id
    )
    return min(LONGEST_LINE, before[:LONGEST_LINE].count() + same[:LONGEST_LINE].count())
