"""The suppression list: who must not be written to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from segue.domain.refusals import NotFound
from segue.domain.suppressions import SuppressionReason, values_of
from segue.models import Suppression, Workspace
from segue.models.sets import Sql, execute, given_texts

EXPORTED_AT_ONCE = 2_000


@dataclass(frozen=True)
class Entry:
    """A line of the list, as much as is needed to say why somebody is not written to."""

    value: str
    reason: SuppressionReason
    created_at: datetime


@dataclass(frozen=True)
class SuppressionPage:
    """Entries, newest first; `next_before` leads to the older ones, None at the end."""

    entries: list[Suppression]
    next_before: int | None


def suppressed_among(workspace_id: int, addresses: Collection[str]) -> dict[str, SuppressionReason]:
    """Those of the addresses that must not be written to, as they were given, and why."""
    return {address: entry.reason for address, entry in entries_for(workspace_id, addresses).items()}


def entries_for(workspace_id: int, addresses: Collection[str]) -> dict[str, Entry]:
    """The entry of each suppressed address: its own, else that of its domain. Two queries at most."""
    values = {address: values_of(address) for address in addresses if address}
    known = _known(workspace_id, list({value for pair in values.values() for value in pair}))
    return {
        address: entry
        for address, (itself, domain) in values.items()
        if (entry := known.get(itself) or known.get(domain)) is not None
    }


def _known(workspace_id: int, values: list[str]) -> dict[str, Entry]:
    # Asked in one parameter first: nearly always nobody is suppressed, and thousands of parameters are slow to build.
    there = [value for (value,) in execute(Sql.of(_THERE, workspace=workspace_id, values=given_texts(values)))]
    entries = Suppression.objects.filter(workspace_id=workspace_id, value__in=there) if there else ()
    return {e.value: Entry(e.value, SuppressionReason(e.reason), e.created_at) for e in entries}


_THERE = """
SELECT s.value FROM {values} AS given JOIN segue_suppression s ON s.workspace_id = {workspace} AND s.value = given.value
"""


def suppression_page(
    workspace: Workspace,
    q: str = "",
    reason: SuppressionReason | None = None,
    before: int | None = None,
    size: int = 50,
) -> SuppressionPage:
    """The newest entries with `q` in their address or domain, those with a smaller id than `before`."""
    entries = Suppression.objects.filter(workspace=workspace)
    if q.strip():
        # An address that was pasted is found by its normal form, a part of one as it is.
        entries = entries.filter(value__contains=values_of(q)[0])
    if reason is not None:
        entries = entries.filter(reason=reason)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.select_related("created_by__user").order_by("-id")[: size + 1])
    return SuppressionPage(found[:size], found[size - 1].pk if len(found) > size else None)


def get_suppression(workspace: Workspace, suppression_id: int) -> Suppression:
    """One entry, or NotFound."""
    related = Suppression.objects.select_related("created_by__user")
    suppression = related.filter(workspace=workspace, pk=suppression_id).first()
    if suppression is None:
        raise NotFound("This address or domain is not on the suppression list of this workspace.")
    return suppression


def every_suppression(workspace: Workspace) -> Iterator[Suppression]:
    """The whole list, the oldest first, a set at a time: no cursor stays open while a slow reader takes its time."""
    after, found = 0, [Suppression()]
    while found:
        found = list(_of(workspace).filter(pk__gt=after)[:EXPORTED_AT_ONCE])
        yield from found
        after = found[-1].pk if found else after


def _of(workspace: Workspace) -> "QuerySet[Suppression]":
    return Suppression.objects.filter(workspace=workspace).order_by("id")
