"""The texts of a record that follow from its fields: the name that is shown and the text that search looks in."""

from segue.domain.naming import person_name, search_text
from segue.models.record import Record


def refresh_texts(record: Record) -> None:
    """Set `name` (of a person) and `search` from the record's fields. Reads `record.company`."""
    if record.is_person:
        record.name = person_name(record.first_name, record.last_name, record.email) or record.name
    company = record.company.name if record.company else ""
    record.search = search_text([record.name, record.email, record.title, record.domain, company])
