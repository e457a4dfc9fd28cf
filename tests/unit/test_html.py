"""The HTML of e-mails: what is stored is tidy, what leaves is harmless, and its text says all of it."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.html import clean, merge_ready, tidy, to_text
from segue.domain.template import MissingValueError, html_problems_in, problems_in, render, render_html

TAGS = {"p", "br", "strong", "em", "u", "s", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "hr"}
FALLBACK = '{{ person.first_name | default: "there" }}'


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("", ""),
        (" \n ", ""),
        ("<p></p>", ""),
        ("<p>  <br> </p>", ""),
        ("Hi", "<p>Hi</p>"),
        ("Hi Ada,\r\n\r\nhow are you?\nBob", "<p>Hi Ada,</p><p>how are you?<br>Bob</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("Write to <ada@example.com>", "<p>Write to &lt;ada@example.com&gt;</p>"),
        (f"Hi {FALLBACK}", f"<p>Hi {FALLBACK}</p>"),
        ("{{ 'a'\n\n| upcase }}", "<p>{{ 'a'  | upcase }}</p>"),
        ("<p>Hi <b>Ada</b> <i>L</i></p>", "<p>Hi <strong>Ada</strong> <em>L</em></p>"),
        (f'<a href="https://x.example/{FALLBACK}">x</a>',
         '<a href="https://x.example/{{ person.first_name | default: &quot;there&quot; }}">x</a>'),
        ("<p>{% if a < b and b > 1 %}x{% endif %}</p>", "<p>{% if a &lt; b and b &gt; 1 %}x{% endif %}</p>"),
        ('<p>In {{ <a href="http://person.city">person.city</a> }}</p>', "<p>In {{ person.city }}</p>"),
        ('<p>{{ <a href="http://a.co">a.co</a> | default: <a target="_blank" href="http://b.co">"b.co"</a> }}.</p>',
         '<p>{{ a.co | default: "b.co" }}.</p>'),
        ('<p>{% if <a href="http://a.co">a.co</a> %}x{% endif %}</p>', "<p>{% if a.co %}x{% endif %}</p>"),
        ('<p><a href="https://x.example">{{ a.co }}</a></p>', '<p><a href="https://x.example">{{ a.co }}</a></p>'),
        ('<p>{{ a }} <a href="http://b.co">b</a> {{ c }}</p>', '<p>{{ a }} <a href="http://b.co">b</a> {{ c }}</p>'),
        ("<script>alert(1)</script>hello", "<p>hello</p>"),
        ('<p onclick="x" style="color: red">a<img src=x onerror=y></p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a><a href="mailto:a@b.c">b</a>', '<a>a</a><a href="mailto:a@b.c">b</a>'),
    ],
)  # fmt: skip
def test_what_is_stored(given: str, stored: str) -> None:
    assert tidy(given) == stored


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ('<p>See <a href="https://x.example/a">the page</a>.</p>', "See the page (https://x.example/a)."),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="mailto:ada@example.com">ada@example.com</a>', "ada@example.com"),
        ('<a href="mailto:ada@example.com">Write</a>', "Write (ada@example.com)"),
        ("<ul><li><p>one</p></li><li><p>two</p></li></ul><p>end</p>", "- one\n- two\n\nend"),
        ("<ol><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol>", "1. a\n2. b\n   - c\n3. d"),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "- a\n\n1. b"),
        ("<p>He wrote:</p><blockquote><p>a<br>b</p><p>c</p></blockquote>", "He wrote:\n\n> a\n> b\n>\n> c"),
        ("<h2>Title</h2><p>x</p><hr><p>y</p>", "Title\n\nx\n\n---\n\ny"),
        ("<p>{% if a &gt; 1 %}x{% endif %}</p>", "{% if a > 1 %}x{% endif %}"),
        ('<a href="{{ person.page | default: &quot;https://x.example&quot; }}">p</a>',
         'p ({{ person.page | default: "https://x.example" }})'),
    ],
)  # fmt: skip
def test_as_plain_text(html: str, text: str) -> None:
    assert to_text(html) == text


WORD = st.text(alphabet="abcxyz", min_size=1, max_size=6)
PIECES = st.one_of(
    WORD,
    st.sampled_from(
        ["<p>", "</p>", "<br>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<ol>", "</li>",
         "<blockquote>", "</blockquote>",
         '<a href="', '">', "</a>", '<a href="https://x.example/">', '<a href="javascript:alert(1)">', "<script>",
         "</script>", "<style>", "<!--", "-->", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<textarea>",
         "<title>", "<math>", "<table><td>", "{{", "}}", "{%", "%}",
         FALLBACK, "&lt;", "&gt;", "&amp;", "&quot;", "&#123;",
         '"', "'", "<", ">", "&", "\n", "\n\n", " ", "\xa0", "{", "}", "/", "=", "onclick=x ", "javascript:", "data:"]
    ),
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=400)
@given(SOUP)
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


class _Harm(HTMLParser):
    """Collects what the allow-list does not have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(tag)
        self.found += [(name, value) for name, value in attrs if name != "href" or not _may_lead(value or "")]

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


