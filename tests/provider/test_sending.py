"""What a provider's API is asked, and what its answers mean for the enrollment, the delivery and the mailbox."""

import base64
import socket
from typing import Any
from urllib.parse import parse_qsl

import pytest

from segue.models import Activity, Attachment, Delivery, Enrollment, Mailbox
from tests.provider.api import Api, Request
from tests.provider.conftest import MAIL, enroll, standing, use
from tests.world import StepPlan, World


def test_postmark_gets_the_whole_message(world: World, api: Api) -> None:
    use(world, "postmark", api.url)
    [enrollment] = enroll(world, "ada")
    world.tick()
    [asked], delivery = api.sent, Delivery.objects.get()
    message = asked.json
    assert (asked.path, asked.headers["x-postmark-server-token"]) == ("/email", "pm-token")
    assert (message["From"], message["To"]) == ("Alice Admin <alice@acme.example>", "Ada Person <ada@there.example>")
    assert (message["Subject"], "<strong>there</strong>" in message["HtmlBody"]) == ("Hello Ada", True)
    assert "Hi there." in message["TextBody"]
    headers = {header["Name"]: header["Value"] for header in message["Headers"]}
    assert (headers["Message-ID"], headers["X-PM-KeepID"]) == (delivery.message_id, "true")
    assert headers["List-Unsubscribe"] == f"<{delivery.payload['unsubscribe']}>"
    assert (message["TrackOpens"], message["TrackLinks"]) == (False, "None")
    assert delivery.message_id.startswith(f"<{message['Metadata']['segue']}@")
    assert (delivery.state, delivery.external_id) == ("sent", "pm-1")
    assert delivery.receipt.startswith("200 OK: ")
    assert Activity.objects.get().data["message_id"] == delivery.message_id
    assert standing(enrollment) == ("in_progress", "scheduled", "")


def test_mailgun_gets_a_form_and_its_name_for_the_message_is_kept(world: World, api: Api) -> None:
    use(world, "mailgun", api.url)
    enroll(world, "ada")
    world.tick()
    [asked], delivery = api.sent, Delivery.objects.get()
    fields = _form(asked)
    assert asked.path == "/mg.acme.example/messages"
    assert base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")) == b"api:mg-key"
    assert (fields["to"], fields["subject"]) == ("Ada Person <ada@there.example>", "Hello Ada")
    assert fields["h:Message-Id"] == delivery.message_id
    assert (fields["o:tracking-opens"], fields["o:tracking-clicks"]) == ("no", "no")
    assert delivery.external_id == "<mg-1@mg.acme.example>"


def test_resend_is_told_by_which_key_it_knows_the_message_again(world: World, api: Api) -> None:
    use(world, "resend", api.url)
    enroll(world, "ada", "bea")
    world.tick()
    deliveries = list(Delivery.objects.order_by("id"))
    assert [r.headers["idempotency-key"] for r in api.sent] == [d.message_id.strip("<>") for d in deliveries]
    assert [r.headers["authorization"] for r in api.sent] == ["Bearer re-key"] * 2
    assert [d.external_id for d in deliveries] == ["re-1", "re-2"]


def test_sendgrid_answers_with_nothing_and_that_is_enough(world: World, api: Api) -> None:
    use(world, "sendgrid", api.url)
    enroll(world, "ada")
    world.tick()
    [asked], delivery = api.sent, Delivery.objects.get()
    assert asked.json["personalizations"][0]["to"] == [{"email": "ada@there.example", "name": "Ada Person"}]
    assert (delivery.state, delivery.receipt) == ("sent", "202 Accepted")
    assert delivery.external_id == asked.json["personalizations"][0]["custom_args"]["anymail_id"]


def test_a_follow_up_answers_to_the_message_as_the_provider_called_it(world: World, api: Api) -> None:
    use(world, "mailgun", api.url)
    enroll(world, "ada")
    world.tick()
    world.tick(days=1)
    fields = _form(api.sent[1])
    assert (fields["h:In-Reply-To"], fields["h:References"]) == ("<mg-1@mg.acme.example>",) * 2


def test_files_and_letters_of_all_kinds_go_along_and_no_header_is_injected(world: World, api: Api) -> None:
    mailbox = use(world, "postmark", api.url)
    mailbox.name = "Zoë\r\nBcc: evil@example.com"
    mailbox.save()
    file = Attachment.objects.create(
        workspace=world.workspace, name="brochüre.pdf", content_type="application/pdf", data=b"%PDF-1.7", size=8,
        created_at=world.now,
    )  # fmt: skip
    step = StepPlan(MAIL.kind, MAIL.config | {"attachments": [file.id]})
    world.enroll(world.sequence(steps=[step]), world.person("José Ñandú", email="jose@españa.example"))
    world.tick()
    message = api.sent[0].json
    assert message["From"] == '"Zoë Bcc: evil@example.com" <alice@acme.example>'
    assert message["To"] == "José Ñandú <jose@xn--espaa-rta.example>"
    [attached] = message["Attachments"]
    assert (attached["Name"], base64.b64decode(attached["Content"])) == ("brochüre.pdf", b"%PDF-1.7")


