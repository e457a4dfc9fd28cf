"""Servers of mail services that many use, so that nobody has to look them up. Segue's page fills them in."""

from dataclasses import dataclass

from segue.domain.mailboxes import Security


@dataclass(frozen=True)
class MailPreset:
    """Where a service takes mail and where it is read; `hint` says what its users stumble over."""

    name: str
    label: str
    smtp_host: str
    smtp_port: int
    smtp_security: Security
    imap_host: str
    hint: str
    imap_port: int = 993
    imap_security: Security = Security.TLS


PRESETS: tuple[MailPreset, ...] = (
    MailPreset(
        "gmail", "Gmail, Google Workspace", "smtp.gmail.com", 587, Security.STARTTLS, "imap.gmail.com",
        "Needs an app password (Google Account, Security, 2-Step Verification), or an OAuth 2 token.",
    ),
    MailPreset(
        "microsoft", "Microsoft 365", "smtp.office365.com", 587, Security.STARTTLS, "outlook.office365.com",
        "Needs an OAuth 2 token, or SMTP AUTH switched on for the mailbox by its administrator.",
    ),
    MailPreset(
        "fastmail", "Fastmail", "smtp.fastmail.com", 465, Security.TLS, "imap.fastmail.com",
        "Needs an app password (Settings, Privacy & Security).",
    ),
    MailPreset(
        "icloud", "iCloud", "smtp.mail.me.com", 587, Security.STARTTLS, "imap.mail.me.com",
        "Needs an app-specific password (account.apple.com).",
    ),
    MailPreset(
        "zoho", "Zoho Mail", "smtp.zoho.com", 465, Security.TLS, "imap.zoho.com",
        "In the European data centre the servers end in .eu.",
    ),
    MailPreset(
        "ses", "Amazon SES", "email-smtp.us-east-1.amazonaws.com", 587, Security.STARTTLS, "",
        "Put your region in the server’s name. Needs SMTP credentials (SES console, SMTP settings), not access "
        "keys. Replies and bounces arrive where the sender’s address is read: give that mailbox’s IMAP server.",
    ),
    MailPreset("other", "Another server", "", 587, Security.STARTTLS, "", "Ask whoever runs it for its name and port."),
)  # fmt: skip
