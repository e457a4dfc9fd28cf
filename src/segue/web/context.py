"""What every page is given: who is looking, at which workspace, at what time, and where they can go."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from segue.models import Member
from segue.web.navigation import navigation_at


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lists are lazy: a fragment that shows no navigation pays for none."""
    member: Member | None = getattr(request, "member", None)
    return {
        "member": member,
        "workspace": getattr(request, "workspace", None),
        "memberships": SimpleLazyObject(lambda: list(_memberships_of(member))),
        "nav": SimpleLazyObject(lambda: navigation_at(request.path)),
        "now": timezone.now(),
    }


def _memberships_of(member: Member | None) -> QuerySet[Member]:
    """The workspaces this user can switch to."""
    if member is None:
        return Member.objects.none()
    mine = Member.objects.filter(user_id=member.user_id, left_at__isnull=True)
    return mine.select_related("workspace").order_by("workspace__name", "pk")
