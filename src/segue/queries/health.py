"""What the health page shows: who works, what waits in which lane, and (on Postgres) the jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from segue.domain.holds import FOR_GOOD, Hold
from segue.domain.status import Status
from segue.models import Enrollment, Lane, Workspace
from segue.models.heartbeat import silent_after
from segue.models.worker import Worker
from segue.queries.jobs import JobCounts, job_counts

MOST_LANES = 100
MOST_COUNTED = 1_000
LATE_AFTER = timedelta(minutes=1)

# Counts no further than is shown: a lane may have a million steps due.
_DUE = """(SELECT count(*) FROM (SELECT 1 FROM segue_enrollment e WHERE e.lane_id = segue_lane.id
 AND e.status = %s AND e.due_at <= %s LIMIT %s) d)"""


@dataclass(frozen=True)
class WorkerRow:
    """A worker process: where it runs, and when it was last heard of."""

    host: str
    pid: str
    started_at: datetime
    silent_for: timedelta
    is_alive: bool


@dataclass(frozen=True)
class LaneRow:
    """A lane of the workspace. `due` counts up to MOST_COUNTED and one more, those in hand included."""

    name: str
    mailbox_id: int | None
    due: int
    late: timedelta | None
    hold: Hold
    held_until: datetime | None

    @property
    def has_more(self) -> bool:
        return self.due > MOST_COUNTED

    @property
    def is_held(self) -> bool:
        return self.held_until is not None


@dataclass(frozen=True)
class Health:
    """All of it, as it was at one moment. `jobs` is None on SQLite, whose runner needs none."""

    workers: list[WorkerRow]
    lanes: list[LaneRow]
    jobs: JobCounts | None

    @property
    def alive(self) -> int:
        return sum(worker.is_alive for worker in self.workers)

    @property
    def due(self) -> int:
        return sum(min(lane.due, MOST_COUNTED) for lane in self.lanes)

    @property
    def held(self) -> int:
        return sum(lane.is_held for lane in self.lanes)

    @property
    def oldest(self) -> timedelta | None:
        """How late the oldest step is that could run."""
        return max((lane.late for lane in self.lanes if lane.late and not lane.is_held), default=None)

    @property
    def is_late(self) -> bool:
        return self.oldest is not None and self.oldest > LATE_AFTER


def health_of(workspace: Workspace, now: datetime) -> Health:
    """Workers and jobs are those of the whole installation, lanes those of the workspace."""
    return Health(_workers(now), [_lane_row(lane, now) for lane in _lanes(workspace, now)], job_counts(now))


def _workers(now: datetime) -> list[WorkerRow]:
    rows = Worker.objects.order_by("started_at", "id")
    return [_worker_row(worker, now) for worker in rows]


def _worker_row(worker: Worker, now: datetime) -> WorkerRow:
    host, _, pid = worker.name.rpartition(":")
    silent = max(timedelta(0), now - worker.seen_at)
    return WorkerRow(host, pid, worker.started_at, silent, silent <= silent_after())


def _lanes(workspace: Workspace, now: datetime) -> "QuerySet[Lane]":
    due = Enrollment.objects.filter(lane=OuterRef("pk"), status=Status.IN_PROGRESS, due_at__lte=now)
    lanes = Lane.objects.filter(workspace=workspace, mailbox__removed_at__isnull=True).select_related("mailbox")
    return lanes.annotate(
        first=Subquery(due.order_by("due_at").values("due_at")[:1], output_field=DateTimeField()),
        due=RawSQL(_DUE, [Status.IN_PROGRESS.value, now, MOST_COUNTED + 1]),  # noqa: S611  # no input in it
    ).order_by("shard", "id")[:MOST_LANES]


def _lane_row(lane: Lane, now: datetime) -> LaneRow:
    first: datetime | None = getattr(lane, "first", None)
    mailbox = getattr(lane, "mailbox", None)
    held = lane.not_before if lane.not_before and lane.not_before > now else None
    return LaneRow(
        name=_name(lane, mailbox.name if mailbox else ""),
        mailbox_id=mailbox.pk if mailbox else None,
        due=int(getattr(lane, "due", 0)),
        late=now - first if first else None,
        hold=Hold(lane.hold) if held else Hold.NONE,
        held_until=held,
    )


def _name(lane: Lane, mailbox: str) -> str:
    if mailbox:
        return mailbox
    return "Webhooks" if lane.shard is None else f"Tasks and updates, part {lane.shard + 1}"


def is_for_good(moment: datetime | None) -> bool:
    """Whether it is held until a person lets go."""
    return moment == FOR_GOOD
