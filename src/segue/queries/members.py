"""Who belongs to a workspace, and to which workspaces a user belongs."""

from django.db.models import QuerySet

from segue.models import Member, User


def memberships_of(user: User) -> QuerySet[Member]:
    """The workspaces a user is in now, the first one joined first."""
    return (
        Member.objects.filter(user=user, left_at=None).select_related("workspace", "user").order_by("joined_at", "id")
    )


def is_first_run() -> bool:
    """Whether nobody has an account yet, so that the set-up page is open."""
    return not User.objects.exists()
