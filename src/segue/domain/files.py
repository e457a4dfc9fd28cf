"""Files that e-mails attach: their names, their kinds, and how large they may be."""

import mimetypes
import re
from pathlib import PurePosixPath

from segue.domain.naming import one_line, without_hidden

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_TOTAL = 10 * 1024 * 1024
MOST_FILES = 10
LONGEST_NAME = 150

# What mail servers refuse everywhere, since it runs when it is opened.
_RUNNING = re.compile(
    r"ade|adp|apk|app|appx|bat|chm|cmd|com|cpl|deb|dll|dmg|exe|hta|img|ins|iso|isp|jar|jse?|lib|lnk|mde|ms[cipt]|msix"
    r"|nsh|pif|pkg|ps1|rpm|sc[rt]|shb?|sys|vb[es]?|vhd|vxd|ws[cfh]|xll",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|;\x00-\x1f\x7f]+')


def clean_name(name: str) -> str:
    """A file's name without its path and signs that file systems or headers stumble over; "" if nothing is left."""
    last = re.split(r"[\\/]", name)[-1]
    plain = _FORBIDDEN.sub("_", one_line(without_hidden(last))).strip(" .")
    stem, ending = PurePosixPath(plain).stem, PurePosixPath(plain).suffix[:20]
    return stem[: LONGEST_NAME - len(ending)] + ending if plain else ""


def content_type(name: str) -> str:
    """By the name: what a browser says of a file is not to be trusted."""
    guessed, encoding = mimetypes.guess_type(name)
    return guessed if guessed and not encoding else "application/octet-stream"


def problem_with_file(name: str, size: int) -> str:
    """Why a file of this (clean) name and size cannot be attached; "" if it can."""
    if not name:
        return "The file has no name. Give it one and choose it again."
    if not size:
        return f"“{name}” is empty."
    if size > LARGEST_FILE:
        return f"“{name}” has {size_in_words(size)}; a file may have {size_in_words(LARGEST_FILE)} at most."
    if any(_RUNNING.fullmatch(part) for part in name.split(".")[1:]):
        return f"“{name}” is a program. Mail servers refuse those: attach a document, or put a link in the text."
    return ""


def problem_beside(count: int, total: int) -> str:
    """Why an e-mail cannot have this many files of this size together; "" if it can."""
    if count > MOST_FILES:
        return f"An email has {MOST_FILES} attachments at most. Put the files into one archive, or link to them."
    if total > LARGEST_TOTAL:
        return (
            f"Together the attachments would have {size_in_words(total)}; an email may carry "
            f"{size_in_words(LARGEST_TOTAL)}. Link to the large ones instead."
        )
    return ""


def size_in_words(size: int) -> str:
    """As 512 bytes, 12 KB, 3.4 MB."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
