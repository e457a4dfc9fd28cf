"""anymail's backend of a provider, made from the mailbox's own settings and never from Django's."""

from typing import Any

from django.utils.module_loading import import_string

from segue.domain.mailboxes import ProviderSettings
from segue.domain.providers import PROVIDERS

# Of anymail: `open()`, `close()`, and `send_messages([message])`, which leaves what came of it on the message.
Backend = Any


class UnusableSettings(Exception):
    """No request can be made with these settings. The message says why."""


def open_backend(settings: ProviderSettings, timeout: float) -> Backend:
    """A backend with a connection that is kept open until `close()`. Raises UnusableSettings."""
    provider = PROVIDERS.get(settings.name)
    if provider is None:
        raise UnusableSettings(f"Segue knows no provider called {settings.name}.")
    options = backend_options(settings)
    if not all(value.isascii() and value.isprintable() for value in options.values()):
        raise UnusableSettings("A key holds characters that no key has. Enter it again.")
    try:
        # Resend's would refuse a file whose type does not fit its name; the others do not look.
        backend = import_string(provider.backend)(timeout=timeout, verify_attachment_extensions=False, **options)
    except (ImportError, ValueError, TypeError) as error:
        raise UnusableSettings(str(error)) from error
    backend.open()
    return backend


def backend_options(settings: ProviderSettings) -> dict[str, str]:
    """What its API is to be told, in clear; not what only its webhooks need."""
    provider = PROVIDERS[settings.name]
    kept = {key: value.get_secret_value() for key, value in settings.options.items()}
    return {key: value for key, value in kept.items() if not ((o := provider.option(key)) and o.for_hooks)}
