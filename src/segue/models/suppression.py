"""Suppressions: addresses and domains that must not be written to."""

from typing import ClassVar

from django.db import models

from segue.domain.suppressions import SuppressionReason
from segue.models.choices import enum_field
from segue.models.member import Member
from segue.models.workspace import Workspace


class Suppression(models.Model):
    """An address (with an @) or a domain, in lower case. `source` says in words where it came from."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="suppressions", db_index=False)
    value = models.CharField(max_length=254)
    reason = enum_field(SuppressionReason)
    source = models.TextField(blank=True)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # Reader: the engine and the enrollment check, is this address or its domain suppressed?
            models.UniqueConstraint(fields=["workspace", "value"], name="suppression_once")
        ]
        indexes: ClassVar = [
            # Reader: the page Suppressions, newest first.
            models.Index(fields=["workspace", "-id"], name="suppression_newest")
        ]

    def __str__(self) -> str:
        return self.value
