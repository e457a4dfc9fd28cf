"""Messages as they really look, written for these tests: replies, automatic replies, bounces, complaints."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

_numbers = count(1)

_POSTFIX = """Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: team@acme.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{number}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B0UND"

This is a MIME-encapsulated message.

--B0UND
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

I'm sorry to have to inform you that your message could not be delivered.

<{address}>: host mail.example.com[192.0.2.7] said: {code} {status} <{address}>:
    Recipient address rejected: User unknown in virtual mailbox table

--B0UND
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4XyZ
Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; {code} {status} <{address}>: Recipient address rejected: User unknown in virtual mailbox table

--B0UND
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Acme <team@acme.example>
To: {address}
Subject: Hello
Message-ID: {message_id}

Hi!

--B0UND--
"""


def reply(sender: str, to: str, text: str, *, subject: str = "Re: Hello", answers: str = "", **headers: str) -> bytes:
    """A plain message; `answers` is the Message-ID it answers to."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(NOW)
    message["Message-ID"] = headers.pop("message_id", f"<{next(_numbers)}@answers.example>")
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def postfix_bounce(address: str, message_id: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """As Postfix writes it (RFC 3464)."""
    code = "550" if status.startswith("5") else "450"
    return _POSTFIX.format(
        address=address, message_id=message_id, status=status, action=action, code=code, number=next(_numbers)
    ).encode()


def exchange_bounce(address: str, message_id: str) -> bytes:
    """As Exchange Online writes it: the text is HTML in base64, the message comes back as its headers alone."""
    return f"""From: <postmaster@contoso.example>
To: <team@acme.example>
Subject: Undeliverable: Hello
X-MS-Exchange-Message-Is-Ndr:
X-Auto-Response-Suppress: All
Auto-Submitted: auto-replied
Message-ID: <{next(_numbers)}@contoso.example>
In-Reply-To: {message_id}
References: {message_id}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_9B0_"

--_9B0_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_in_"

--_in_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+PHA+WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC48L3A+PC9ib2R5PjwvaHRtbD4=

--_in_--

--_9B0_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.eurprd01.example
Received-From-MTA: dns;mail.acme.example
Arrival-Date: Mon, 23 Nov 2026 09:00:05 +0000

Original-Recipient: rfc822;{address}
Final-Recipient: rfc822;{address}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--_9B0_
Content-Type: text/rfc822-headers

From: Acme <team@acme.example>
To: <{address}>
Subject: Hello
Message-ID: {message_id}

--_9B0_--
""".encode()


def qmail_bounce(address: str, message_id: str) -> bytes:
    """As qmail writes it (QSBMF): plain text that no standard describes."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@qmail.example.org
To: team@acme.example
Subject: failure notice
Date: Mon, 23 Nov 2026 09:00:00 +0000

Hi. This is the qmail-send program at qmail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{address}>:
192.0.2.9 does not like recipient.
Remote host said: 550 sorry, no mailbox here by that name (#5.1.1)
Giving up on 192.0.2.9.

--- Below this line is a copy of the message.

Return-Path: <team@acme.example>
From: Acme <team@acme.example>
To: {address}
Subject: Hello
Message-ID: {message_id}

Hi!
""".encode()


def complaint(address: str, message_id: str) -> bytes:
    """A feedback report as large mail services send it (ARF, RFC 5965)."""
    return f"""From: <staff@feedback.example>
To: <team@acme.example>
Subject: Email Feedback Report for IP 192.0.2.1
Message-ID: <{next(_numbers)}@feedback.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

--arf
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message received from IP 192.0.2.1.

--arf
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <team@acme.example>
Original-Rcpt-To: <{address}>

--arf
Content-Type: message/rfc822

From: Acme <team@acme.example>
To: <{address}>
Subject: Hello
Message-ID: {message_id}

Hi!

--arf--
""".encode()
