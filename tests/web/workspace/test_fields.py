"""Settings, Fields."""

from segue.actions.add_field import add_field
from segue.domain.records import RecordType
from segue.domain.steps import StepKind
from segue.models import CustomField
from tests.world import StepPlan, World, client_of


def test_a_field_is_added_and_its_key_made_from_the_label(world: World) -> None:
    client = client_of(world.alice)
    page = client.post("/settings/fields/", {"record_type": "person", "label": "Notice period"}, follow=True)
    assert "person.notice_period" in page.content.decode()
    assert CustomField.objects.get().record_type == RecordType.PERSON


def test_bad_fields_are_told_at_the_field(world: World) -> None:
    client = client_of(world.alice)
    for bad, words in (
        ({"record_type": "person", "label": "Mail", "key": "email"}, "has a field “email” already (Email)"),
        ({"record_type": "person", "label": "日本"}, "The key takes small letters"),
        ({"record_type": "robot", "label": "Model"}, "Select a valid choice"),
        ({"record_type": "company", "label": "l" * 300, "key": "long"}, "longer than 100 characters"),
    ):
        page = client.post("/settings/fields/", bad)
        assert page.status_code == 422
        assert words in page.content.decode()
    assert not CustomField.objects.exists()


def test_a_field_in_use_stays_and_the_page_says_where(world: World) -> None:
    field = add_field(world.actor, RecordType.PERSON, "Notice period", "notice_period")
    world.sequence(
        steps=[StepPlan(StepKind.TODO, {"title": "Ask: {{ person.notice_period }}"})], name="Backend engineers"
    )
    page = client_of(world.alice).post(f"/settings/fields/{field.pk}/delete/", follow=True)
    assert "is used by published steps of “Backend engineers”" in page.content.decode()
    assert CustomField.objects.filter(pk=field.pk).exists()


def test_a_field_nobody_uses_is_deleted(world: World) -> None:
    field = add_field(world.actor, RecordType.PERSON, "Notice period", "notice_period")
    page = client_of(world.alice).post(f"/settings/fields/{field.pk}/delete/", follow=True)
    assert "Notice period was deleted." in page.content.decode()
    assert not CustomField.objects.exists()


def test_members_read_the_keys_and_get_no_form(world: World) -> None:
    add_field(world.actor, RecordType.COMPANY, "Account number", "account_number")
    page = client_of(world.mel).get("/settings/fields/").content.decode()
    assert "company.account_number" in page
    assert "person.first_name" in page
    assert "Add a field" not in page
