"""What a field of a record may hold, wherever the value comes from: a form, the API, or a step."""

from segue.domain.addresses import is_email
from segue.domain.records import Field
from segue.domain.time_zones import known_time_zones

LONGEST = {"name": 200, "first_name": 100, "last_name": 100, "email": 254, "phone": 50, "title": 150, "city": 100}
LONGEST_DOMAIN = 253
LONGEST_CUSTOM = 1_000


class BadValueError(ValueError):
    """A field cannot hold this value; the message says why."""


def check_value(field: Field, value: str) -> str:
    """The value as it is stored; raises BadValueError, naming the field."""
    limit = LONGEST.get(field.key, LONGEST_DOMAIN if field.built_in else LONGEST_CUSTOM)
    if len(value) > limit:
        raise BadValueError(f"{field.label} is longer than {limit} characters.")
    if field.built_in and value:
        _check_shape(field, value)
    return value


def _check_shape(field: Field, value: str) -> None:
    if field.key == "email" and not is_email(value):
        raise BadValueError(f"“{value}” is not an email address.")
    if field.key == "time_zone" and value not in known_time_zones():
        raise BadValueError(f"“{value}” is not a time zone; write it like Europe/Amsterdam.")
