"""Markup with texts in it, for what stands in every row of a table."""

from html import escape

from django.utils.safestring import SafeString


def filled(markup: str, *texts: str) -> SafeString:
    """As Django's `format_html`, for texts alone and several times as fast: what is not safe yet is escaped."""
    return SafeString(markup.format(*(text if isinstance(text, SafeString) else escape(text) for text in texts)))
