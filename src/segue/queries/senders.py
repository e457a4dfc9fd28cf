"""Whose mailbox a record's mail leaves from: chosen when it is enrolled, kept for the whole sequence."""

from segue.domain.senders import SenderChoice, SenderRule
from segue.models import Enrollment, Mailbox, Member, Record
from segue.models import Sequence as SequenceModel
from segue.models.mailbox import MailboxKind


def sender_choice(sequence: SequenceModel, member: Member) -> SenderChoice:
    """How the sequence chooses for what this member enrolls, in one query.

    Also where no step sends e-mail yet: Retry takes the step as it is published then. Unless the sequence has a fixed
    mailbox, a record that was written to before hears from the same one again.
    """
    usable = _usable(sequence.workspace_id)
    rule = SenderRule(sequence.sender_rule)
    if rule is SenderRule.FIXED:
        return SenderChoice(in_turn=tuple(m.id for m in usable if m.id == sequence.sender_mailbox_id))
    pool, own = _pool(usable), _own(usable)
    keeps = tuple(m.id for m in _sending(usable))
    if rule is SenderRule.ROTATION:
        return SenderChoice(keeps, in_turn=tuple(m.id for m in pool))
    enrollers = own.get(member.pk) or (pool[0].id if pool else None)
    by_owner = own if rule is SenderRule.OWNER else {}
    return SenderChoice(keeps, by_owner, (enrollers,) if enrollers else ())


def sender_for(sequence: SequenceModel, member: Member, record: Record) -> int | None:
    """The mailbox this record would be written to from, if the member enrolled it and the sequence sent e-mail."""
    choice = sender_choice(sequence, member)
    last = Enrollment.objects.filter(record=record, mailbox__in=choice.keeps).order_by("-id")
    return choice.of(record.id, record.owner_id, last.values_list("mailbox_id", flat=True).first())


def _usable(workspace_id: int) -> list[Mailbox]:
    there = Mailbox.objects.filter(workspace_id=workspace_id, removed_at__isnull=True).order_by("id")
    return list(there.only("id", "kind", "owner_id", "paused_at"))


def _sending(mailboxes: list[Mailbox]) -> list[Mailbox]:
    """Those whose mail arrives. An Outbox only counts where there is nothing else."""
    return [m for m in mailboxes if m.kind != MailboxKind.OUTBOX] or mailboxes


def _pool(usable: list[Mailbox]) -> list[Mailbox]:
    """Those to choose from where no owner decides: without the paused ones, if any is left then."""
    sending = _sending(usable)
    return [m for m in sending if not m.paused_at] or sending


def _own(usable: list[Mailbox]) -> dict[int, int]:
    """The first mailbox of each member that has one, the sending ones before an Outbox."""
    by_preference = sorted(usable, key=lambda m: (m.kind == MailboxKind.OUTBOX, m.id), reverse=True)
    return {m.owner_id: m.id for m in by_preference if m.owner_id}
