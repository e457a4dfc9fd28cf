"""What every new account must have, whether it comes by first-run set-up or by invitation."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from segue.domain.problems import Problems
from segue.models import User

LONGEST_NAME = 150
LONGEST_PASSWORD = 1_000  # hashing costs time; nobody types more


def new_account(name: str, email: str, password: str, problems: Problems) -> User:
    """The user, not saved yet; adds to `problems` what is wrong with the name, address or password."""
    user = User(name=problems.text("name", name, label="Your name", longest=LONGEST_NAME))
    user.email = problems.email("email", email)
    if User.objects.filter(email=user.email).exists():
        problems.add("email", f"{user.email} has an account already. Sign in with it.")
    if len(password) > LONGEST_PASSWORD:
        problems.add("password", f"The password is longer than {LONGEST_PASSWORD} characters.")
    else:
        _check_password(password, user, problems)
    return user


def _check_password(password: str, user: User, problems: Problems) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        for message in error.messages:
            problems.add("password", message)
    else:
        user.set_password(password)
