"""Roles of members and what each may do."""

from enum import StrEnum


class Role(StrEnum):
    """Each role may do what the ones after it may."""

    ADMIN = "admin"
    MANAGER = "manager"
    MEMBER = "member"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Permission(StrEnum):
    """A thing a role may or may not do."""

    ADMINISTER = "administer"  # settings, members, mailboxes, API tokens of the workspace
    WRITE_SEQUENCES = "write_sequences"
    SUPPRESS = "suppress"  # the suppression list
    ENROLL = "enroll"  # enroll, stop, remove, retry, resume
    WRITE_RECORDS = "write_records"  # records, notes, tasks


_MEMBER = frozenset({Permission.ENROLL, Permission.WRITE_RECORDS})
_MANAGER = _MEMBER | {Permission.WRITE_SEQUENCES, Permission.SUPPRESS}
_PERMISSIONS = {
    Role.ADMIN: frozenset(Permission),
    Role.MANAGER: _MANAGER,
    Role.MEMBER: _MEMBER,
}


def permits(role: Role, permission: Permission) -> bool:
    """Whether a member with this role may do this."""
    return permission in _PERMISSIONS[role]
