"""Opt out: the reader of an email asked not to be written to any more."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from segue.actions.suppress import put_on_list
from segue.domain.activities import ActivityKind
from segue.domain.events import Source
from segue.domain.records import RecordType
from segue.domain.status import Reason
from segue.domain.suppressions import SuppressionReason, spellings_of, values_of
from segue.models import Activity, Delivery, Enrollment, Record
from segue.models.locks import shut_gate
from segue.models.state import changes
from segue.queries.opt_outs import OptOutLink, opt_out_link


@transaction.atomic
def opt_out(token: str, now: datetime) -> OptOutLink:
    """Suppress the address the email went to, and stop every sequence it is in. Twice is the same as once.

    Raises NotFound for a token that Segue did not make.
    """
    link = opt_out_link(token)
    shut_gate(link.delivery.workspace_id)
    source = f"Opted out {_where(link.delivery)}"
    address, _ = values_of(link.address)
    _, is_news = put_on_list(link.delivery.workspace, address, SuppressionReason.OPT_OUT, source, now)
    if is_news:
        _log(link, now)
    detail = f"{link.address} opted out {_where(link.delivery)}."
    changes.stop(_enrollments_of(link), changes.By(Source.RECIPIENT, None, now, detail), Reason.STOPPED_BY_OPT_OUT)
    return link


def _where(delivery: Delivery) -> str:
    return f"by the link in step {delivery.step.position} of “{delivery.enrollment.sequence.name}”"


def _log(link: OptOutLink, now: datetime) -> None:
    enrollment = link.delivery.enrollment
    Activity.objects.create(
        workspace=link.delivery.workspace, record=enrollment.record, enrollment=enrollment, step=link.delivery.step,
        kind=ActivityKind.OPT_OUT, title="Opted out",
        body=f"{link.address} asked not to be written to any more, {_where(link.delivery)}.",
        created_at=now, done_at=now,
    )  # fmt: skip


def _enrollments_of(link: OptOutLink) -> "QuerySet[Enrollment]":
    """What runs for records with this very address; a colleague at the same domain is another person."""
    records = Record.objects.annotate(address=Lower("email")).filter(
        # Both types are named so that the index on (workspace, type, address) is used.
        workspace=link.delivery.workspace,
        type__in=list(RecordType),
        address__in=spellings_of(link.address),
    )
    return Enrollment.objects.filter(record__in=records)
