"""Who may see a page. Every view of the product carries one of these decorators."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast, overload

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from segue.domain.events import Source
from segue.domain.refusals import TierRequired
from segue.domain.roles import Permission
from segue.domain.tiers import TIER_EXPLANATION
from segue.models import Member, Workspace
from segue.models.actor import Actor
from segue.queries.members import is_first_run

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request by a member of a workspace: what a view behind `member_view` is given."""

    member: Member
    workspace: Workspace
    htmx: HtmxDetails


MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor(request: MemberRequest) -> Actor:
    """The member of this request, acting through a page."""
    return Actor(request.member, Source.PAGE)


@overload
def member_view(view: MemberView[P], /) -> View[P]: ...
@overload
def member_view(permission: Permission, /) -> Callable[[MemberView[P]], View[P]]: ...
def member_view(arg: MemberView[P] | Permission, /) -> View[P] | Callable[[MemberView[P]], View[P]]:
    """For members: `@member_view`, or `@member_view(Permission.ADMINISTER)` for those whose role permits it."""
    if isinstance(arg, Permission):
        permission = arg
        return lambda view: _guard(view, permission, gated=False)
    return _guard(arg, None, gated=False)


@overload
def sequences_page(view: MemberView[P], /) -> View[P]: ...
@overload
def sequences_page(permission: Permission, /) -> Callable[[MemberView[P]], View[P]]: ...
def sequences_page(arg: MemberView[P] | Permission, /) -> View[P] | Callable[[MemberView[P]], View[P]]:
    """As `member_view`, and only on a tier that has sequences: on Basic the page explains itself."""
    if isinstance(arg, Permission):
        permission = arg
        return lambda view: _guard(view, permission, gated=True)
    return _guard(arg, None, gated=True)


def _guard(view: MemberView[P], permission: Permission | None, *, gated: bool) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in(request)
        if getattr(request, "member", None) is None:
            return render(request, "segue/accounts/no_workspace.html", status=403)
        known = cast(MemberRequest, request)
        if gated and not known.workspace.has_sequences:
            return _explain_tier(known)
        if permission:
            actor(known).require(permission)
        return view(known, *args, **kwargs)

    return guarded


def _sign_in(request: HttpRequest) -> HttpResponseRedirect | HttpResponse:
    """To the sign-in page and back here afterwards; to the set-up page while there is nobody to sign in."""
    if is_first_run():
        return redirect("setup")
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by django_htmx's middleware
    if htmx:
        back = htmx.current_url_abs_path or ""
        return HttpResponseClientRedirect(redirect_to_login(back, resolve_url(settings.LOGIN_URL)).url)
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def _explain_tier(request: MemberRequest) -> HttpResponse:
    """A page that explains; for a write or a fragment, the refusal."""
    if request.method not in {"GET", "HEAD"} or request.htmx:
        raise TierRequired(TIER_EXPLANATION)
    return render(request, "segue/workspace/tier.html")
