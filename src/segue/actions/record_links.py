"""What a record points to, as somebody gives it: its owner by id, a person's company by id or by name."""

from collections.abc import Callable

from segue.domain.records import RecordType
from segue.models import Member, Record, Workspace
from segue.queries.record_choices import companies_called

# The id to store, and what is wrong with what was given ("" if nothing).
Link = tuple[int | None, str]


def _owner(workspace: Workspace, value: object) -> Link:
    members = Member.objects.filter(workspace=workspace, left_at__isnull=True)
    if value is None or (isinstance(value, int) and members.filter(pk=value).exists()):
        return value, ""
    return None, "Choose a member of this workspace as the owner."


def _company(workspace: Workspace, value: object) -> Link:
    companies = Record.objects.filter(workspace=workspace, type=RecordType.COMPANY)
    if value is None or (isinstance(value, int) and companies.filter(pk=value).exists()):
        return value, ""
    return None, "There is no such company in this workspace. Choose one from the list."


def _company_called(workspace: Workspace, value: object) -> Link:
    name = " ".join(str(value or "").replace("\x00", " ").split())
    found = companies_called(workspace, name) if name else []
    if len(found) == 1 or not name:
        return (found[0].id if found else None), ""
    if found:
        return None, f"Several companies are called “{name}”. Choose one from the list."
    return None, f"There is no company “{name}” yet. Choose one from the list, or add it first."


# By the key it is given under: the column it is stored in, and how it is found.
LINKS: dict[str, tuple[str, Callable[[Workspace, object], Link]]] = {
    "owner_id": ("owner_id", _owner),
    "company_id": ("company_id", _company),
    "company": ("company_id", _company_called),
}
