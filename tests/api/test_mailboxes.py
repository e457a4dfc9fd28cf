"""Mailboxes over the API: nothing secret ever comes out."""

from datetime import timedelta

from django.utils import timezone

from segue.bench.mail_server import Server, serving
from segue.domain.errors import ErrorCode, StepError
from segue.models import Mailbox
from segue.models.lane_holds import note_trouble
from tests.api.client import Api
from tests.engine.stages import EMAIL
from tests.world import World

SMTP = {"host": "mail.example.com", "port": 587, "security": "starttls", "username": "ada", "password": "s3cret-word"}
NEW = {"kind": "smtp", "name": "Ada", "address": "ada@example.com", "smtp": SMTP}


def created(api: Api, **more: object) -> int:
    answer = api.post("/mailboxes", NEW | more)
    assert answer.status == 201, answer.data
    return int(answer.data["id"])


def test_create_read_change(api: Api, world: World) -> None:
    imap = {"host": "imap.example.com", "port": 993, "same_login": True}
    number = created(api, imap=imap, hour_limit=40, owner_id=world.mel.pk, signature="Ada\nAcme")
    shown = api.get(f"/mailboxes/{number}").data
    assert shown["state"] == "working"
    assert shown["owner"] == {"id": world.mel.pk, "name": "Mel Member"}
    assert shown["smtp"] == {key: SMTP[key] for key in ("host", "port", "security", "username")} | {
        "login": "password",
        "has_password": True,
    }
    assert shown["imap"]["username"] == "ada"
    assert shown["signature"] == "<p>Ada<br>Acme</p>"
    changed = api.patch(f"/mailboxes/{number}", {"hour_limit": None, "smtp": {"port": 465, "security": "tls"}})
    assert (changed.data["hour_limit"], changed.data["smtp"]["port"]) == (None, 465)
    kept = Mailbox.objects.get(pk=number).parsed.smtp
    assert kept
    assert kept.password.get_secret_value() == "s3cret-word"


def test_secrets_never_come_out(api: Api) -> None:
    provider = {"name": "mailgun", "options": {"api_key": "s3cret-word", "sender_domain": "mg.example.com"}}
    kind = {"kind": "provider", "smtp": None, "provider": provider, "address": "mg@example.com"}
    answers = [
        api.post("/mailboxes", NEW),
        api.post("/mailboxes", NEW | kind),
        api.post("/mailboxes", NEW | {"smtp": SMTP | {"port": 0}}),
        api.post("/mailboxes", NEW | {"smtp": SMTP | {"password": {"is": "s3cret-word"}}}),
        api.get("/mailboxes"),
    ]
    assert [a.status for a in answers] == [201, 201, 422, 422, 200]
    assert not [a.data for a in answers if "s3cret-word" in str(a.data)]
    options = {"sender_domain": "mg.example.com", "api_url": "https://api.mailgun.net/v3"}
    assert answers[1].data["provider"] == {"name": "mailgun", "options": options, "secrets": ["api_key"]}


def test_what_is_wrong_is_named(api: Api) -> None:
    bad = {"address": "ada", "smtp": SMTP | {"host": "smtp://x", "port": 70_000}, "connections": 0, "owner_id": 999}
    assert set(api.post("/mailboxes", NEW | bad).errors) == {
        "address", "smtp.host", "smtp.port", "connections", "owner_id",
    }  # fmt: skip
    created(api)
    assert "already" in api.post("/mailboxes", NEW).errors["address"]
    assert "smtp" in api.post("/mailboxes", NEW | {"kind": "outbox"}).errors


def test_what_keeps_it_from_working_is_told(api: Api) -> None:
    mailbox = Mailbox.objects.get(pk=created(api))
    note_trouble(mailbox, StepError(ErrorCode.MAILBOX_LOGIN, "535 no"), timezone.now() + timedelta(hours=1))
    shown = api.get(f"/mailboxes/{mailbox.pk}").data
    assert (shown["state"], shown["trouble"]["code"], shown["trouble"]["detail"]) == (
        "waiting", "mailbox_login", "535 no",
    )  # fmt: skip
    assert shown["next_try_at"]
    assert api.patch(f"/mailboxes/{mailbox.pk}", {"name": "Ada"}).data["trouble"] is None


def test_pause_resume_and_remove(api: Api, world: World) -> None:
    number = created(api)
    assert api.post(f"/mailboxes/{number}/pause").data["state"] == "paused"
    assert api.post(f"/mailboxes/{number}/resume").data["state"] == "working"
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    assert api.delete(f"/mailboxes/{number}").code == "conflict"
    successor = Mailbox.objects.get(workspace=world.workspace, kind="outbox")
    assert api.send("DELETE", f"/mailboxes/{number}", query={"successor_id": successor.pk}).status == 204
    assert api.get(f"/mailboxes/{number}").code == "not_found"
    assert Mailbox.objects.get(pk=number).settings == {}


def test_a_connection_is_tried_step_by_step(api: Api) -> None:
    with serving(Server(password="open sesame")) as server:
        smtp = {"host": "127.0.0.1", "port": server.port, "security": "none", "username": "ada"}
        number = created(api, smtp=smtp | {"password": "wrong"})
        failed = api.post(f"/mailboxes/{number}/test").data
        api.patch(f"/mailboxes/{number}", {"smtp": {"password": "open sesame"}})
        works = api.post(f"/mailboxes/{number}/test").data
    assert (failed["ok"], works["ok"]) == (False, True)
    assert [check["ok"] for check in failed["checks"]] == [True, True, True, False]
    assert failed["checks"][-1]["server"] == "535 5.7.8 Authentication credentials invalid"


def test_a_sequence_says_whose_mailbox_sends(api: Api, world: World) -> None:
    number, sequence = created(api), world.sequence()
    url = f"/sequences/{sequence.pk}"
    assert api.get(url).data["sender_rule"] == "enroller"
    fixed = api.patch(url, {"sender_rule": "fixed", "sender_mailbox_id": number, "opt_out_link": False}).data
    assert (fixed["sender_rule"], fixed["sender_mailbox_id"], fixed["opt_out_link"]) == ("fixed", number, False)
    foreign = Mailbox.objects.get(workspace=world.other_workspace)
    assert "no such mailbox" in api.patch(url, {"sender_mailbox_id": foreign.pk}).errors["sender_mailbox_id"]
    assert "Choose the mailbox" in api.patch(url, {"sender_mailbox_id": None}).errors["sender_mailbox_id"]
