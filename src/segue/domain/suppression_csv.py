"""The suppression list as a CSV file: read whatever a mailing tool writes, and written so that it can be read again."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from segue.domain.naming import one_line
from segue.domain.refusals import Invalid
from segue.domain.suppressions import SuppressionReason

MOST_LINES = 100_000
MOST_BYTES = 20_000_000
LONGEST_SOURCE = 500
HEADER = ("value", "reason", "source", "added")
_VALUES = ("value", "email", "e-mail", "email address", "e-mail address", "address", "domain")
_SOURCES = ("source", "note")
# As other tools write them; spaces, hyphens and underscores count for nothing.
_REASON_WORDS = {
    SuppressionReason.OPT_OUT: "optout optedout unsubscribe unsubscribed unsub",
    SuppressionReason.COMPLAINT: "complaint complained complaints spam spamcomplaint spamreport abuse reportedasspam",
    SuppressionReason.BOUNCE: "bounce bounced bounces hardbounce hardbounced invalid",
    SuppressionReason.MANUAL: "manual manually addedbyaperson blocked blocklisted suppressed",
}
_REASONS = {word: reason for reason, words in _REASON_WORDS.items() for word in words.split()}
_BETWEEN_WORDS = str.maketrans("", "", " -_")
KNOWN_REASONS = "opt_out, complaint, bounce or manual"
# A spreadsheet takes what begins with one of these for a formula, also behind spaces and in their full width; an
# apostrophe in front makes it text.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Line:
    """A line of a file: the value as it stands there, the reason, words about it, and what is wrong with it."""

    number: int
    value: str
    reason: SuppressionReason
    source: str
    problem: str = ""


def read_lines(data: bytes) -> list[Line]:
    """The lines that hold anything. Raises Invalid for a file that cannot be read as a whole."""
    text = _decode(data)
    # Counted before they are taken apart, which takes much longer and much memory; empty ones may be among them.
    if (count := max(text.count("\n"), text.count("\r"))) > 2 * MOST_LINES:
        raise _too_many(count)
    rows = _rows(text)
    columns = _columns(rows[0][1]) if rows else None
    lines = [_line(number, cells, columns) for number, cells in (rows[1:] if columns else rows)]
    if not lines:
        raise Invalid({"file": ["The file is empty."]})
    if len(lines) > MOST_LINES:
        raise _too_many(len(lines))
    return lines


def write_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """CSV as spreadsheets read it (RFC 4180, with a BOM so that they take it for UTF-8), a line at a time."""
    yield "\ufeff" + _written(HEADER)
    for row in rows:
        yield _written(row)


def _written(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue()


def _too_many(lines: int) -> Invalid:
    return Invalid({"file": [f"The file has {lines:,} lines; {MOST_LINES:,} go at once. Split it."]})


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Invalid({"file": [f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it."]})
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid({"file": ["The file is not a text in UTF-8. Save it as “CSV UTF-8” and try again."]}) from None
    if "\0" in text:
        raise Invalid({"file": ["This is not a CSV file."]})
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each row that holds anything, with the number of the line on which it begins."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, [_unguarded(cell.strip()) for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Invalid({"file": [f"Line {start} cannot be read ({error}). Is a quote left open?"]}) from error
    return rows


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Where each named column is; None where the first row has no column of addresses, and so is no header."""
    named = {cell.lower(): place for place, cell in reversed(list(enumerate(cells)))}
    return named if any(name in named for name in _VALUES) else None


def _line(number: int, cells: list[str], columns: dict[str, int] | None) -> Line:
    places = columns or {"value": 0, "reason": 1}
    value, words = _cell(cells, places, _VALUES), _cell(cells, places, ("reason",))
    source = one_line(_cell(cells, places, _SOURCES))[:LONGEST_SOURCE]
    reason = _REASONS.get(words.lower().translate(_BETWEEN_WORDS)) if words else SuppressionReason.MANUAL
    if reason is None and columns is None:
        # Nobody said what the second column is: better on the list with its words than not on the list.
        return Line(number, value, SuppressionReason.MANUAL, one_line(words)[:LONGEST_SOURCE])
    if reason is None:
        problem = f"“{one_line(words)[:60]}” is no reason Segue knows. Write {KNOWN_REASONS}, or leave it empty."
        return Line(number, value, SuppressionReason.MANUAL, source, problem)
    return Line(number, value, reason, source)


def _cell(cells: list[str], columns: dict[str, int], names: Iterable[str]) -> str:
    """The first of these columns that holds something in this row."""
    places = (columns[name] for name in names if name in columns)
    return next((cells[place] for place in places if place < len(cells) and cells[place]), "")
