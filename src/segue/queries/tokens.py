"""API tokens that work, as their pages list them."""

from django.db.models import QuerySet

from segue.domain.refusals import NotFound
from segue.domain.roles import Permission
from segue.models import ApiToken, Member


def tokens_for(member: Member) -> QuerySet[ApiToken]:
    """The member's own tokens; for an admin everybody's in the workspace. The newest first."""
    working = ApiToken.objects.filter(workspace=member.workspace, revoked_at=None, member__left_at=None)
    if not member.may(Permission.ADMINISTER):
        working = working.filter(member=member)
    return working.select_related("member__user").order_by("-id")


def get_token(member: Member, token_id: int) -> ApiToken:
    """A token of the member's workspace, or NotFound."""
    token = ApiToken.objects.filter(workspace=member.workspace, pk=token_id).select_related("member__user").first()
    if token is None:
        raise NotFound("There is no such API token in this workspace.")
    return token
