"""What providers report and post: signatures, what follows on the record, and only once."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from django.test import Client
from django.test.client import encode_multipart

from segue.domain.status import Reason
from segue.models import Activity, Delivery, InboundMessage, Sequence, Suppression
from tests.provider.api import Api
from tests.provider.conftest import TOKEN, enroll, standing, use
from tests.provider.posts import (
    mailgun_event,
    mailgun_reply,
    post,
    post_form,
    postmark_bounce,
    postmark_complaint,
    postmark_reply,
    postmark_suppression,
    short,
)
from tests.world import World

KEY = "key-that-signs"


def sent(world: World, api: Api, provider: str, **options: str) -> Delivery:
    """Ada has been written to through this provider."""
    use(world, provider, api.url, **options)
    enroll(world, "ada")
    world.tick()
    return Delivery.objects.select_related("enrollment").get()


def test_a_hard_bounce_fails_the_enrollment_and_suppresses_the_address(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    assert post(postmark_bounce(delivery)).status_code == 200
    assert standing(delivery.enrollment) == ("failed", "step_error", "bounced")
    message = InboundMessage.objects.get()
    assert (message.kind, message.rule) == ("hard_bounce", "Report of Postmark: bounced for good")
    assert message.matched_by == "The report of Postmark names the email of step 1"
    assert "550 5.1.1 No such user here" in message.text
    assert Suppression.objects.get().value == "ada@there.example"
    assert Activity.objects.filter(kind="bounce").count() == 1


def test_however_often_and_in_however_many_ways_it_is_told_it_counts_once(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    for told in [postmark_bounce(delivery), postmark_bounce(delivery), postmark_suppression(delivery, "HardBounce")]:
        assert post(told).status_code == 200
    assert InboundMessage.objects.count() == Activity.objects.filter(kind="bounce").count() == 1


def test_a_soft_bounce_is_counted_and_stops_nothing(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    post(postmark_bounce(delivery, "SoftBounce"))
    assert InboundMessage.objects.get().kind == "soft_bounce"
    assert standing(delivery.enrollment) == ("in_progress", "scheduled", "")
    assert not Suppression.objects.exists()


def test_a_refusal_that_blames_us_fails_but_suppresses_nobody(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    post(postmark_bounce(delivery, "DMARCPolicy"))
    assert standing(delivery.enrollment) == ("failed", "step_error", "bounced")
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(("told", "reason"), [("complaint", "complaint"), ("unsubscribe", "opt_out")])
def test_who_complains_or_unsubscribes_is_left_alone(world: World, api: Api, told: str, reason: str) -> None:
    delivery = sent(world, api, "postmark")
    body = postmark_complaint(delivery) if told == "complaint" else postmark_suppression(delivery, "ManualSuppression")
    post(body)
    assert standing(delivery.enrollment)[:2] == ("stopped", Reason.STOPPED_BY_OPT_OUT)
    assert Suppression.objects.get().reason == reason
    assert Activity.objects.filter(kind="opt_out").count() == 1


def test_delivered_opened_and_delayed_change_nothing(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    for told in ({"RecordType": "Delivery"}, {"RecordType": "Open"}, {"RecordType": "Bounce", "Type": "Transient"}):
        assert post(postmark_bounce(delivery) | told).status_code == 200
    assert not InboundMessage.objects.exists()
    assert standing(delivery.enrollment) == ("in_progress", "scheduled", "")


def test_mail_of_others_in_the_same_account_is_no_concern_of_ours(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    stranger = postmark_bounce(delivery) | {"Metadata": {}, "MessageID": "of-another-program"}
    assert post(stranger).status_code == 200
    elsewhere = postmark_bounce(delivery) | {"Metadata": {"segue": short(delivery)[:-8] + "00000000"}, "MessageID": "x"}
    assert post(elsewhere).status_code == 200
    assert not InboundMessage.objects.exists()
    assert not Suppression.objects.exists()


def test_a_reply_is_an_activity_on_the_record(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    reply = postmark_reply(delivery, "Yes, call me.\n\nOn Monday Alice wrote:\n> Hi there.")
    for _ in range(2):
        assert post(reply).status_code == 200
    activity = Activity.objects.get(kind="reply")
    assert (activity.record, activity.body) == (delivery.enrollment.record, "Yes, call me.")
    assert activity.data["from"] == "ada@there.example"
    assert standing(delivery.enrollment) == ("in_progress", "scheduled", "")
    assert InboundMessage.objects.get().matched_by == "In-Reply-To or References names the email of step 1"


def test_an_out_of_office_note_is_known_as_one(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    note = postmark_reply(delivery, "I am back on 3 December 2026.")
    note["Headers"].append({"Name": "Auto-Submitted", "Value": "auto-replied"})
    post(note)
    message = InboundMessage.objects.get()
    assert (message.kind, str(message.return_on)) == ("auto_reply", "2026-12-03")


def test_a_reply_stops_the_sequence_where_it_says_so(world: World, api: Api) -> None:
    delivery = sent(world, api, "mailgun", webhook_signing_key=KEY)
    Sequence.objects.filter(pk=delivery.enrollment.sequence_id).update(on_reply="stop")
    assert post_form(mailgun_reply(delivery, KEY, "Please stop.")).status_code == 200
    assert standing(delivery.enrollment)[:2] == ("stopped", Reason.STOPPED_BY_REPLY)


def test_mailguns_signature_is_checked(world: World, api: Api) -> None:
    delivery = sent(world, api, "mailgun", webhook_signing_key=KEY)
    forged = mailgun_event(delivery, "another-key", "failed", severity="permanent", reason="bounce")
    assert post(forged).status_code == 403
    assert post_form(mailgun_reply(delivery, "another-key", "Forged.")).status_code == 403
    assert not InboundMessage.objects.exists()
    real = mailgun_event(delivery, KEY, "failed", severity="permanent", reason="bounce")
    assert post(real).status_code == 200
    assert standing(delivery.enrollment) == ("failed", "step_error", "bounced")


def test_mailgun_tries_again_by_itself(world: World, api: Api) -> None:
    delivery = sent(world, api, "mailgun", webhook_signing_key=KEY)
    assert post(mailgun_event(delivery, KEY, "failed", severity="temporary", reason="generic")).status_code == 200
    assert post(mailgun_event(delivery, KEY, "complained")).status_code == 200
    assert [m.kind for m in InboundMessage.objects.all()] == ["complaint"]


def test_without_a_signing_key_the_address_alone_is_the_secret(world: World, api: Api) -> None:
    delivery = sent(world, api, "mailgun")
    assert post(mailgun_event(delivery, "whatever", "complained")).status_code == 200
    assert InboundMessage.objects.get().kind == "complaint"


SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


def _svix(body: dict[str, Any], secret: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"msg_1.{stamp}.{json.dumps(body)}".encode(), hashlib.sha256).digest()
    return {"svix-id": "msg_1", "svix-timestamp": stamp, "svix-signature": f"v1,{base64.b64encode(digest).decode()}"}


def test_resends_signature_is_checked_and_the_reply_fetched(world: World, api: Api) -> None:
    delivery = sent(world, api, "resend", signing_secret=SECRET)
    bounce = {
        "type": "email.bounced", "created_at": "2026-11-23T09:10:00.000Z",
        "data": {"email_id": delivery.external_id, "to": ["ada@there.example"], "subject": "Hello", "headers": [],
                 "bounce": {"message": "The recipient's email provider sent a hard bounce message.",
                            "type": "Permanent", "subType": "General"}},
    }  # fmt: skip
    other = "whsec_" + base64.b64encode(b"another key altogether 012345678").decode()
    assert post(bounce, **_svix(bounce, other)).status_code == 403
    assert post(bounce).status_code == 403
    api.finds["/emails/receiving/in-1"] = {
        "id": "in-1", "from": "Ada <ada@there.example>", "to": ["alice@acme.example"], "subject": "Re: Hello",
        "text": "Gladly.", "html": None, "message_id": "<r3@there.example>",
        "headers": {"in-reply-to": delivery.message_id, "date": "Mon, 23 Nov 2026 12:16:11 +0200"},
    }  # fmt: skip
    came = {"type": "email.received", "created_at": "2026-11-23T09:11:00.000Z", "data": {"email_id": "in-1"}}
    assert post(came, **_svix(came, SECRET)).status_code == 200
    assert Activity.objects.get(kind="reply").body == "Gladly."
    assert post(bounce, **_svix(bounce, SECRET)).status_code == 200
    assert standing(delivery.enrollment) == ("failed", "step_error", "bounced")


def test_sendgrid_reports_several_at_once(world: World, api: Api) -> None:
    delivery = sent(world, api, "sendgrid")
    common = {"email": "ada@there.example", "timestamp": 1795424034, "anymail_id": delivery.external_id,
              "segue": short(delivery)}  # fmt: skip
    events = [
        {**common, "event": "processed", "sg_event_id": "a"},
        {**common, "event": "bounce", "type": "bounce", "reason": "550 5.1.1 unknown", "sg_event_id": "b"},
        {**common, "event": "spamreport", "sg_event_id": "c"},
    ]
    assert post(events).status_code == 200
    assert sorted(m.kind for m in InboundMessage.objects.all()) == ["complaint", "hard_bounce"]


BREVO = {"event": "hard_bounce", "email": "ada@there.example", "ts_epoch": 1795424034000, "reason": "550 unknown"}
MAILJET = {"event": "bounce", "time": 1795424034, "email": "ada@there.example", "hard_bounce": True,
           "error": "user unknown", "Payload": "{}"}  # fmt: skip
SPARKPOST = {"type": "bounce", "bounce_class": "10", "timestamp": "1795424034", "raw_rcpt_to": "ada@there.example",
             "raw_reason": "550 unknown", "event_id": "92356927693813856"}  # fmt: skip


@pytest.mark.parametrize("hard", [True, False])
@pytest.mark.parametrize("provider", ["brevo", "mailjet", "sparkpost"])
def test_the_others_report_too(world: World, api: Api, provider: str, hard: bool) -> None:
    delivery = sent(world, api, "postmark")
    use(world, provider, api.url)
    name = {"message-id": delivery.external_id, "X-Mailin-custom": json.dumps({"segue": short(delivery)})}
    told: dict[str, Any] = {
        "brevo": BREVO | name | {"event": "hard_bounce" if hard else "soft_bounce"},
        "mailjet": MAILJET | {"Payload": json.dumps({"segue": short(delivery)}), "hard_bounce": hard},
        "sparkpost": [{"msys": {"message_event": SPARKPOST | {
            "rcpt_meta": {"segue": short(delivery)}, "bounce_class": "10" if hard else "22"}}}],
    }  # fmt: skip
    assert post(told[provider]).status_code == 200
    assert InboundMessage.objects.get().kind == ("hard_bounce" if hard else "soft_bounce")


def test_nobody_gets_in_without_the_token(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    assert post(postmark_bounce(delivery), token="guessed").status_code == 404
    assert post(postmark_bounce(delivery), token=TOKEN.upper()).status_code == 404
    assert Client().get(f"/hooks/mail/{TOKEN}/").status_code == 405
    assert not InboundMessage.objects.exists()


NONSENSE = ["", "{", "[]", "{}", '"x"', "[1]", '{"RecordType": 3}', '{"RecordType": "Bounce"}', '[{"msys": 1}]']


@pytest.mark.parametrize("provider", ["postmark", "mailgun", "sendgrid", "resend", "mailjet", "brevo", "sparkpost"])
def test_nonsense_is_refused_or_ignored(world: World, api: Api, provider: str) -> None:
    use(world, provider, api.url)
    for body in NONSENSE:
        answer = Client().post(f"/hooks/mail/{TOKEN}/", body, content_type="application/json")
        assert answer.status_code in {200, 400}, body
    assert not InboundMessage.objects.exists()


def test_a_flood_is_not_read_to_its_end(world: World, api: Api) -> None:
    use(world, "postmark", api.url)
    answer = Client().post(f"/hooks/mail/{TOKEN}/", b"x" * 40_000_001, content_type="application/json")
    assert answer.status_code == 413


def test_a_reply_with_big_files_is_taken(world: World, api: Api) -> None:
    delivery = sent(world, api, "postmark")
    file = base64.b64encode(b"x" * 6_000_000).decode()
    attached = [
        {"Name": "x.bin", "Content": file, "ContentType": "application/octet-stream", "ContentLength": 6_000_000}
    ]
    assert post(postmark_reply(delivery, "See the file.") | {"Attachments": attached}).status_code == 200
    assert Activity.objects.get(kind="reply").body == "See the file."


@pytest.mark.parametrize(("charset", "text"), [("iso-8859-1", "Schön"), ("punycode", "Schön")])
def test_a_charset_is_taken_at_its_word_only_if_it_is_one_of_mails(
    world: World, api: Api, charset: str, text: str
) -> None:
    delivery = sent(world, api, "sendgrid")
    fields = {
        "headers": f"From: ada@there.example\nTo: alice@acme.example\nIn-Reply-To: {delivery.message_id}",
        "from": "ada@there.example", "to": "alice@acme.example", "subject": "Re: Hello",
        "charsets": json.dumps({"text": charset}), "text": "",
    }  # fmt: skip
    body = encode_multipart("b0und", fields).replace(
        b'name="text"\r\n\r\n', b'name="text"\r\n\r\n' + text.encode("latin-1" if charset == "iso-8859-1" else "utf-8")
    )
    told = Client().post(f"/hooks/mail/{TOKEN}/", body, content_type="multipart/form-data; boundary=b0und")
    assert told.status_code == 200
    assert Activity.objects.get(kind="reply").body == text
