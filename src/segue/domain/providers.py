"""Providers that mailboxes can send through by django-anymail: what each is called, and the settings it asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProviderOption:
    """A setting of a provider, by the name that anymail's backend has for it. A secret one is never shown again."""

    key: str
    label: str
    secret: bool = True
    optional: bool = False
    help: str = ""
    for_hooks: bool = False
    """Whether only the provider's webhooks need it; its API is not told."""
    choices: tuple[tuple[str, str], ...] = ()
    """Values and their labels; where there are any, nothing else is taken, and the first is the default."""

    @property
    def default(self) -> str:
        return self.choices[0][0] if self.choices else ""


@dataclass(frozen=True)
class Provider:
    """A provider, and the dotted path of anymail's backend for it."""

    name: str
    label: str
    backend: str
    options: tuple[ProviderOption, ...]

    def option(self, key: str) -> ProviderOption | None:
        return next((option for option in self.options if option.key == key), None)


_API_KEY = ProviderOption("api_key", "API key")
_ONLY_SIGNED = "With it, only reports and replies that {} signed are taken."


def _signing(key: str, label: str, who: str) -> ProviderOption:
    return ProviderOption(key, label, optional=True, for_hooks=True, help=_ONLY_SIGNED.format(who))


PROVIDERS: dict[str, Provider] = {
    provider.name: provider
    for provider in (
        Provider(
            "postmark",
            "Postmark",
            "anymail.backends.postmark.EmailBackend",
            (
                ProviderOption("server_token", "Server API token"),
                ProviderOption(
                    "message_stream",
                    "Message stream",
                    secret=False,
                    optional=True,
                    help="Empty: the server’s default stream, outbound.",
                ),
            ),
        ),
        Provider(
            "sendgrid",
            "SendGrid",
            "anymail.backends.sendgrid.EmailBackend",
            (
                _API_KEY,
                # What it posts of replies it does not sign.
                ProviderOption(
                    "tracking_webhook_verification_key",
                    "Verification key of the event webhook",
                    optional=True,
                    for_hooks=True,
                    help="With it, only reports that SendGrid signed are taken.",
                ),
            ),
        ),
        Provider(
            "mailgun",
            "Mailgun",
            "anymail.backends.mailgun.EmailBackend",
            (
                ProviderOption("api_key", "API key", help="A sending key of the domain is enough."),
                ProviderOption("sender_domain", "Sending domain", secret=False, help="Such as mg.example.com."),
                ProviderOption(
                    "api_url",
                    "Region",
                    secret=False,
                    # A free address would have the key told to whoever is named there.
                    choices=(("https://api.mailgun.net/v3", "US"), ("https://api.eu.mailgun.net/v3", "EU")),
                ),
                _signing("webhook_signing_key", "Webhook signing key", "Mailgun"),
            ),
        ),
        Provider(
            "mailjet",
            "Mailjet",
            "anymail.backends.mailjet.EmailBackend",
            (_API_KEY, ProviderOption("secret_key", "Secret key")),
        ),
        Provider("brevo", "Brevo", "anymail.backends.brevo.EmailBackend", (_API_KEY,)),
        Provider("sparkpost", "SparkPost", "anymail.backends.sparkpost.EmailBackend", (_API_KEY,)),
        Provider(
            "resend",
            "Resend",
            "anymail.backends.resend.EmailBackend",
            (_API_KEY, _signing("signing_secret", "Signing secret of the webhook", "Resend")),
        ),
    )
}
