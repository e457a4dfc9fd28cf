"""Holds on lanes: the mailbox waits, and with it everybody in its line, without a write for each of them."""

from datetime import datetime, timedelta

from segue.domain.errors import StepError
from segue.domain.holds import FOR_GOOD, Hold
from segue.models.lane import Lane
from segue.models.mailbox import Mailbox
from segue.models.signals import announce_work

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)


def hold_lane(lane_id: int, until: datetime, why: Hold) -> None:
    """Nothing in this lane starts before `until`. A mailbox that a person paused stays so."""
    Lane.objects.filter(id=lane_id).exclude(hold=Hold.PAUSED).update(not_before=until, hold=why)


def pause_lane(lane_id: int) -> None:
    """Nothing in this lane starts until it is let go."""
    Lane.objects.filter(id=lane_id).update(not_before=FOR_GOOD, hold=Hold.PAUSED)


def let_go(lane_id: int) -> None:
    """The lane goes on at once."""
    Lane.objects.filter(id=lane_id).update(not_before=None, hold=Hold.NONE)
    announce_work([lane_id])


def end_limit(mailbox_id: int) -> None:
    """There is room again within the limits of this mailbox."""
    Lane.objects.filter(mailbox__id=mailbox_id, hold=Hold.LIMIT).update(not_before=None, hold=Hold.NONE)


def note_trouble(mailbox: Mailbox, error: StepError, now: datetime) -> datetime:
    """Write down what keeps a mailbox from working, and hold its lane, longer each time. Returns until when."""
    pause: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(mailbox.trouble_count, 10))
    Mailbox.objects.filter(id=mailbox.id).update(
        trouble_code=error.code,
        trouble_detail=error.detail,
        trouble_since=mailbox.trouble_since or now,
        trouble_count=mailbox.trouble_count + 1,
    )
    hold_lane(mailbox.lane_id, now + pause, Hold.TROUBLE)
    return now + pause


def note_working(mailbox_id: int, now: datetime) -> None:
    """This mailbox has just let something leave: whatever was wrong is over."""
    Mailbox.objects.filter(id=mailbox_id).update(
        worked_at=now, trouble_code="", trouble_detail="", trouble_since=None, trouble_count=0
    )
