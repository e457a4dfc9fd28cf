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
    """A provider, the dotted path of anymail's backend for it, and where it asks for an address to report to."""

    name: str
    label: str
    backend: str
    hook: str
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
            "Servers, your server, your message stream, Webhooks (Bounce, Spam complaint, Subscription change); for "
            "replies Inbound message stream, Settings.",
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
            "Settings, Mail Settings, Event Webhooks (Dropped, Bounced, Spam reports, Unsubscribes); for replies "
            "Settings, Inbound Parse.",
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
            "Send, Webhooks (Permanent failure, Spam complaints, Unsubscribes); for replies Receiving, a route that "
            "forwards to it.",
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
            "Account settings, Event notifications (bounce, blocked, spam, unsub); for replies the Parse API.",
            (_API_KEY, ProviderOption("secret_key", "Secret key")),
        ),
        Provider(
            "brevo",
            "Brevo",
            "anymail.backends.brevo.EmailBackend",
            "Transactional, Settings, Webhook (Hard bounce, Soft bounce, Blocked, Invalid email, Error, Complaint, "
            "Unsubscribed); for replies the inbound parsing API.",
            (_API_KEY,),
        ),
        Provider(
            "sparkpost",
            "SparkPost",
            "anymail.backends.sparkpost.EmailBackend",
            "Configuration, Webhooks (Bounce, Out of Band, Policy Rejection, Generation Rejection, Spam Complaint, "
            "Unsubscribes); for replies a relay webhook.",
            (_API_KEY,),
        ),
        Provider(
            "resend",
            "Resend",
            "anymail.backends.resend.EmailBackend",
            "Webhooks, Add webhook (email.bounced, email.complained, and for replies email.received).",
            (_API_KEY, _signing("signing_secret", "Signing secret of the webhook", "Resend")),
        ),
    )
}
