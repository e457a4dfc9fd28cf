"""Bounces that follow no standard, recognised by their wording with flufl.bounce."""

from email.message import Message

from flufl.bounce import all_failures

from segue.domain.receiving.decoding import addresses, decoded, one_header
from segue.domain.receiving.message import Guess
from segue.domain.receiving.mime import message_of

_LOOKED_AT = 32 * 1024  # bytes; the words come first, and some detectors take very long over long texts
_MACHINES = ("mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon", "mailer", "mdaemon")


def guess_of(message: "Message[str, str]", raw: bytes) -> Guess | None:
    """Whom it is about, if a mail server wrote it and its wording is that of a bounce.

    Asked only of what mail servers write: a person's answer may quote a bounce.
    """
    if not _from_a_server(message) or message.get_content_type() == "multipart/report":
        return None
    try:
        temporary, permanent = all_failures(message_of(raw[:_LOOKED_AT]))
    except Exception:  # its detectors trip over what is not well-formed; then it is no bounce to us
        return None
    guess = Guess(_addresses(permanent), _addresses(temporary))
    return guess if guess.permanent or guess.temporary else None


def _from_a_server(message: "Message[str, str]") -> bool:
    sender = next(iter(addresses(message, "from")), "")
    return one_header(message, "return-path") == "<>" or sender.partition("@")[0] in _MACHINES


def _addresses(found: frozenset[bytes]) -> tuple[str, ...]:
    return tuple(sorted(decoded(address, None).strip().strip("<>").lower() for address in found))