@pytest.mark.parametrize(
    ("provider", "answer", "code"),
    [
        ("postmark", (401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}), "mailbox_login"),
        ("postmark", (422, {"ErrorCode": 401, "Message": "Sender signature not confirmed."}), "mailbox_refused"),
        ("postmark", (422, {"ErrorCode": 405, "Message": "You ran out of credits."}), "mailbox_quota"),
        ("postmark", (429, {"ErrorCode": 429, "Message": "Slow down."}), "mailbox_quota"),
        ("postmark", (500, {"Message": "Oops."}), "mailbox_unreachable"),
        ("mailgun", (404, {"message": "Domain not found: mg.acme.example"}), "mailbox_refused"),
        ("mailgun", (503, {"message": "Maintenance"}), "mailbox_unreachable"),
        ("resend", (403, {"message": "The acme.example domain is not verified."}), "mailbox_refused"),
        ("sendgrid", (403, {"errors": [{"message": "access forbidden"}]}), "mailbox_login"),
    ],
)
def test_trouble_of_the_mailbox_holds_it_and_fails_nobody(
    world: World, api: Api, provider: str, answer: tuple[int, Any], code: str
) -> None:
    mailbox = use(world, provider, api.url)
    api.misbehave["there.example"] = answer
    enrollments = enroll(world, "ada", "bea")
    world.tick()
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == code
    assert mailbox.trouble_detail.startswith(str(answer[0]))
    assert [standing(e)[0] for e in enrollments] == ["in_progress"] * 2
    assert len(api.sent) == 1  # the other one was not tried
    assert set(Delivery.objects.values_list("state", flat=True)) == {"not_tried"}
    api.misbehave.clear()
    world.tick(hours=1)
    assert [standing(e) for e in enrollments] == [("in_progress", "scheduled", "")] * 2
    assert Delivery.objects.filter(state="sent").count() == 2


INACTIVE = "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: {}. Inactive"


@pytest.mark.parametrize(
    ("provider", "answer", "code", "words"),
    [
        ("postmark", (422, {"ErrorCode": 406, "Message": INACTIVE.format("quinn@there.example") + " recipients are …"}),
         "recipient_rejected", "marked as inactive"),
        ("postmark", (422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'quinn@there.example'."}),
         "recipient_rejected", "Invalid 'To'"),
        ("postmark", (422, {"ErrorCode": 300, "Message": "Error parsing 'Subject'."}), "message_rejected", "Subject"),
        ("mailgun", (400, {"message": "to parameter is not a valid address"}), "message_rejected", "not a valid"),
        ("resend", (422, {"message": "Attachment is too big."}), "message_rejected", "too big"),
    ],
)  # fmt: skip
def test_a_refusal_for_good_fails_at_once_with_the_providers_words(
    world: World, api: Api, provider: str, answer: tuple[int, Any], code: str, words: str
) -> None:
    use(world, provider, api.url)
    api.misbehave["quinn"] = answer
    quinn, bea = enroll(world, "quinn", "bea")
    world.tick()
    assert standing(quinn) == ("failed", "step_error", code)
    assert words in Enrollment.objects.get(id=quinn.id).error_detail
    assert standing(bea) == ("in_progress", "scheduled", "")


@pytest.mark.parametrize("how", ["hang up", (502, b"<html>Bad gateway</html>"), (200, b"<html>Hm</html>")])
def test_a_lost_answer_is_unknown_the_others_wait_and_it_is_never_sent_again(
    world: World, api: Api, how: tuple[int, Any] | str
) -> None:
    mailbox = use(world, "postmark", api.url)
    api.misbehave["quinn"] = how
    quinn, bea = enroll(world, "quinn", "bea")
    world.tick()
    assert standing(quinn) == ("failed", "step_error", "outcome_unknown")
    assert standing(bea)[0] == "in_progress"
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == "mailbox_unreachable"
    world.tick(hours=1)
    assert [d.state for d in Delivery.objects.filter(enrollment=quinn)] == ["unknown"]
    assert standing(bea) == ("in_progress", "scheduled", "")
    assert len(api.sent) == 2


def test_no_answer_in_time_is_unknown(world: World, api: Api, settings: Any) -> None:
    settings.SEGUE_LEASE_SECONDS = 6  # a third of half of it is waited for an answer
    use(world, "postmark", api.url)
    api.misbehave["quinn"] = "say nothing"
    [quinn] = enroll(world, "quinn")
    world.tick()
    assert standing(quinn) == ("failed", "step_error", "outcome_unknown")
    assert "TimeoutError" in Enrollment.objects.get(id=quinn.id).error_detail


def test_where_nobody_listens_nothing_left(world: World) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mailbox = use(world, "postmark", f"http://127.0.0.1:{port}/")
    [ada] = enroll(world, "ada")
    world.tick()
    mailbox.refresh_from_db()
    assert (mailbox.trouble_code, "refused" in mailbox.trouble_detail) == ("mailbox_unreachable", True)
    assert standing(ada)[0] == "in_progress"
    assert Delivery.objects.get().state == "not_tried"


def test_a_name_that_nobody_has_is_the_mailboxs_trouble(world: World) -> None:
    mailbox = use(world, "postmark", "http://no-such-provider.invalid/")
    enroll(world, "ada")
    world.tick()
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == "mailbox_unreachable"


def test_a_key_that_cannot_be_one_is_the_mailboxs_trouble(world: World, api: Api) -> None:
    mailbox = use(world, "postmark", api.url, server_token="schlüssel")
    enroll(world, "ada")
    world.tick()
    mailbox.refresh_from_db()
    assert (mailbox.trouble_code, api.received) == ("mailbox_login", [])


def test_several_at_once_and_each_of_them_once(world: World, api: Api) -> None:
    Mailbox.objects.filter(pk=use(world, "postmark", api.url).pk).update(connections=4)
    names = [f"person{n}" for n in range(60)]
    enroll(world, *names)
    world.tick()
    assert sorted(r.json["To"].partition("<")[2] for r in api.sent) == sorted(f"{n}@there.example>" for n in names)
    assert Delivery.objects.filter(state="sent").count() == 60


def _form(request: Request) -> dict[str, str]:
    """The fields of a form."""
    return dict(parse_qsl(request.body.decode()))
