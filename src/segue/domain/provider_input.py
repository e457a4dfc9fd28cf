"""What an admin enters about a provider, checked in words."""

from collections.abc import Mapping
from typing import Any

from segue.domain.mailboxes import ProviderSettings
from segue.domain.problems import Problems
from segue.domain.providers import PROVIDERS, Provider, ProviderOption

LONGEST = 500


def provider_of(problems: Problems, given: Mapping[str, Any], now: ProviderSettings | None) -> ProviderSettings | None:
    """A provider by its name, with the options it asks for. An empty secret keeps the one there is."""
    name = str(given.get("name", now.name if now else ""))
    provider = PROVIDERS.get(name)
    if provider is None:
        problems.add("provider.name", f"Choose a provider: {', '.join(PROVIDERS)}.")
        return None
    wanted: Mapping[str, Any] = given.get("options", {})
    kept = now.options if now and now.name == name else {}
    before = {key: value.get_secret_value() for key, value in kept.items()}
    return ProviderSettings.model_validate({"name": name, "options": _options(problems, provider, wanted, before)})


def _options(
    problems: Problems, provider: Provider, wanted: Mapping[str, Any], before: Mapping[str, str]
) -> dict[str, str]:
    for key in wanted:
        if provider.option(key) is None:
            problems.add(f"provider.options.{key}", f"{provider.label} has no such option.")
    values = {o.key: _option(problems, o, wanted.get(o.key), before.get(o.key)) for o in provider.options}
    return {key: value for key, value in values.items() if value}


def _option(problems: Problems, option: ProviderOption, given: object, before: str | None) -> str:
    """What is given; for a secret left empty, or what is not given at all, what was there before."""
    if given is None or (option.secret and given == ""):
        value = option.default if before is None else before
    else:
        value = str(given).strip()
    field = f"provider.options.{option.key}"
    if not value and not option.optional:
        problems.add(field, f"{option.label} is missing.")
    elif value and option.choices and value not in dict(option.choices):
        problems.add(field, f"Choose one of: {', '.join(dict(option.choices))}.")
    if not value.isprintable() or len(value) > LONGEST:
        problems.add(field, "It holds what no such value has.")
    return value
