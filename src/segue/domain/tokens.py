"""Secrets that are shown once: only their hash is kept, so a copy of the database opens nothing."""

import hashlib
import secrets

API_TOKEN_PREFIX = "segue_"  # noqa: S105  # what every token starts with, so that leaks can be searched for


def new_api_token() -> str:
    return API_TOKEN_PREFIX + secrets.token_urlsafe(32)


def new_invitation_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(plain: str) -> str:
    """Unsalted and fast on purpose: 32 random bytes cannot be guessed, and the hash is how a token is found."""
    return hashlib.sha256(plain.encode()).hexdigest()
