"""The example data: what a newcomer finds, at whatever hour they come."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from segue.demo.northwind_sequences import FAIR, THANKS, TOUR
from segue.demo.seed import seed
from segue.domain.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, HALDEN, DemoAccount
from segue.domain.errors import ErrorCode
from segue.domain.records import RecordType
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.domain.tiers import TIER_EXPLANATION, Tier
from segue.models import (
    Activity,
    Enrollment,
    Event,
    InboundMessage,
    Member,
    OutboxMessage,
    Record,
    Sequence,
    Step,
    Suppression,
    Workspace,
)
from segue.queries.doctor import examine
from segue.queries.explain import why
from segue.queries.sequences import problems
from segue.queries.today import due_tasks


def summary() -> list[tuple[object, ...]]:
    """Everything that happened, without ids and secrets."""
    events = Event.objects.order_by("id").values_list(
        "enrollment__record__name", "enrollment__sequence__name", "kind", "status", "code", "at", "actor__user__name"
    )
    activities = Activity.objects.order_by("id").values_list("record__name", "kind", "state", "title", "done_at")
    inbound = InboundMessage.objects.order_by("id").values_list("kind", "rule", "sender", "text", "return_on")
    suppressed = Suppression.objects.order_by("id").values_list("value", "reason", "source", "created_at")
    return [*events, *activities, *inbound, *suppressed]


@pytest.mark.django_db
def test_the_same_moment_gives_the_same_past() -> None:
    moment = datetime(2026, 6, 5, 14, 0, tzinfo=UTC)
    with transaction.atomic():
        seed(moment)
        first = summary()
        transaction.set_rollback(True)
    seed(moment)
    assert len(first) > 300
    assert summary() == first


def test_a_second_time_changes_nothing(now: datetime) -> None:
    before = summary()
    seed(now + timedelta(days=1))
    assert summary() == before
    assert Workspace.objects.count() == 2


def test_there_are_people_and_companies(now: datetime) -> None:
    assert Record.objects.filter(type=RecordType.PERSON).count() == 60
    assert Record.objects.filter(type=RecordType.COMPANY).count() == 20


def test_nobody_real_can_be_reached(now: datetime) -> None:
    addresses = [*Record.objects.values_list("email", flat=True), *OutboxMessage.objects.values_list("to", flat=True)]
    assert all(address.endswith(".example") for address in addresses if address)
    assert all(domain.endswith(".example") for domain in Record.objects.values_list("domain", flat=True) if domain)


def test_enrollments_have_all_four_statuses(northwind: Workspace) -> None:
    found = Enrollment.objects.filter(workspace=northwind, removed_at=None)
    assert {Status(status) for status in found.values_list("status", flat=True)} == set(Status)


@pytest.mark.parametrize(
    "reason",
    [
        Reason.SCHEDULED,
        Reason.WAITING_FOR_WINDOW,
        Reason.WAITING_FOR_TASK,
        Reason.PAUSED_BY_REPLY,
        Reason.STOPPED_BY_PERSON,
        Reason.STOPPED_BY_REPLY,
        Reason.STOPPED_BY_OPT_OUT,
        Reason.ALL_STEPS_DONE,
    ],
)
def test_each_reason_can_be_seen(northwind: Workspace, reason: Reason) -> None:
    assert Enrollment.objects.filter(workspace=northwind, reason=reason, removed_at=None).exists()


@pytest.mark.parametrize(
    "code",
    [
        ErrorCode.MISSING_VALUE,
        ErrorCode.NO_ADDRESS,
        ErrorCode.BAD_VALUE,
        ErrorCode.WEBHOOK_BAD_ADDRESS,
        ErrorCode.BOUNCED,
    ],
)
def test_errors_happened_and_left_their_words(northwind: Workspace, code: ErrorCode) -> None:
    failed = Enrollment.objects.filter(workspace=northwind, error_code=code).first()
    assert failed is not None
    assert failed.status == Status.FAILED
    assert Event.objects.filter(enrollment=failed, code=code, kind="step_failed", detail=failed.error_detail).exists()


def test_somebody_went_through_twice(northwind: Workspace) -> None:
    assert Enrollment.objects.filter(workspace=northwind, removed_at__isnull=False).exists()
    assert Enrollment.objects.filter(workspace=northwind, round=2, removed_at=None).exists()


def test_nothing_has_happened_yet_that_is_still_to_come(now: datetime) -> None:
    assert not Event.objects.filter(at__gt=now).exists()
    assert not Activity.objects.filter(created_at__gt=now).exists()


def test_the_engine_left_nothing_undone(now: datetime) -> None:
    found = examine(now)
    assert found.findings == []
    assert found.oldest_overdue is None


def test_no_step_that_calls_the_network_is_waiting(now: datetime) -> None:
    waiting = Enrollment.objects.filter(status=Status.IN_PROGRESS, step__kind=StepKind.WEBHOOK)
    assert not waiting.exists()


def test_there_is_work_for_today(northwind: Workspace, now: datetime) -> None:
    tasks = due_tasks(northwind, now)
    assert any(task.due_at and task.due_at < now - timedelta(days=1) for task in tasks)
    assert any(task.due_at and task.due_at > now for task in tasks)


def test_the_outbox_has_mail(northwind: Workspace) -> None:
    assert OutboxMessage.objects.filter(workspace=northwind).count() > 50


def test_a_draft_cannot_be_published_yet(northwind: Workspace) -> None:
    draft = Sequence.objects.get(workspace=northwind, name=THANKS)
    assert draft.state == "draft"
    assert len(problems(draft)) == 2


def test_one_sequence_is_archived(northwind: Workspace) -> None:
    assert Sequence.objects.get(workspace=northwind, name=FAIR).state == "archived"


def test_the_tour_takes_less_than_a_minute(northwind: Workspace) -> None:
    steps = Step.objects.filter(version__sequence__workspace=northwind, version__sequence__name=TOUR)
    assert all(step.delay_unit == "seconds" for step in steps)
    assert 0 < sum(step.delay_amount for step in steps) < 60


def test_the_basic_workspace_holds_its_enrollments(now: datetime) -> None:
    halden = Workspace.objects.get(name=HALDEN)
    assert halden.tier == Tier.BASIC
    held = Enrollment.objects.filter(workspace=halden, status=Status.IN_PROGRESS)
    assert held.count() >= 3
    assert all(why(enrollment, now).chain == [TIER_EXPLANATION] for enrollment in held)


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.name)
def test_who_the_sign_in_page_names_can_sign_in(now: datetime, account: DemoAccount) -> None:
    member = Member.objects.get(user__email=account.email, workspace__name=account.workspace)
    assert member.role == account.role
    assert member.user.check_password(DEMO_PASSWORD)
