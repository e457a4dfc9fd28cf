"""What every page is given: who is looking, at which workspace, at what time, and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from segue.web.navigation import navigation_at


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The navigation is lazy: a fragment that shows none pays for none."""
    member = getattr(request, "member", None)
    return {
        "member": member,
        "workspace": getattr(request, "workspace", None),
        "memberships": getattr(request, "memberships", []),
        "nav": SimpleLazyObject(lambda: navigation_at(request.path, member) if member else None),
        "now": timezone.now(),
    }
