"""`segue password`: a new password for somebody who forgot theirs."""

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from segue.actions.reset_password import reset_password
from segue.cli.boot import Complaint
from segue.cli.migrating import require_migrated
from segue.models import User


def ask_new_password(email: str) -> None:
    """Ask for a password twice and set it. Raises Complaint for an unknown address or a weak password."""
    require_migrated()
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise Complaint(f"Nobody signs in as {email}.")
    password = click.prompt(f"New password for {user.name}", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Complaint(" ".join(error.messages)) from error
    reset_password(user, password)
    click.echo(f"{user.email} signs in with the new password from now on; sessions that were open are closed.")
