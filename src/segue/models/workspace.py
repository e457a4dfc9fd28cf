"""A workspace is one organisation; every row of the product belongs to one."""

import base64
import secrets

from django.db import models

from segue.domain.tiers import Tier
from segue.models.choices import enum_field
from segue.models.encrypted import EncryptedTextField


def new_webhook_secret() -> str:
    """A signing secret in the form of the Standard Webhooks scheme: whsec_ and 24 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def new_opt_out_secret() -> str:
    """Signs the links to opt out. Not encrypted: a lost or changed SEGUE_SECRET_KEY must not make them void."""
    return secrets.token_hex(32)


class Workspace(models.Model):
    """One organisation with its tier, time zone and webhook signing secret. `mail_footer` ends each of its e-mails."""

    name = models.CharField(max_length=100)
    tier = enum_field(Tier, default=Tier.PROFESSIONAL)
    time_zone = models.CharField(max_length=64, default="UTC")
    webhook_secret = EncryptedTextField(default=new_webhook_secret)
    opt_out_secret = models.CharField(max_length=64, default=new_opt_out_secret)
    mail_footer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def has_sequences(self) -> bool:
        return Tier(self.tier).has_sequences
