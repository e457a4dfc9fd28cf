"""What every page is given: who is looking, at which workspace, at what time, and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from segue.queries.members import memberships_of
from segue.web.navigation import navigation_at


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lists are lazy: a fragment that shows no navigation pays for none."""
    member = getattr(request, "member", None)
    return {
        "member": member,
        "workspace": getattr(request, "workspace", None),
        "memberships": SimpleLazyObject(lambda: list(memberships_of(member.user)) if member else []),
        "nav": SimpleLazyObject(lambda: navigation_at(request.path, member) if member else None),
        "now": timezone.now(),
    }
