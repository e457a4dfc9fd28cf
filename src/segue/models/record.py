"""Records: people and companies in one table, since enrollments, activities and search treat them alike."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from segue.domain.records import RecordType
from segue.models.choices import enum_field
from segue.models.member import Member
from segue.models.workspace import Workspace


class Record(models.Model):
    """A person or a company. `name` is what is shown; `search` is what search looks in (lower case)."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="records", db_index=False)
    type = enum_field(RecordType)
    name = models.CharField(max_length=201)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    title = models.CharField(max_length=150, blank=True)
    company = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="people", db_index=False)
    domain = models.CharField(max_length=253, blank=True)
    industry = models.CharField(max_length=253, blank=True)
    city = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    fields = models.JSONField(default=dict, blank=True)
    search = models.TextField(blank=True)
    tags: "models.ManyToManyField[Tag, RecordTag]" = models.ManyToManyField("Tag", through="RecordTag")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # Reader: the lists of people and of companies, by name, a page at a time.
            models.Index(fields=["workspace", "type", "name", "id"], name="record_list"),
            # Reader: a company's Datasheet, its people.
            models.Index(fields=["company", "name"], name="record_of_company", condition=Q(company__isnull=False)),
            # Reader: the check for an address that is already there.
            models.Index("workspace", "type", Lower("email"), name="record_email"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.type == RecordType.PERSON


class _OfType(models.Manager[Any]):
    def __init__(self, record_type: RecordType) -> None:
        super().__init__()
        self.record_type = record_type

    def get_queryset(self) -> "models.QuerySet[Any]":
        return super().get_queryset().filter(type=self.record_type)


class Person(Record):
    """A record of type Person."""

    objects: ClassVar[Any] = _OfType(RecordType.PERSON)

    class Meta:
        proxy = True


class Company(Record):
    """A record of type Company."""

    objects: ClassVar[Any] = _OfType(RecordType.COMPANY)

    class Meta:
        proxy = True


class Tag(models.Model):
    """A word that a workspace puts on records."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=50)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("workspace", Lower("name"), name="tag_once")]

    def __str__(self) -> str:
        return self.name


class RecordTag(models.Model):
    """A tag on a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="record_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "tag"], name="record_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.record}"
