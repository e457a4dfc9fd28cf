"""Text that is encrypted at rest (Fernet), with a key derived from SECRET_KEY."""

import base64
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _SettingsField = models.TextField[dict[str, Any], dict[str, Any]]
else:
    _TextField = _SettingsField = models.TextField


class WrongKeyError(Exception):
    """A stored secret cannot be read: SEGUE_SECRET_KEY is not the one it was written with."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"segue secrets at rest")
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def _current() -> MultiFernet:
    return _fernet((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _encrypt(text: str) -> str:
    return _current().encrypt(text.encode()).decode()


def _decrypt(stored: str) -> str:
    try:
        return _current().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise WrongKeyError("A stored secret cannot be read: was SEGUE_SECRET_KEY changed?") from error


def renewed(stored: str) -> str | None:
    """The same secret, encrypted with the key of now; None where it is already. Raises WrongKeyError."""
    try:
        _fernet((settings.SECRET_KEY,)).decrypt(stored.encode())
    except InvalidToken:
        return _encrypt(_decrypt(stored))
    return None


class EncryptedTextField(_TextField):
    """Encrypts on the way into the database, decrypts on the way out."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else _encrypt(str(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return None if value is None else _decrypt(value)


class EncryptedJSONField(_SettingsField):
    """A mapping of settings, encrypted as a whole."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else _encrypt(json.dumps(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(_decrypt(value))


ENCRYPTED_FIELDS = (EncryptedTextField, EncryptedJSONField)
