"""Change one's own name."""

from django.db import transaction

from segue.actions.new_account import LONGEST_NAME
from segue.domain.problems import Problems
from segue.models import User


@transaction.atomic
def change_profile(user: User, name: str) -> None:
    """The name others see, in every workspace. Raises Invalid."""
    problems = Problems()
    user.name = problems.text("name", name, label="Your name", longest=LONGEST_NAME)
    problems.raise_any()
    user.save(update_fields=["name"])
