"""Whose mailbox a record's mail leaves from: chosen when it is enrolled, kept for the whole sequence."""

from collections.abc import Callable, Sequence

from segue.domain.senders import SenderRule
from segue.models import Enrollment, Mailbox, Member, Record
from segue.models import Sequence as SequenceModel
from segue.models.mailbox import MailboxKind

_Choice = Callable[[Record], int | None]


def senders_for(sequence: SequenceModel, member: Member, records: Sequence[Record]) -> dict[int, int | None]:
    """The mailbox for each of these records, by its id, in two queries at most; None where there is none.

    Also where no step sends e-mail yet: Retry takes the step as it is published then. Unless the sequence has a fixed
    mailbox, a record that was written to before hears from the same one again.
    """
    return _chosen(sequence, member, records)


def sender_for(sequence: SequenceModel, member: Member, record: Record) -> int | None:
    """The mailbox this record would be written to from, if the member enrolled it and the sequence sent e-mail."""
    return _chosen(sequence, member, [record])[record.id]


def _chosen(sequence: SequenceModel, member: Member, records: Sequence[Record]) -> dict[int, int | None]:
    usable = _usable(sequence.workspace_id)
    if sequence.sender_rule == SenderRule.FIXED:
        fixed = sequence.sender_mailbox_id if any(m.id == sequence.sender_mailbox_id for m in usable) else None
        return dict.fromkeys((record.id for record in records), fixed)
    pool = _pool(usable)
    choose = _CHOICES[SenderRule(sequence.sender_rule)](pool, usable, member)
    kept = _kept([record.id for record in records], _sending(usable))
    return {record.id: kept.get(record.id) or choose(record) for record in records}


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


def _enroller(pool: list[Mailbox], usable: list[Mailbox], member: Member) -> _Choice:
    own = _own(usable).get(member.pk) or _first(pool)
    return lambda record: own


def _owner(pool: list[Mailbox], usable: list[Mailbox], member: Member) -> _Choice:
    own, otherwise = _own(usable), _enroller(pool, usable, member)
    return lambda record: own.get(record.owner_id or 0) or otherwise(record)


def _rotation(pool: list[Mailbox], usable: list[Mailbox], member: Member) -> _Choice:
    return lambda record: pool[record.id % len(pool)].id if pool else None


_CHOICES: dict[SenderRule, Callable[[list[Mailbox], list[Mailbox], Member], _Choice]] = {
    SenderRule.ENROLLER: _enroller,
    SenderRule.OWNER: _owner,
    SenderRule.ROTATION: _rotation,
}


def _own(usable: list[Mailbox]) -> dict[int, int]:
    """The first mailbox of each member that has one, the sending ones before an Outbox."""
    by_preference = sorted(usable, key=lambda m: (m.kind == MailboxKind.OUTBOX, m.id), reverse=True)
    return {m.owner_id: m.id for m in by_preference if m.owner_id}


def _first(pool: list[Mailbox]) -> int | None:
    return pool[0].id if pool else None


def _kept(record_ids: list[int], mailboxes: list[Mailbox]) -> dict[int, int]:
    """The mailbox that each of these records was last enrolled with, where it is one of these."""
    earlier = Enrollment.objects.filter(record__in=record_ids, mailbox__in=[m.id for m in mailboxes])
    # Oldest first, so that the newest is what stays.
    return dict(earlier.order_by("id").values_list("record_id", "mailbox_id"))
