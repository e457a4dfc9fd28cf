"""Whose mailbox a record's mail leaves from: chosen when it is enrolled, kept for the whole sequence."""

from segue.models import Mailbox, Member


def sender_for(member: Member) -> int | None:
    """The mailbox for records that this member enrolls: the workspace's first, or None without one."""
    return Mailbox.objects.filter(workspace=member.workspace).order_by("id").values_list("id", flat=True).first()
