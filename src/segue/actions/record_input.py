"""Checks what somebody wants a record to hold. Collects every problem, so that nobody fixes a form one line a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from segue.actions.record_links import LINKS
from segue.domain.naming import one_line
from segue.domain.records import Field, FieldSet, RecordType
from segue.domain.refusals import Invalid
from segue.domain.values import BadValueError, check_value
from segue.models import Workspace
from segue.models.actor import Actor
from segue.queries.fields import field_set

LONGEST_TAG = 50
MOST_TAGS = 50


@dataclass
class RecordInput:
    """What was found good: columns to set, values of custom fields, and tags (None: leave them as they are)."""

    columns: dict[str, object] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    tags: list[str] | None = None
    problems: dict[str, list[str]] = field(default_factory=dict)

    def problem(self, name: str, text: str) -> None:
        self.problems.setdefault(name, []).append(text)


def read_input(actor: Actor, record_type: RecordType, data: Mapping[str, object]) -> RecordInput:
    """Check every given key. Raises Invalid with all problems, by key (custom fields as `fields.<key>`).

    A person's company is given as `company_id`, or by its name as `company`.
    """
    known = field_set(actor.workspace)
    found = RecordInput()
    for key, value in data.items():
        _read(found, actor.workspace, record_type, known, key, value)
    if found.problems:
        raise Invalid(found.problems)
    return found


def _read(
    found: RecordInput, workspace: Workspace, record_type: RecordType, known: FieldSet, key: str, value: object
) -> None:
    definition = known.of(record_type).get(key)
    if key == "tags":
        _read_tags(found, value)
    elif key == "fields":
        _read_custom(found, record_type, known, value)
    elif key in LINKS and (key == "owner_id" or record_type is RecordType.PERSON):
        column, find = LINKS[key]
        found.columns[column], problem = find(workspace, value)
        if problem:
            found.problem(key, problem)
    elif definition and definition.built_in and definition.writable:
        _read_text(found, definition, key, value)
    else:
        found.problem(key, f"A {record_type.label.lower()} has no field “{key}” that can be set.")


def _read_text(found: RecordInput, definition: Field, key: str, value: object) -> None:
    text = _checked(found, definition, key, value)
    if text is not None:
        found.columns[key] = text


def _checked(found: RecordInput, definition: Field, name: str, value: object) -> str | None:
    if not isinstance(value, str):
        found.problem(name, f"{definition.label} must be text.")
        return None
    text = one_line(value) if definition.built_in else value.replace("\x00", "").strip()
    if definition.key == "domain" and definition.built_in:
        text = bare_domain(text)
    try:
        return check_value(definition, text)
    except BadValueError as error:
        found.problem(name, str(error))
        return None


def bare_domain(text: str) -> str:
    """The domain alone: people paste web addresses."""
    host = urlsplit(text).netloc if "://" in text else text.partition("/")[0]
    return host.lower().removeprefix("www.")


def _read_custom(found: RecordInput, record_type: RecordType, known: FieldSet, value: object) -> None:
    if not isinstance(value, dict):
        found.problem("fields", "Fields must be names with texts.")
        return
    for key, text in value.items():
        definition = known.of(record_type).get(str(key))
        if definition is None or definition.built_in:
            found.problem(f"fields.{key}", f"There is no field “{key}” on a {record_type.label.lower()}.")
        elif (checked := _checked(found, definition, f"fields.{key}", text)) is not None:
            found.custom[definition.key] = checked


def _read_tags(found: RecordInput, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        found.problem("tags", "Tags must be a list of words.")
        return
    by_key = {tag.lower(): tag for raw in reversed(cast("list[str]", value)) if (tag := one_line(raw))}
    tags = list(reversed(by_key.values()))
    for tag in tags:
        if len(tag) > LONGEST_TAG:
            found.problem("tags", f"The tag “{tag[:20]}…” is longer than {LONGEST_TAG} characters.")
    if len(tags) > MOST_TAGS:
        found.problem("tags", f"A record can have {MOST_TAGS} tags at most.")
    found.tags = tags
