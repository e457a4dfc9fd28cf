"""Suppress: an address, or everybody at a domain, is not written to any more."""

from datetime import datetime

from django.db import transaction

from segue.domain.naming import one_line
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.domain.suppressions import SuppressionReason, read_value
from segue.models import Member, Suppression, Workspace
from segue.models.actor import Actor
from segue.models.locks import shut_gate

LONGEST_NOTE = 500
_NO_WISH = [reason for reason in SuppressionReason if not reason.is_wish]


@transaction.atomic
def suppress(
    workspace: Workspace,
    value: str,
    reason: SuppressionReason,
    source: str,
    now: datetime,
    member: Member | None = None,
) -> tuple[Suppression, bool]:
    """Put an address or a domain on the list; `source` says in words where it came from. Raises Invalid.

    Returns the entry and whether this changed anything. What is on the list stays as it is, unless the person now
    asks for it: that outranks every other reason. Enrollments are not touched: their next email is refused.
    """
    shut_gate(workspace.pk)
    value, problem = read_value(value)
    if problem:
        raise Invalid({"value": [problem]})
    return put_on_list(workspace, value, reason, source, now, member)


def put_on_list(
    workspace: Workspace,
    value: str,
    reason: SuppressionReason,
    source: str,
    now: datetime,
    member: Member | None = None,
) -> tuple[Suppression, bool]:
    """As `suppress`, for an address in its normal form that mail went to: whatever it looks like, it is one."""
    facts = {"reason": reason, "source": one_line(source), "created_by": member, "created_at": now}
    entry, added = Suppression.objects.get_or_create(workspace=workspace, value=value, defaults=facts)
    if not added and reason.is_wish:
        changed = Suppression.objects.filter(pk=entry.pk, reason__in=_NO_WISH).update(**facts)
        entry.refresh_from_db()
        return entry, changed == 1
    return entry, added


def suppress_by_hand(
    actor: Actor,
    value: str,
    note: str,
    now: datetime,
    reason: SuppressionReason = SuppressionReason.MANUAL,
) -> tuple[Suppression, bool]:
    """A member puts an address or a domain on the list. Raises Invalid."""
    actor.require_sequences(Permission.SUPPRESS)
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": [f"The note is longer than {LONGEST_NOTE} characters."]})
    return suppress(actor.workspace, value, reason, note, now, actor.member)
