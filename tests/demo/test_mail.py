"""The mail of the example: each page about it has something to show."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from segue.actions.retry import retry
from segue.demo.northwind_mail import FOOTER
from segue.domain.errors import ErrorCode
from segue.domain.events import Source
from segue.domain.inbound import InboundKind
from segue.domain.roles import Role
from segue.domain.status import Status
from segue.domain.suppressions import SuppressionReason
from segue.engine.tick import tick
from segue.models import Enrollment, InboundMessage, Mailbox, Member, OutboxMessage, Suppression, Workspace
from segue.models.actor import Actor
from segue.queries.drawer import drawer
from segue.queries.lanes import due_lanes
from segue.queries.mailbox_states import mailbox_row


def test_mail_ends_with_signature_footer_and_a_way_out(northwind: Workspace) -> None:
    message = OutboxMessage.objects.filter(workspace=northwind).latest("id")
    for part in (message.body, message.html):
        assert part.index("Engineers who stay") < part.index(FOOTER)
        assert "/u/" in part


def test_the_mailbox_shows_what_it_used_and_is_far_from_full(northwind: Workspace, now: datetime) -> None:
    row = mailbox_row(Mailbox.objects.get(workspace=northwind), now)
    assert row.hour.limit
    assert row.hour.count < row.hour.limit / 2
    assert row.day.limit
    assert 0 < row.day.count < row.day.limit / 2


def test_suppressions_of_every_origin_a_newcomer_should_know(northwind: Workspace) -> None:
    found = dict(Suppression.objects.filter(workspace=northwind).values_list("value", "reason"))
    assert sorted(found.values()) == [SuppressionReason.BOUNCE, SuppressionReason.MANUAL, SuppressionReason.OPT_OUT]
    assert found["saltmarsh.example"] == SuppressionReason.MANUAL
    assert Suppression.objects.get(value="saltmarsh.example").source


@pytest.mark.parametrize("kind", [InboundKind.REPLY, InboundKind.AUTO_REPLY, InboundKind.HARD_BOUNCE])
def test_each_kind_came_in_and_was_matched_by_its_message_id(northwind: Workspace, kind: InboundKind) -> None:
    message = InboundMessage.objects.filter(workspace=northwind, kind=kind).first()
    assert message is not None
    assert message.enrollment is not None
    assert "step 1" in message.matched_by


def test_an_out_of_office_waits_to_be_decided_on(northwind: Workspace, now: datetime) -> None:
    message = InboundMessage.objects.get(workspace=northwind, kind=InboundKind.AUTO_REPLY)
    assert message.return_on is not None
    assert message.return_on > now.astimezone(ZoneInfo(northwind.time_zone)).date()
    assert message.enrollment is not None
    assert drawer(northwind, message.enrollment.pk, now).row.can_pause_until


@pytest.mark.django_db  # it writes
def test_who_bounced_can_be_retried_at_the_new_address(northwind: Workspace, now: datetime) -> None:
    bounced = Enrollment.objects.get(workspace=northwind, error_code=ErrorCode.BOUNCED)
    admin = Actor(Member.objects.get(workspace=northwind, role=Role.ADMIN), Source.PAGE)
    assert retry(admin, Enrollment.objects.filter(pk=bounced.pk), now).ids == [bounced.pk]
    _try(bounced)
    _try(bounced)  # now inside the send window
    assert OutboxMessage.objects.filter(to="yuki@tanabe.example").exists()


def _try(enrollment: Enrollment) -> None:
    """What is due when this enrollment is."""
    enrollment.refresh_from_db()
    assert enrollment.status == Status.IN_PROGRESS
    assert enrollment.due_at is not None
    for lane in due_lanes(enrollment.due_at):
        tick(lane, enrollment.due_at)
