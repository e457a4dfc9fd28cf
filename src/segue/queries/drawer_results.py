"""What became of each step of one enrollment, as its activities and deliveries tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from segue.domain.activities import ActivityState
from segue.domain.deliveries import DeliveryState
from segue.domain.errors import ErrorCode
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, OutboxMessage, Workspace
from segue.queries.snapshots import zone


@dataclass(frozen=True)
class StepResult:
    """`title` as it was filled in; `text` says what came of it, with the Outbox message or the open task to go to."""

    title: str = ""
    text: str = ""
    at: datetime | None = None
    message_id: int | None = None
    open_task_id: int | None = None


def step_results(enrollment: Enrollment, deliveries: Iterable[Delivery]) -> dict[str, StepResult]:
    """By the key of the step: a retry may have run it as another version has it. Steps that did nothing are left out.

    Of one that ran more than once, the last counts.
    """
    results = {d.step.key: StepResult(text=_attempt(d)) for d in deliveries if d.error_code}
    closed = {d.step.key: d for d in deliveries if d.state == DeliveryState.SENT}
    messages = dict(
        OutboxMessage.objects.filter(delivery__enrollment=enrollment).values_list("delivery_id", "id").order_by("id")
    )
    for activity in _activities(enrollment):
        if activity.step is None:
            continue
        key = activity.step.key
        results[key] = _result(activity, closed.get(key), messages, enrollment.workspace)
    return results


def _activities(enrollment: Enrollment) -> list[Activity]:
    # By the record, whose activities are indexed. What people and replies add is no step's doing.
    of_record = Activity.objects.filter(record=enrollment.record_id, enrollment=enrollment, kind__in=list(StepKind))
    return list(of_record.select_related("step", "actor__user").order_by("id"))


def _result(
    activity: Activity, delivery: Delivery | None, messages: dict[int, int], workspace: Workspace
) -> StepResult:
    is_open = activity.state == ActivityState.OPEN
    return StepResult(
        title=activity.title,
        text=_text(activity, delivery, zone(workspace.time_zone)),
        at=activity.done_at,
        message_id=messages.get(delivery.id) if delivery else None,
        open_task_id=activity.id if is_open else None,
    )


def _text(activity: Activity, delivery: Delivery | None, clock: ZoneInfo) -> str:
    kind = StepKind(activity.kind)
    if kind.is_manual:
        return _task(activity, clock)
    if kind is StepKind.EMAIL:
        return f"Sent to {activity.data.get('to', '')}"
    if kind is StepKind.WEBHOOK:
        return f"Answer: {delivery.receipt}" if delivery and delivery.receipt else ""
    return activity.title  # "Set Stage to “In touch”", "Added tag “toured”"


def _task(activity: Activity, clock: ZoneInfo) -> str:
    if activity.state == ActivityState.OPEN:
        return f"Task open since {activity.created_at.astimezone(clock):%a %-d %b %Y, %H:%M}"
    word = "Dismissed" if activity.state == ActivityState.DISMISSED else "Done"
    by = f"{word} by {activity.actor or 'a former member'}"
    outcome = activity.data.get("outcome", "")
    return f"{by}: {outcome}" if outcome else by


def _attempt(delivery: Delivery) -> str:
    title = ErrorCode(delivery.error_code).entry.title
    return f"Attempt {delivery.attempt}: {title}. {delivery.error_detail}".rstrip(". ") + "."
