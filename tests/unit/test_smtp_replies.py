"""What a mail server's answer means, by the command it answers."""

import pytest

from segue.domain.errors import ErrorCode
from segue.domain.outcome import MailboxTrouble, Permanent, Temporary
from segue.domain.smtp_replies import Reply, Stage, judge

MAILBOX = [
    (Stage.RECIPIENT, 530, "5.7.0 Authentication required", ErrorCode.MAILBOX_REFUSED),
    (Stage.RECIPIENT, 550, "5.7.1 Relaying denied", ErrorCode.MAILBOX_REFUSED),
    (Stage.RECIPIENT, 554, "5.7.1 <a@b>: Relay access denied", ErrorCode.MAILBOX_REFUSED),
    (Stage.RECIPIENT, 554, "5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", ErrorCode.MAILBOX_REFUSED),
    (Stage.DATA, 550, "5.7.1 Unauthenticated email is not accepted due to DMARC policy", ErrorCode.MAILBOX_REFUSED),
    (Stage.SENDER, 550, "5.1.8 Sender unknown", ErrorCode.MAILBOX_REFUSED),
    (Stage.DATA, 550, "5.4.5 Daily user sending limit exceeded", ErrorCode.MAILBOX_QUOTA),
    (Stage.RECIPIENT, 452, "4.5.3 Too many messages sent, slow down", ErrorCode.MAILBOX_QUOTA),
    (Stage.LOGIN, 535, "5.7.8 Username and Password not accepted", ErrorCode.MAILBOX_LOGIN),
    (Stage.LOGIN, 454, "4.7.0 Temporary authentication failure", ErrorCode.MAILBOX_UNREACHABLE),
    (Stage.CONNECT, 554, "No SMTP service here", ErrorCode.MAILBOX_UNREACHABLE),
    (Stage.RECIPIENT, 421, "4.3.2 Closing", ErrorCode.MAILBOX_UNREACHABLE),
]
RECIPIENT = [
    (Stage.RECIPIENT, 550, "5.1.1 No such user"),
    (Stage.RECIPIENT, 552, "5.2.2 Mailbox full: quota exceeded, over its daily limit"),
    (Stage.RECIPIENT, 550, "5.7.1 The recipient does not take mail from outside"),
]


@pytest.mark.parametrize(("stage", "code", "text", "error"), MAILBOX)
def test_what_is_held_against_the_mailbox(stage: Stage, code: int, text: str, error: ErrorCode) -> None:
    found = judge(stage, Reply(code, text))
    assert isinstance(found, MailboxTrouble)
    assert (found.error.code, found.error.detail) == (error, f"{code} {text}")


@pytest.mark.parametrize(("stage", "code", "text"), RECIPIENT)
def test_what_is_held_against_the_recipient(stage: Stage, code: int, text: str) -> None:
    found = judge(stage, Reply(code, text))
    assert isinstance(found, Permanent)
    assert found.error.code is ErrorCode.RECIPIENT_REJECTED


def test_what_is_held_against_the_message() -> None:
    found = judge(Stage.DATA, Reply(554, "5.6.0 Taken for spam"))
    assert isinstance(found, Permanent)
    assert found.error.code is ErrorCode.MESSAGE_REJECTED


@pytest.mark.parametrize("text", ["4.2.0 Greylisted", "4.2.2 Mailbox full", "4.3.0 Try later", "no words"])
@pytest.mark.parametrize("stage", [Stage.SENDER, Stage.RECIPIENT, Stage.DATA])
def test_what_may_pass(stage: Stage, text: str) -> None:
    assert isinstance(judge(stage, Reply(451, text)), Temporary)
