"""The new part of a reply: what its writer added, without the message they answered to."""

import re

# Mail programs break "On … wrote:" over a few lines.
_WROTE = re.compile(
    r"^(on|am|le|op|el|il|den|em)\b[^\n]*(\n[^\n]+){0,3}?"
    r"(wrote|schrieb|a écrit|schreef|escribió|ha scritto|skrev|escreveu)( [^\n:]{0,80})?\s?:\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_DIVIDER = re.compile(
    r"^[ \t]*(-{2,40}[ \t]*"
    r"(original message|ursprüngliche nachricht|message d'origine|oorspronkelijk bericht|mensaje original"
    r"|forwarded message)[ \t]*-{2,}|_{20,}|begin forwarded message:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_OUTLOOK = re.compile(
    r"^\*?(from|von|de|van)\s?:\*? .+\n\*?(sent|date|gesendet|datum|envoyé|verzonden|enviado|to|an|à|aan|para)\s?:",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTE = re.compile(r"^>", re.MULTILINE)


def new_text(text: str) -> str:
    """What was added above the quoted message; the whole text where nothing would be left.

    Where answers stand between the quoted lines, all of it is kept: cutting would lose them.
    """
    starts = [match.start() for pattern in (_WROTE, _DIVIDER, _OUTLOOK) if (match := pattern.search(text))]
    cut = text[: min(starts)] if starts else text
    quote = _QUOTE.search(cut)
    if quote and not _answered_between(cut[quote.start() :]):
        cut = cut[: quote.start()]
    elif not quote and starts and _answered_between(text[min(starts) :].partition("\n")[2]):
        cut = text
    return cut.strip() or text.strip()


def _answered_between(quoted: str) -> bool:
    """Whether lines of one's own follow quoted ones."""
    seen_quote = False
    for line in quoted.splitlines():
        if line.startswith(">"):
            seen_quote = True
        elif seen_quote and line.strip():
            return True
    return False
