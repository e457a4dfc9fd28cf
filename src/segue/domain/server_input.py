"""What an admin enters about a mail server, checked in words. Never by pydantic: its errors quote what was given."""

import ipaddress
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from segue.domain.mailboxes import ImapSettings, Login, Security, SmtpSettings
from segue.domain.naming import one_line
from segue.domain.problems import Problems

LONGEST = 500
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_Choice = TypeVar("_Choice", bound=StrEnum)

Given = Mapping[str, Any]


def smtp_of(problems: Problems, given: Given, now: SmtpSettings | None) -> SmtpSettings | None:
    """The settings that these inputs make, on top of those there are; None where something is wrong."""
    values = _server(problems, "smtp", given, now, tuple(Login))
    return SmtpSettings(**values) if values else None


def imap_of(
    problems: Problems, given: Given, now: ImapSettings | None, smtp: SmtpSettings | None, *, typed: bool
) -> ImapSettings | None:
    """As `smtp_of`; with `same_login` it takes over how the SMTP server is logged in to.

    `typed` says that whoever asks has just given that password, and so knows it.
    """
    given = dict(given)
    if given.pop("same_login", False):
        if smtp is None or smtp.login is Login.NONE:
            problems.add("imap.same_login", "There is no login of the sending server to use here.")
            return None
        if not typed and (now is None or now.host != given.get("host", now.host)):
            problems.add("smtp.password", "Give the password again: from now on it is told to another server, too.")
        given |= {"login": smtp.login.value, "username": smtp.username, "password": smtp.password.get_secret_value()}
    values = _server(problems, "imap", given, now, (Login.PASSWORD, Login.XOAUTH2))
    if values is None:
        return None
    folder = one_line(str(given.get("folder", now.folder if now else "INBOX"))) or "INBOX"
    sent = one_line(str(given.get("sent_folder", now.sent_folder if now else "")))
    return ImapSettings(**values, folder=folder[:LONGEST], sent_folder=sent[:LONGEST])


def _server(
    problems: Problems, part: str, given: Given, now: SmtpSettings | ImapSettings | None, logins: tuple[Login, ...]
) -> dict[str, Any] | None:
    before = len(problems.found)
    security, login = (now.security, now.login) if now else (Security.TLS, Login.PASSWORD)
    values: dict[str, Any] = {
        "host": _host(problems, f"{part}.host", given.get("host", now.host if now else "")),
        "port": _port(problems, f"{part}.port", given.get("port", now.port if now else "")),
        "security": _one_of(problems, f"{part}.security", Security, given.get("security", security), tuple(Security)),
        "login": _one_of(problems, f"{part}.login", Login, given.get("login", login), logins),
        "username": "",
        "password": "",
    }
    if values["login"] in (Login.PASSWORD, Login.XOAUTH2):
        values["username"] = _username(problems, part, given.get("username", now.username if now else ""))
        values["password"] = _password(problems, part, given, now, str(values["host"]))
    return values if len(problems.found) == before else None


def _host(problems: Problems, field: str, given: object) -> str:
    host = one_line(str(given)).rstrip(".").lower()
    if not host:
        problems.add(field, "The name of the server is empty.")
    elif not _is_host(host):
        problems.add(field, f"“{host[:80]}” is not the name of a server. Write only the name, as smtp.example.com.")
    return host


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))
    return True


def _port(problems: Problems, field: str, given: object) -> int:
    text = str(given).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65_535):
        problems.add(field, "The port is a number from 1 to 65535.")
        return 0
    return int(text)


def _one_of(
    problems: Problems, field: str, kind: type[_Choice], given: object, allowed: tuple[_Choice, ...]
) -> _Choice | None:
    choices = [choice.value for choice in allowed]
    if given not in choices:
        problems.add(field, f"Choose one of: {', '.join(choices)}.")
        return None
    return kind(str(given))


def _username(problems: Problems, part: str, given: object) -> str:
    username = str(given).strip()
    if not username:
        problems.add(f"{part}.username", "The user name is empty. It often is the whole email address.")
    elif not username.isprintable() or len(username) > LONGEST:
        problems.add(f"{part}.username", "The user name holds what no user name has.")
    return username


def _password(problems: Problems, part: str, given: Given, now: SmtpSettings | ImapSettings | None, host: str) -> str:
    """An empty one keeps the old one, unless the server is another: what is secret to one is not told to the next."""
    password = str(given.get("password") or "")
    if not password and now and now.host == host:
        password = now.password.get_secret_value()
    if not password:
        again = now is not None and now.password.get_secret_value() != ""
        problems.add(
            f"{part}.password",
            "The server is another one, so give the password again." if again else "The password is empty.",
        )
    elif any(c in password for c in "\r\n\0"):
        problems.add(f"{part}.password", "The password holds a line break. Copy it again, without the line’s end.")
    return password
