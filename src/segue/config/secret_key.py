"""The key that signs sessions and encrypts secrets: given by the environment, else made once and kept."""

import os
import secrets
from pathlib import Path


def load_secret_key(given: str, data_dir: Path) -> str:
    """The given key, or the one kept in data_dir (made there on first use, readable by its owner only)."""
    if given:
        return given
    kept = data_dir / "secret-key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return kept.read_text().strip()
