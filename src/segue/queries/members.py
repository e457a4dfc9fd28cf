"""Who belongs to a workspace, who is invited, and to which workspaces a user belongs."""

from datetime import datetime

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from segue.domain.refusals import NotFound
from segue.domain.roles import Role
from segue.domain.tokens import hash_token
from segue.models import Invitation, Member, User, Workspace

_RANK = Case(*(When(role=role, then=Value(n)) for n, role in enumerate(Role)), output_field=IntegerField())


def memberships_of(user: User) -> QuerySet[Member]:
    """The workspaces a user is in now, the first one joined first."""
    current = Member.objects.filter(user=user, left_at=None)
    return current.select_related("workspace", "user").order_by("joined_at", "id")


def member_name(ref: str) -> Subquery:
    """The name of the member in a column, for a query that names one in each of many rows."""
    return Subquery(Member.objects.filter(pk=OuterRef(ref)).values("user__name"))


def is_first_run() -> bool:
    """Whether nobody has an account yet, so that the set-up page is open."""
    return not User.objects.exists()


def members_of(workspace: Workspace) -> QuerySet[Member]:
    """The members there are now: admins, then managers, then the rest, each by name."""
    current = Member.objects.filter(workspace=workspace, left_at=None)
    return current.select_related("workspace", "user").order_by(_RANK, "user__name", "id")


def get_member(workspace: Workspace, member_id: int) -> Member:
    """One of the members there are now, or NotFound."""
    member = members_of(workspace).filter(pk=member_id).first()
    if member is None:
        raise NotFound("There is no such member in this workspace.")
    return member


def open_invitations(workspace: Workspace, now: datetime) -> QuerySet[Invitation]:
    """Invitations that can be accepted, the newest first."""
    waiting = Invitation.objects.filter(workspace=workspace, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return waiting.select_related("invited_by__user").order_by("-id")


def get_invitation(workspace: Workspace, invitation_id: int) -> Invitation:
    """One of the workspace's invitations, or NotFound."""
    invitation = Invitation.objects.filter(workspace=workspace, pk=invitation_id).first()
    if invitation is None:
        raise NotFound("There is no such invitation in this workspace.")
    return invitation


def find_invitation(token: str) -> Invitation:
    """The invitation a link leads to, in whatever state, or NotFound."""
    known = Invitation.objects.filter(token_hash=hash_token(token))
    invitation = known.select_related("workspace", "invited_by__user").first()
    if invitation is None:
        raise NotFound("This invitation link is not complete or never existed. Ask for a new one.")
    return invitation


def has_account(email: str) -> bool:
    """Whether this address has an account already."""
    return User.objects.filter(email=email).exists()
