"""What is written once and used in many e-mails: templates and files to attach."""

from typing import ClassVar

from django.db import models

from segue.domain.records import RecordType
from segue.models.choices import enum_field
from segue.models.member import Member
from segue.models.workspace import Workspace


class EmailTemplate(models.Model):
    """A subject and a body (HTML with merge fields) to begin a step's e-mail with."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="email_templates")
    type = enum_field(RecordType)
    name = models.CharField(max_length=100)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "name"], name="email_template_name_once")]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file that e-mail steps attach. Never changed: another file is another row."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
