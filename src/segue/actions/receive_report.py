"""A provider reported what became of a message: the same follows as where a mail server had sent it back."""

from datetime import datetime

from django.db import transaction

from segue.actions.receive_message import store_once
from segue.domain.inbound import InboundKind
from segue.domain.receiving.mail_report import MailReport, judge_report
from segue.domain.receiving.message import Received
from segue.models import Delivery, InboundMessage, Mailbox
from segue.queries.inbound_matches import find_reported


@transaction.atomic
def receive_report(mailbox: Mailbox, report: MailReport, now: datetime) -> InboundMessage | None:
    """Store what follows from it, and act on it. None where nothing follows, for mail of others, the second time.

    An account may report to several mailboxes: a report counts once in the workspace.
    """
    verdict = judge_report(report)
    match = find_reported(mailbox.workspace_id, report.names, report.provider) if verdict else None
    if verdict is None or match is None:
        return None
    name = _name(report, verdict.kind, match.delivery)
    received = Received(f"<{name}>", report.address, text=verdict.diagnostic, date=report.at)
    return store_once(mailbox, received, name, verdict, match, now)


def _name(report: MailReport, kind: InboundKind, delivery: Delivery) -> str:
    """One for all reports of the same fact: providers tell some of them in two ways."""
    name = f"{delivery.pk}.{kind}"
    if kind is InboundKind.SOFT_BOUNCE:
        name += f".{report.key}"
    return f"{name}@report.invalid"
