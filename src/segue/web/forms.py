"""What the forms of the pages share: an action's refusal shown at its fields, and the list of time zones."""

from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms

from segue.domain.refusals import Invalid

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def show_problems(form: forms.Form, refusal: Invalid) -> None:
    """Each problem at the field it is about; what is about no field of this form goes above it."""
    for name, problems in refusal.problems.items():
        for problem in problems:
            form.add_error(name if name in form.fields else None, problem)


def given(form: forms.Form, name: str) -> str:
    """A text as it was typed, for an action that does its own checks."""
    return str(form.cleaned_data.get(name) or "")


def time_zone_field(label: str = "Time zone", **options: Any) -> forms.ChoiceField:
    """A choice of the world's time zones, by region; one the browser knows is chosen by its letters."""
    return forms.ChoiceField(label=label, choices=time_zone_choices, **options)


def time_zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    zones = sorted(z for z in available_timezones() if z.partition("/")[0] in _REGIONS)
    by_region = groupby(zones, key=lambda zone: zone.partition("/")[0])
    groups: list[tuple[str, str | list[tuple[str, str]]]] = [
        (region, [(zone, zone.replace("_", " ")) for zone in names]) for region, names in by_region
    ]
    return [("UTC", "UTC"), *groups]
