"""An e-mail step as a record would get it: the same words as the engine's, with what is missing named."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from segue.domain.delay import Delay, DelayUnit
from segue.domain.mail_text import finish
from segue.domain.plan import texts_of
from segue.domain.records import RecordType
from segue.domain.snapshot import SenderFacts, SequenceFacts, Snapshot, StepFacts
from segue.domain.steps import EmailConfig, StepKind
from segue.domain.template import MissingValueError, TemplateTextError, problems_in
from segue.models import Mailbox, Member, Record, Sequence
from segue.queries.fields import field_set
from segue.queries.merge_values import merge_values
from segue.queries.senders import sender_for
from segue.queries.sequences import editable_version, steps_of
from segue.queries.snapshots import step_facts, zones_of

MOST_MISSING = 50


@dataclass(frozen=True)
class MailPreview:
    """The message. `missing` are merge fields without a value, shown by their names; `problem` what kept it all."""

    record: Record
    sender: SenderFacts | None
    subject: str = ""
    text: str = ""
    html: str = ""
    missing: list[str] = field(default_factory=list)
    problem: str = ""


def preview_mail(sequence: Sequence, config: EmailConfig, position: int, record: Record, member: Member) -> MailPreview:
    """This e-mail, at this place of the draft, to this record, from the mailbox it would leave from."""
    snapshot, missing = _snapshot(sequence, config, position, record, member), list[str]()
    if problem := " ".join(_problems(config, snapshot)):
        return MailPreview(record, snapshot.sender, problem=problem)
    while True:
        try:
            texts = texts_of(snapshot, config)
        except MissingValueError as error:
            if error.field in missing or "." not in error.field or len(missing) >= MOST_MISSING:
                return MailPreview(record, snapshot.sender, missing=missing, problem=str(error))
            missing.append(error.field)
            snapshot = replace(snapshot, values=_with_name(snapshot.values, error.field))
        except TemplateTextError as error:
            return MailPreview(record, snapshot.sender, problem=str(error))
        else:
            return _finished(sequence, record, snapshot.sender, texts, missing)


def _problems(config: EmailConfig, snapshot: Snapshot) -> list[str]:
    """What publishing would say of the texts, as a merge field that there is not: no record could have its value."""
    known = snapshot.fields.merge_names(snapshot.sequence.type)
    texts = [(config.label(name), text) for name, text in config.templates.items()]
    return [f"{label}: {problem}" for label, text in texts for problem in problems_in(text, known)]


def _finished(
    sequence: Sequence, record: Record, sender: SenderFacts | None, texts: Mapping[str, str], missing: list[str]
) -> MailPreview:
    # Leads to a page that says so: nobody can be unsubscribed by what is no real message.
    link = f"{settings.SEGUE_PUBLIC_URL}/u/test/" if sequence.opt_out_link else ""
    signature, footer = sender.signature if sender else "", sequence.workspace.mail_footer
    text, html = finish(texts["body"], texts["html"], signature, footer, link)
    return MailPreview(record, sender, texts["subject"], text, html, missing)


def _with_name(values: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Mapping[str, Any]]:
    """The values, and for the field without one its own name."""
    group, _, key = name.partition(".")
    return {**values, group: {**values.get(group, {}), key: f"[{name}]"}}


def _sender(sequence: Sequence, member: Member, record: Record) -> SenderFacts | None:
    box = Mailbox.objects.filter(pk=sender_for(sequence, member, record) or 0).defer("settings").first()
    return SenderFacts(box.id, box.name, box.address, box.kind, box.signature) if box else None


def _snapshot(sequence: Sequence, config: EmailConfig, position: int, record: Record, member: Member) -> Snapshot:
    """As if the record stood at this step now."""
    fields, sender = field_set(sequence.workspace), _sender(sequence, member, record)
    step = StepFacts(0, "", position, StepKind.EMAIL, Delay(0, DelayUnit.MINUTES), config)
    before = [step_facts(s) for s in steps_of(editable_version(sequence)) if s.position < position]
    return Snapshot(
        enrollment_id=0,
        workspace_id=sequence.workspace_id,
        record_id=record.pk,
        mailbox_id=sender.mailbox_id if sender else None,
        enrolled_by_id=member.pk,
        attempt=0,
        step=step,
        sequence=SequenceFacts(sequence.pk, sequence.name, RecordType(sequence.type), None, (*before, step)),
        sender=sender,
        name=record.name,
        email=record.email,
        values=merge_values(record, sender, fields),
        zones=zones_of(sequence.workspace, record),
        fields=fields,
    )
