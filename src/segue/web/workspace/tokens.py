"""Settings, API tokens: one's own; an admin sees and may revoke everybody's."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from segue.actions.create_token import create_token
from segue.actions.revoke_token import revoke_token
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.queries.tokens import get_token, tokens_for
from segue.web.access import MemberRequest, actor, member_view
from segue.web.back import back_to
from segue.web.forms import given, show_problems


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label="Name",
        help_text="What it is for, so that you know later what stops working when you revoke it.",
        widget=forms.TextInput(attrs={"placeholder": "Job board import", "autocomplete": "off"}),
    )


@member_view
def api_tokens(request: MemberRequest) -> HttpResponse:
    """The list; a POST makes a token and shows it, this once."""
    if request.method != "POST":
        return _show(request, TokenForm())
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            token, plain = create_token(actor(request), given(form, "name"), timezone.now())
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            return _show(request, TokenForm(), made=token.name, plain=plain)
    return _show(request, form)


def _show(request: MemberRequest, form: TokenForm, made: str = "", plain: str = "") -> HttpResponse:
    context = {
        "form": form,
        "tokens": tokens_for(request.member),
        "made": made,
        "plain": plain,
        "sees_all": request.member.may(Permission.ADMINISTER),
        "docs": request.build_absolute_uri("/api/docs"),
    }
    response = render(request, "segue/workspace/tokens.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)  # a token is shown once: not again by the Back button
    return response


@require_POST
@member_view
def api_token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """The program that uses it is refused from now on."""
    token = get_token(request.member, pk)
    words = f"The token “{token.name}” is revoked."
    return back_to(request, "api-tokens", lambda: revoke_token(actor(request), token, timezone.now()), words)
