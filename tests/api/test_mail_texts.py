"""Templates of e-mails and attachments over the API."""

from base64 import b64encode

from tests.api.client import Api, api_of
from tests.world import World


def test_a_template_is_written_listed_changed_and_deleted(api: Api) -> None:
    made = api.post("/email-templates", {"type": "person", "name": " Hello ", "subject": "Hi", "body": "One\n\nTwo"})
    assert (made.status, made.data["name"], made.data["body"]) == (201, "Hello", "<p>One</p><p>Two</p>")
    at = f"/email-templates/{made.data['id']}"
    changed = api.patch(at, {"body": "<script>x</script><p onclick=x>Three</p>"})
    assert (changed.data["subject"], changed.data["body"]) == ("Hi", "<p>Three</p>")
    assert api.get("/email-templates", type="person").data["items"] == [changed.data]
    assert api.get("/email-templates", type="company").data["items"] == []
    assert api.delete(at).status == 204
    assert api.get(at).code == "not_found"


def test_a_wrong_template_is_named_and_nothing_is_saved(api: Api) -> None:
    body = {"type": "person", "name": "Hello", "subject": "", "body": ""}
    assert api.post("/email-templates", body).status == 201
    assert "already" in api.post("/email-templates", body).errors["name"]
    assert "empty" in api.post("/email-templates", body | {"name": " "}).errors["name"]
    assert "250" in api.post("/email-templates", body | {"name": "B", "subject": "x" * 251}).errors["subject"]
    assert "50,000" in api.post("/email-templates", body | {"name": "B", "body": "x" * 50_001}).errors["body"]
    assert len(api.get("/email-templates").data["items"]) == 1


def test_a_file_is_kept_and_attached(api: Api, world: World) -> None:
    made = api.post("/attachments", {"name": "C:\\plans\\Größe: 1.pdf", "content": b64encode(b"%PDF").decode()})
    assert (made.status, made.data["name"], made.data["size"]) == (201, "Größe_ 1.pdf", 4)
    assert made.data["content_type"] == "application/pdf"
    config = {"subject": "Hi", "body": "Look", "attachments": [made.data["id"]]}
    draft = {"type": "person", "name": "With a file", "steps": [{"kind": "email", "config": config}], "publish": True}
    assert api.post("/sequences", draft).data["state"] == "active"
    stolen = api_of(world.charlie).post("/sequences", draft)
    assert "An attachment is gone" in stolen.errors["steps.0.config.attachments"]


def test_a_file_that_cannot_be_attached_is_refused_in_words(api: Api) -> None:
    assert "base64" in api.post("/attachments", {"name": "a.txt", "content": "!"}).errors["content"]
    assert "is empty" in api.post("/attachments", {"name": "a.txt", "content": ""}).errors["file"]
    assert "is a program" in api.post("/attachments", {"name": "a.pdf.EXE", "content": "QQ=="}).errors["file"]
    assert "no name" in api.post("/attachments", {"name": " . ", "content": "QQ=="}).errors["file"]


def test_the_first_email_answers_nothing(api: Api) -> None:
    first = {"kind": "email", "config": {"subject": "Hi", "body": "Ho", "in_thread": True}}
    body = {"type": "person", "name": "Threads", "steps": [first], "publish": True}
    assert "no earlier email" in api.post("/sequences", body).errors["steps.0.config.in_thread"]
    follow_up = {"kind": "email", "config": {"body": "Still there?", "in_thread": True}}
    opening = {"kind": "email", "config": {"subject": "Hi", "body": "Ho"}}
    assert api.post("/sequences", body | {"steps": [opening, follow_up]}).data["state"] == "active"
