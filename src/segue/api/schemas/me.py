"""Whom a token acts as."""

from typing import Self

from pydantic import BaseModel

from segue.domain.roles import Permission, Role
from segue.domain.tiers import Tier
from segue.models import Member


class TokenWorkspace(BaseModel):
    """The workspace that a token is for."""

    id: int
    name: str
    tier: Tier
    time_zone: str


class Me(BaseModel):
    """The member behind the token, and the workspace everything happens in."""

    member_id: int
    name: str
    email: str
    role: Role
    permissions: list[Permission]
    workspace: TokenWorkspace

    @classmethod
    def of(cls, member: Member) -> Self:
        workspace = member.workspace
        return cls(
            member_id=member.pk,
            name=str(member),
            email=member.user.email,
            role=Role(member.role),
            permissions=[permission for permission in Permission if member.may(permission)],
            workspace=TokenWorkspace(
                id=workspace.pk, name=workspace.name, tier=Tier(workspace.tier), time_zone=workspace.time_zone
            ),
        )
