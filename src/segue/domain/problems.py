"""Everything that is wrong with an input, gathered so that a person hears it all at once."""

from segue.domain.addresses import is_email
from segue.domain.naming import one_line
from segue.domain.refusals import Invalid
from segue.domain.time_zones import known_time_zones


class Problems:
    """Checks values one by one, then raises Invalid once, if anything was wrong."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, field: str, problem: str) -> None:
        self.found.setdefault(field, []).append(problem)

    def text(self, field: str, value: str, *, label: str, longest: int) -> str:
        """A line of text that must be there, as one_line keeps it."""
        text = one_line(value)
        if not text:
            self.add(field, f"{label} is empty.")
        elif len(text) > longest:
            self.add(field, f"{label} is longer than {longest} characters.")
        return text

    def email(self, field: str, value: str) -> str:
        """An e-mail address, in lower case."""
        address = value.strip().lower()
        if not is_email(address):
            self.add(field, f"“{address}” is not an email address." if address else "The email address is empty.")
        return address

    def time_zone(self, field: str, value: str) -> str:
        if value not in known_time_zones():
            self.add(field, f"“{value}” is not a time zone; write it like Europe/Amsterdam.")
        return value

    def raise_any(self) -> None:
        if self.found:
            raise Invalid(self.found)
