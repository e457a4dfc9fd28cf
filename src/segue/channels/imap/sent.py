"""The Sent folder: whether messages are there, by Message-ID. It tells what left after a worker died."""

from collections.abc import Collection

from imap_tools.mailbox import BaseMailBox

from segue.channels.imap.connect import open_imap
from segue.channels.imap.trouble import ImapTrouble
from segue.domain.mailboxes import ImapSettings


def find_sent(settings: ImapSettings, message_ids: Collection[str], timeout: float) -> set[str] | None:
    """Which of these messages the Sent folder has; None where it could not be looked into.

    That one is not there proves nothing: many servers do not keep what left over SMTP.
    """
    try:
        with open_imap(settings, timeout) as box:
            folder = settings.sent_folder or _special_folder(box)
            if not folder:
                return None
            box.folder.set(folder, readonly=True)
            return {message_id for message_id in message_ids if _has(box, message_id)}
    except ImapTrouble:
        return None


def _special_folder(box: BaseMailBox) -> str:
    """The folder that the server marks as the one for sent mail (SPECIAL-USE, RFC 6154)."""
    return next((info.name for info in box.folder.list() if "\\Sent" in info.flags), "")


def _has(box: BaseMailBox, message_id: str) -> bool:
    quoted = message_id.replace("\\", "\\\\").replace('"', '\\"')
    return bool(box.uids(f'HEADER Message-ID "{quoted}"', charset=None))
