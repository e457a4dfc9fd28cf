"""Tries the settings of a mailbox, as reading it would, and says what was found."""

from segue.channels.imap.connect import TIMEOUT, open_imap
from segue.domain.mailboxes import ImapSettings


def check_imap(settings: ImapSettings, timeout: float = TIMEOUT) -> list[str]:
    """What works, a sentence each. Raises ImapTrouble, whose sentence says what does not."""
    with open_imap(settings, timeout) as box:
        found = [f"Logged in to {settings.host}:{settings.port}, {settings.security.label}."]
        box.folder.set(settings.folder, readonly=True)
        status = box.folder.status(settings.folder, ["MESSAGES"])
        found.append(f"The folder {settings.folder} holds {status['MESSAGES']:,} messages; only new ones are read.")
        if settings.sent_folder:
            box.folder.set(settings.sent_folder, readonly=True)
            found.append(f"The folder {settings.sent_folder} is there, too.")
        return found
