"""The fields of a mailbox's form, in groups; which of them it has depends on its kind."""

from collections.abc import Sequence

from django import forms

from segue.domain.mailboxes import Login, Security
from segue.domain.providers import Provider, ProviderOption

Fields = dict[str, forms.Field]
Choices = Sequence[tuple[str, str]]

_LOGINS = [(login.value, login.label) for login in (Login.PASSWORD, Login.XOAUTH2)]
_ANY_LOGIN = [*_LOGINS, (Login.NONE.value, Login.NONE.label)]
_SECURITY = [(security.value, security.label) for security in Security]
_QUIET = {"autocomplete": "off", "spellcheck": "false"}
_NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class Asked(forms.CharField):
    """Has to be given, and is shown so. The action says it, together with all else that is wrong."""

    def validate(self, value: object) -> None:
        """Nothing is refused here."""


def sender_fields(members: Choices) -> Fields:
    return {
        "name": Asked(label="Sender’s name", help_text="Recipients read it in front of the address."),
        "address": Asked(label="Sender’s address", widget=forms.EmailInput(attrs={"autocomplete": "off"})),
        "owner_id": forms.CharField(
            label="Belongs to",
            required=False,
            widget=forms.Select(choices=[("", "Nobody in particular"), *members]),
            help_text="Records that this member enrolls (or owns, as the sequence says) hear from this mailbox.",
        ),
    }


def smtp_fields(*, has_password: bool) -> Fields:
    return _server_fields("smtp", 587, has_password=has_password, logins=_ANY_LOGIN)


def imap_fields(*, has_password: bool, beside_smtp: bool) -> Fields:
    same = forms.BooleanField(label="Same login as the sending server", required=False)
    return {
        "imap_read": forms.BooleanField(
            label="Read replies by IMAP",
            required=False,
            help_text="Replies, bounces and out-of-office notes then show on the records. Nothing is changed or "
            "deleted on the server.",
        ),
        **({"imap_same_login": same} if beside_smtp else {}),
        **_server_fields("imap", 993, has_password=has_password, logins=_LOGINS),
        "imap_folder": _text("Folder", optional=True),
        "imap_sent_folder": _text("Sent folder", "Empty: the one that the server marks as such.", optional=True),
    }


def provider_fields(provider: Provider, kept: set[str]) -> Fields:
    return {f"provider_{option.key}": _option(option, kept=option.key in kept) for option in provider.options}


def limit_fields() -> Fields:
    return {
        "hour_limit": _number("Messages per hour", "A clock hour (UTC).", optional=True),
        "day_limit": _number("Messages per day", "A day of the workspace’s calendar.", optional=True),
        "domain_hour_limit": _number("Per hour to one domain", optional=True),
        "domain_day_limit": _number("Per day to one domain", optional=True),
        "gap": _number("Seconds between messages", "Up to half as many are added at random. 0: none."),
        "connections": _number("Connections at once", "Fewer are kinder; many servers allow 2 to 10."),
    }


def signature_field() -> Fields:
    return {
        "signature": forms.CharField(
            label="Signature",
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Ends each message. Plain text, or simple HTML: <p>, <br>, <strong>, <em>, <a href>.",
        )
    }


def _server_fields(part: str, port: int, *, has_password: bool, logins: Choices) -> Fields:
    return {
        f"{part}_host": _text("Server"),
        f"{part}_port": Asked(label="Port", initial=port, widget=forms.TextInput(_NUMBER)),
        f"{part}_security": _chosen("Security", _SECURITY),
        f"{part}_login": _chosen("Login", logins),
        f"{part}_username": _text("User name"),
        f"{part}_password": _secret("Password or token", kept=has_password),
    }


def _option(option: ProviderOption, *, kept: bool) -> forms.Field:
    if option.choices:
        return _chosen(option.label, option.choices, option.help)
    if option.secret:
        return _secret(option.label, option.help, kept=kept, optional=option.optional)
    return _text(option.label, option.help, optional=option.optional)


def _text(label: str, help_text: str = "", *, optional: bool = False) -> forms.Field:
    return Asked(label=label, required=not optional, help_text=help_text, widget=forms.TextInput(_QUIET))


def _number(label: str, help_text: str = "", *, optional: bool = False) -> forms.Field:
    return Asked(label=label, required=not optional, help_text=help_text, widget=forms.TextInput(_NUMBER))


def _chosen(label: str, choices: Choices, help_text: str = "") -> forms.Field:
    return Asked(label=label, help_text=help_text, widget=forms.Select(choices=choices))


def _secret(label: str, help_text: str = "", *, kept: bool, optional: bool = False) -> forms.Field:
    """Never shown again; left empty it stays what it is."""
    words = f"{help_text} {'Empty: it stays as it is.' if kept else ''}".strip()
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return Asked(label=label, required=not (kept or optional), strip=False, help_text=words, widget=widget)
