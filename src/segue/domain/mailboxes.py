"""The settings of a mailbox, by its kind. They hold passwords, so they are stored encrypted and never shown."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_serializer

Port = Annotated[int, Field(ge=1, le=65_535)]


class Security(StrEnum):
    """How the connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"tls": "TLS from the start", "starttls": "STARTTLS", "none": "None (not encrypted)"}[self.value]


class Login(StrEnum):
    """How the mailbox proves who it is. With XOAUTH2 the password is an access token."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105  # the name of a way, no password
    XOAUTH2 = "xoauth2"

    @property
    def label(self) -> str:
        return {"none": "No login", "password": "User name and password", "xoauth2": "OAuth 2 access token"}[self.value]


class _Server(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str
    port: Port
    security: Security = Security.TLS
    login: Login = Login.PASSWORD
    username: str = ""
    password: SecretStr = SecretStr("")

    @field_serializer("password", when_used="json")
    def _dump_password(self, value: SecretStr) -> str:
        # For the encrypted column only: everything else prints stars.
        return value.get_secret_value()


class SmtpSettings(_Server):
    """Where mail leaves."""


class ImapSettings(_Server):
    """Where answers arrive; `sent_folder` is where the server keeps what left (none: the one it marks as such)."""

    folder: str = "INBOX"
    sent_folder: str = ""


class ProviderSettings(BaseModel):
    """A provider's API: the name of django-anymail's backend, and its settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    options: dict[str, SecretStr] = Field(default_factory=dict)

    @field_serializer("options", when_used="json")
    def _dump_options(self, value: dict[str, SecretStr]) -> dict[str, str]:
        return {name: secret.get_secret_value() for name, secret in value.items()}


class MailboxSettings(BaseModel):
    """Everything a mailbox may have; which parts it needs depends on its kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    smtp: SmtpSettings | None = None
    imap: ImapSettings | None = None
    provider: ProviderSettings | None = None
