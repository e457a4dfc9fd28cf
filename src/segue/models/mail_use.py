"""Counts what mailboxes let leave, by hour and recipient domain."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection

from segue.domain.allowance import Period, Used
from segue.models.mailbox import MailUse


def used_in(mailbox_id: int, period: Period) -> Used:
    """What left through this mailbox in this hour and this day."""
    rows = MailUse.objects.filter(mailbox_id=mailbox_id, day=period.day.date())
    hour: Counter[str] = Counter()
    day: Counter[str] = Counter()
    for domain, at, count in rows.values_list("domain", "hour", "count"):
        day[domain] += count
        if at == period.hour:
            hour[domain] += count
    return Used(hour, day)


def count_use(mailbox_id: int, period: Period, domains: Iterable[str]) -> None:
    """Count a message to each of these domains."""
    table = connection.ops.quote_name(MailUse._meta.db_table)
    statement = (
        f"INSERT INTO {table} (mailbox_id, day, hour, domain, count) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
        f" ON CONFLICT (mailbox_id, day, hour, domain) DO UPDATE SET count = {table}.count + excluded.count"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, _rows(mailbox_id, period, domains))


def give_back(mailbox_id: int, period: Period, domains: Iterable[str]) -> None:
    """Take back the count of messages that did not leave after all."""
    table = connection.ops.quote_name(MailUse._meta.db_table)
    statement = (
        f"UPDATE {table} SET count = count - %s"  # noqa: S608
        " WHERE mailbox_id = %s AND day = %s AND hour = %s AND domain = %s AND count >= %s"
    )
    rows = [(count, *key, count) for *key, count in _rows(mailbox_id, period, domains)]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _rows(mailbox_id: int, period: Period, domains: Iterable[str]) -> list[tuple[Any, ...]]:
    day = connection.ops.adapt_datefield_value(period.day.date())
    hour = connection.ops.adapt_datetimefield_value(period.hour)
    return [(mailbox_id, day, hour, domain, count) for domain, count in sorted(Counter(domains).items())]
