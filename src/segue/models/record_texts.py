"""The texts of a record that follow from its fields: the name that is shown and the text that search looks in."""

from segue.domain.naming import person_name
from segue.domain.search import scope_of, search_text
from segue.models.record import Record


def refresh_texts(record: Record) -> None:
    """Set `name` (of a person) and `search` from the record's fields. Reads `record.company`."""
    if record.is_person:
        record.name = person_name(record.first_name, record.last_name, record.email) or record.name
    company = record.company.name if record.company else ""
    parts = [record.name, record.email, record.title, record.domain, company]
    record.search = search_text(scope_of(record.workspace_id, record.type), parts)
