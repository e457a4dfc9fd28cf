"""Members are users in a workspace, with a role; invitations are how they come in."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from segue.domain.invitations import Dates, InvitationState, state_of
from segue.domain.roles import Permission, Role, permits
from segue.models.choices import enum_field
from segue.models.user import User
from segue.models.workspace import Workspace


class Member(models.Model):
    """A user in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = enum_field(Role, default=Role.MEMBER)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "user"], name="member_once")]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, permission: Permission) -> bool:
        """Whether this member's role permits this."""
        return permits(Role(self.role), permission)


class Invitation(models.Model):
    """A link that lets one person join with a role. Only the hash of its token is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = enum_field(Role, default=Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.CASCADE)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.email} to {self.workspace}"

    def state(self, now: datetime) -> InvitationState:
        """Whether it can still be accepted, or what became of it."""
        return state_of(Dates(self.expires_at, self.accepted_at, self.withdrawn_at), now)
