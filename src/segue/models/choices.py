"""Text columns that hold one value of an enumeration of the domain."""

from enum import StrEnum
from typing import Any

from django.db import models


def enum_field(values: type[StrEnum], **options: Any) -> "models.CharField[str, str]":
    """A short text column for this enumeration; the database refuses nothing, the domain does."""
    return models.CharField(max_length=32, choices=[(v.value, getattr(v, "label", v.value)) for v in values], **options)
