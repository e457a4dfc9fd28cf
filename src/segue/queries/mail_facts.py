"""What e-mail steps need beside the record: suppression, the thread so far, and what all mail of a workspace shares."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from segue.domain.deliveries import DeliveryState
from segue.domain.snapshot import MailFacts, Snapshot, Thread
from segue.domain.steps import EmailConfig, StepKind
from segue.models import Delivery, Workspace
from segue.queries.suppressions import suppressed_among


def with_mail(snapshots: Sequence[Snapshot], workspace: Workspace) -> list[Snapshot]:
    """The same snapshots; those at an e-mail step with what their message needs, in two queries at most."""
    mailing = [s for s in snapshots if s.step.kind is StepKind.EMAIL]
    if not mailing:
        return list(snapshots)
    mail = MailFacts(workspace.mail_footer, workspace.opt_out_secret, settings.SEGUE_PUBLIC_URL)
    suppressed = suppressed_among(workspace.id, {s.email for s in mailing if s.email})
    threads = _threads([s.enrollment_id for s in mailing if _answers(s)])
    return [
        replace(s, mail=mail, suppressed=suppressed.get(s.email), thread=threads.get(s.enrollment_id))
        if s.step.kind is StepKind.EMAIL
        else s
        for s in snapshots
    ]


def _answers(snapshot: Snapshot) -> bool:
    config = snapshot.step.config
    return isinstance(config, EmailConfig) and config.in_thread


def _threads(enrollment_ids: Sequence[int]) -> dict[int, Thread]:
    """The messages that left in these enrollments, oldest first."""
    if not enrollment_ids:
        return {}
    sent = Delivery.objects.filter(enrollment_id__in=enrollment_ids, kind=StepKind.EMAIL, state=DeliveryState.SENT)
    messages: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for enrollment, message_id, subject in sent.order_by("id").values_list(
        "enrollment_id", "message_id", "payload__subject"
    ):
        messages[enrollment].append((subject, message_id))
    return {i: Thread(own[0][0], tuple(message_id for _, message_id in own)) for i, own in messages.items()}
