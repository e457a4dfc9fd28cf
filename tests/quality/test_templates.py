"""Templates under a strict content security policy: what the browser would refuse fails here first."""

import re

import pytest

from tests.quality.source import text_files

RULES = {
    "an inline <script>; put it in a file under static/": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a <style>; put it in a stylesheet under static/": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute; give the element a class": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute; listen for the event in a script": re.compile(
        r"<[a-z][^>]*\s(?:hx-)?on[a-z:-]+\s*=", re.IGNORECASE
    ),
    "an id written into a link; pass the object's own": re.compile(r"{%\s*url\s[^%]*[\s='\"]\d+['\"]?\s*[^%]*%}"),
    "an address written out; name it with {% url %}": re.compile(
        r"\b(?:href|action|src|hx-get|hx-post|hx-put|hx-delete)=[\"']/(?![\"'])"
    ),
}


def breaches(text: str) -> list[tuple[int, str]]:
    """Line and rule of everything in a template that breaks a rule."""
    return [
        (text.count("\n", 0, match.start()) + 1, rule)
        for rule, pattern in RULES.items()
        for match in pattern.finditer(text)
    ]


def test_templates_keep_to_the_policy() -> None:
    found = [
        f"{name}:{line} has {rule}"
        for name, text in text_files(".html")
        if name.startswith("src/")
        for line, rule in breaches(text)
    ]
    assert not found, (
        "Pages are served with a policy that allows no inline script or style, and links must survive a change of "
        "addresses:\n" + "\n".join(found)
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<style>a {}</style>",
        '<p class="a" style="color: red">',
        '<button\n  onclick="go()">',
        '<button hx-on:click="go()">',
        "{% url 'sequence' 12 %}",
        "{% url 'sequence' pk=12 %}",
        '<a href="/settings/">',
    ],
)
def test_a_breach_is_seen(text: str) -> None:
    assert len(breaches(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'app.js' %}\" defer></script>",
        '<p class="lifestyle">once = twice</p>',
        "{% url 'sequence' sequence.pk %}",
        '<option value="on">',
        '<a href="/">',
    ],
)
def test_what_is_allowed_is_left_alone(text: str) -> None:
    assert not breaches(text)
