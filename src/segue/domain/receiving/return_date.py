"""The day on which somebody says to be back. None where it could be another day: it is never guessed."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from segue.domain.receiving.months import MONTHS

FARTHEST = timedelta(days=300)
_WINDOW = 4_000  # characters looked at; an automatic reply says it early
_GAP = r"[^.\n!?\d]{0,60}?"  # within the sentence
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

# Those that name the day of return come before those that name the end of the absence.
_BACK = (
    r"\b(?:back|return(?:ing|s)?|available again|wieder (?:da|im büro|erreichbar)|zurück|de retour|serai de retour"
    r"|terug|weer (?:aanwezig|bereikbaar)|de vuelta|regres[oaé]\w*|volver[éea]\w*|vuelvo)\b"
)
# "ab dem 3. Dezember wieder erreichbar"; without "wieder" it may be the first day away.
_BACK_GERMAN = r"\bab (?:dem )?"
_UNTIL = (
    r"\b(?:until|till|through|up to|bis (?:zum |einschließlich )?"
    r"|jusqu['’]au|jusqu['’]à|tot(?: en met)?|t/m|hasta(?: el)?)"
)
_DAY_FIRST = re.compile(
    r"zurück|wieder|\bab\b|\bbis\b|retour|jusqu|terug|weer|\btot\b|t/m|vuelta|regres|volver|vuelvo|hasta"
)

_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})"
_DOTTED = r"(?P<dot>\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\d{2})?)"
_NUMBERS = r"(?P<num>\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2}))"
_DAY_MONTH = (
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?: of| de)? ?(?P<month1>{_MONTH})\b\.?"
    r"(?:,? (?:de )?(?P<year1>\d{4}))?"
)
_MONTH_DAY = rf"(?P<month2>{_MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year2>\d{{4}}))?"
_DATE = f"(?:{_ISO}|{_DOTTED}|{_NUMBERS}|{_DAY_MONTH}|{_MONTH_DAY})"


def return_date(text: str, base: date) -> date | None:
    """The day named in an automatic reply written on `base`, if it is named once and clearly, and lies ahead."""
    start = " ".join(text[:_WINDOW].lower().split(" "))
    for cue, tail in ((_BACK, ""), (_BACK_GERMAN, r"[^.\n!?]{0,30}wieder"), (_UNTIL, "")):
        days = set(_days(re.compile(f"(?P<cue>{cue}){_GAP}{_DATE}{tail}"), start, base))
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _days(pattern: "re.Pattern[str]", text: str, base: date) -> "Iterator[date | None]":
    for match in pattern.finditer(text):
        yield _ahead(match, base)


def _ahead(match: "re.Match[str]", base: date) -> date | None:
    day = _day(match, base)
    return day if day and base < day <= base + FARTHEST else None


def _day(match: "re.Match[str]", base: date) -> date | None:
    named = match.groupdict()
    if named["iso"]:
        return _valid(*map(int, named["iso"].split("-")))
    if named["dot"]:
        day, month, *year = [int(number) for number in re.findall(r"\d+", named["dot"])]
        return _in_year(day, month, year[0] if year else None, base)
    if named["num"]:
        return _by_numbers(named["num"], base, is_day_first=bool(_DAY_FIRST.search(match["cue"])))
    name, day_text = (named["month1"], named["day1"]) if named["month1"] else (named["month2"], named["day2"])
    year_text = named["year1"] or named["year2"]
    return _in_year(int(day_text), MONTHS[name], int(year_text) if year_text else None, base)


def _by_numbers(text: str, base: date, *, is_day_first: bool) -> date | None:
    """12/03: in English nobody can know which is the month; 25/03 and 03/25 say it themselves."""
    first, second, year = [int(number) for number in re.findall(r"\d+", text)]
    if is_day_first or first > 12 or first == second:
        return _in_year(first, second, year, base)
    return _in_year(second, first, year, base) if second > 12 else None


def _in_year(day: int, month: int, year: int | None, base: date) -> date | None:
    if year is not None:
        return _valid(year if year > 99 else 2000 + year, month, day)
    this_year = _valid(base.year, month, day)
    return this_year if this_year and this_year > base else _valid(base.year + 1, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
