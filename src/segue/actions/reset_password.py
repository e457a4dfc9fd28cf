"""Give a user a new password from the terminal, where whoever runs Segue is trusted."""

from segue.models import User


def reset_password(user: User, password: str) -> None:
    """Set it. Django ends the user's sessions, since their key is made from the password."""
    user.set_password(password)
    user.save(update_fields=["password"])
