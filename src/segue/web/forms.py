"""What the forms of the pages share: an action's refusal shown at its fields, and the list of time zones."""

from itertools import groupby
from typing import Any

from django import forms

from segue.domain.refusals import Invalid
from segue.domain.time_zones import current_time_zones, known_time_zones


def show_problems(form: forms.Form, refusal: Invalid) -> None:
    """Each problem at the field it is about; what is about no field of this form goes above it."""
    for name, problems in refusal.problems.items():
        for problem in problems:
            form.add_error(name if name in form.fields else None, problem)


def given(form: forms.Form, name: str) -> str:
    """A text as it was typed, for an action that does its own checks."""
    return str(form.cleaned_data.get(name) or "")


class TimeZoneSelect(forms.Select):
    """Shows the zone that is chosen also where the list leaves it out, such as the old name Asia/Calcutta."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        missing = [zone for zone in value if zone in known_time_zones() - {"UTC", *current_time_zones()}]
        more = [self.create_option(name, zone, zone.replace("_", " "), True, 0) for zone in missing]
        return [(None, more, 0), *groups] if more else groups


class TimeZoneField(forms.ChoiceField):
    """A choice of the world's time zones, by region. It offers those of today and takes every one there is."""

    widget = TimeZoneSelect

    def __init__(self, *, label: str = "Time zone", **options: Any) -> None:
        super().__init__(label=label, choices=_time_zone_choices, **options)

    def valid_value(self, value: str) -> bool:
        return value in known_time_zones()


def _time_zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    by_region = groupby(current_time_zones(), key=lambda zone: zone.partition("/")[0])
    groups: list[tuple[str, str | list[tuple[str, str]]]] = [
        (region, [(zone, zone.replace("_", " ")) for zone in names]) for region, names in by_region
    ]
    return [("UTC", "UTC"), *groups]
