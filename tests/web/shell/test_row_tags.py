"""Tags that build rows from strings: nobody's name becomes markup, and what is always the same is worked out once."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django.template import Context, Template
from django.template.base import TextNode
from django.utils.safestring import SafeString

from segue.domain.activities import ActivityKind
from segue.domain.records import RecordType
from segue.templatetags.addresses import address
from segue.templatetags.markup import filled

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVIL = """<b>"O'Neill" & {0}</b>"""
TASK = SimpleNamespace(
    id=7, kind=ActivityKind.CALL, title=EVIL, body=EVIL, record_id=3, record_name=EVIL, record_type=RecordType.PERSON,
    sequence_id=1, sequence_name=EVIL, enrollment_status=None, enrollment_removed=True, assignee_name=EVIL, due_at=NOW,
    step_of="Step 2 of", can_dismiss=True, left_behind=EVIL,
)  # fmt: skip


def test_texts_are_escaped_and_markup_is_not() -> None:
    assert filled("<i>{}{}</i>", EVIL, SafeString("<br>")) == (
        "<i>&lt;b&gt;&quot;O&#x27;Neill&quot; &amp; {0}&lt;/b&gt;<br></i>"
    )


def test_a_task_shows_what_people_wrote_as_they_wrote_it() -> None:
    line = Template("{% load task_line %}{% task_line task True %}").render(Context({"task": TASK, "now": NOW}))
    assert "<b>" not in line
    assert line.count("&lt;b&gt;") == 8  # title and both its buttons, body, record, sequence, assignee, left behind


def test_what_does_not_depend_on_the_page_is_worked_out_when_the_template_is_read() -> None:
    [drawing, link] = Template('{% icon "x" 17 %}{% url "today" %}').nodelist
    assert isinstance(drawing, TextNode)
    assert drawing.s.startswith("<svg")
    assert isinstance(link, TextNode)
    assert link.s == "/"
    depends = Template('{% icon name %}{% icon "x" css=css %}{% icon name|default:"x" %}{% url "person" id %}').nodelist
    assert not any(isinstance(node, TextNode) for node in depends)
    assert Template('{% url "today" as home %}[{{ home }}]').render(Context()) == "[/]"


def test_the_address_of_each_thing_is_its_own() -> None:
    assert [address("person", pk) for pk in (1, 20)] == [address("person", str(pk)) for pk in (1, 20)]
    assert address("person", 1) != address("company", 1) != address("company", 2)
