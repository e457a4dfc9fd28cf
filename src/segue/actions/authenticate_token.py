"""Let a program in by its API token, and note that the token was used."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from segue.domain.tokens import hash_token
from segue.models import ApiToken
from segue.models.away import TROUBLE, Trouble, trouble_of

_NOTED_EVERY = timedelta(minutes=1)  # a busy program costs one write a minute, not one a request


def authenticate_token(plain: str, now: datetime) -> ApiToken | None:
    """The token with its member and workspace; None if unknown, revoked, or of a member who left."""
    known = ApiToken.objects.filter(token_hash=hash_token(plain), revoked_at=None, member__left_at=None)
    token = known.select_related("workspace", "member__workspace", "member__user").first()
    if token and token.member.user.is_active:
        _note_use(token, now)
        return token
    return None


def _note_use(token: ApiToken, now: datetime) -> None:
    if token.last_used_at and token.last_used_at >= now - _NOTED_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
    try:
        with transaction.atomic():
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    except TROUBLE as error:
        if trouble_of(error) is not Trouble.READ_ONLY:  # what is read-only can be read all the same
            raise
