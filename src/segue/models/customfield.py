"""Fields that a workspace adds to its people or companies; values live in Record.fields."""

from typing import ClassVar

from django.db import models

from segue.domain.records import RecordType
from segue.models.choices import enum_field
from segue.models.workspace import Workspace


class CustomField(models.Model):
    """A text field of one record type."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="custom_fields")
    record_type = enum_field(RecordType)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "record_type", "key"], name="custom_field_once")
        ]

    def __str__(self) -> str:
        return self.label
