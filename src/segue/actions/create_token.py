"""Make an API token; it is shown once, then only its hash is known."""

from datetime import datetime

from django.db import transaction

from segue.domain.problems import Problems
from segue.domain.tokens import hash_token, new_api_token
from segue.models import ApiToken
from segue.models.actor import Actor

LONGEST_NAME = 100
_SHOWN_CHARACTERS = 12


@transaction.atomic
def create_token(actor: Actor, name: str, now: datetime) -> tuple[ApiToken, str]:
    """The token's row and the token itself, which acts as this member. Raises Invalid."""
    problems = Problems()
    name = problems.text("name", name, label="The name", longest=LONGEST_NAME)
    problems.raise_any()
    plain = new_api_token()
    token = ApiToken.objects.create(
        workspace=actor.workspace,
        member=actor.member,
        name=name,
        prefix=plain[:_SHOWN_CHARACTERS],
        token_hash=hash_token(plain),
        created_at=now,
    )
    return token, plain