def _may_lead(href: str) -> bool:
    scheme = re.match(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", href.lower())
    return scheme is None or scheme.group(1) in {"http", "https", "mailto"}


def harm_in(html: str) -> list[object]:
    parser = _Harm()
    parser.feed(html)
    parser.close()
    return parser.found


@settings(max_examples=400)
@given(SOUP)
def test_nothing_dangerous_is_stored_or_leaves(text: str) -> None:
    assert harm_in(tidy(text)) == []
    assert harm_in(clean(text)) == []


BODY = tidy(
    '<p>Hi {{ a.b }},</p><p>{{ a.b | upcase }} <a href="{{ a.b }}">x</a>'
    ' <a href="https://x.example/?q={{ a.b }}">y</a></p>'
    "{% if a.b contains '&lt;' %}<p>{{ a.b | append: '&lt;script&gt;' }}</p>{% endif %}"
    "{{ a.b | newline_to_br }}{{ '&lt;script&gt;x' }}"
)


@settings(max_examples=400)
@given(SOUP.filter(str.strip))
def test_nothing_dangerous_comes_in_with_a_value(value: str) -> None:
    assert harm_in(render_html(BODY, {"a": {"b": value}})) == []


@given(SOUP)
def test_a_value_is_text_in_html(value: str) -> None:
    assert unescape(render_html("<p>{{ a.b }}</p>", {"a": {"b": f"x{value}"}})) == f"<p>x{value}</p>"


@settings(max_examples=300)
@given(SOUP)
def test_the_text_loses_no_visible_word(text: str) -> None:
    html = tidy(text)
    visible = re.findall(r"[a-z]+", unescape(re.sub(r"<[^>]*>", " ", html)))
    shown = re.findall(r"[a-z]+", to_text(html))
    assert [word for word in visible if word not in shown and word not in "".join(shown)] == []


def test_values_are_escaped_in_html_and_not_in_text() -> None:
    values = {"company": {"name": "Ben & <b>Jerry</b>"}}
    body = tidy("Hello {{ company.name }}")
    assert render(to_text(body), values) == "Hello Ben & <b>Jerry</b>"
    assert render_html(body, values) == "<p>Hello Ben &amp; &lt;b&gt;Jerry&lt;/b&gt;</p>"


def test_a_missing_value_is_named_in_html_too() -> None:
    with pytest.raises(MissingValueError) as caught:
        render_html("<p>{{ person.city }}</p>", {"person": {}})
    assert caught.value.field == "person.city"


def test_a_filter_cannot_make_a_value_html() -> None:
    assert problems_in("{{ person.city | safe }}", {"person.city": "City"}) == ["There is no filter “safe”."]


def test_merge_fields_are_read_as_they_were_written() -> None:
    assert merge_ready("&gt; {{ a | default: &quot;x&quot; }}{%&nbsp;if a &gt; 1 %}") == (
        '&gt; {{ a | default: "x" }}{% if a > 1 %}'
    )


def test_a_merge_field_with_formatting_in_it_is_told() -> None:
    html = tidy("<p>{{ person.<strong>city</strong> }}</p>")
    assert html_problems_in(html) == ["A merge field cannot be read. Write it again, without formatting parts of it."]
    assert html_problems_in("<p>{{ person.city }}</p>") == []
