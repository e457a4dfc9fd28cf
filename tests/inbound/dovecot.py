"""A real IMAP server: Debian's dovecot, started on loopback with a directory of its own."""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from segue.domain.mailboxes import ImapSettings, Security
from tests.inbound.certificates import Certificates
from tests.waiting import wait_until

PROGRAM = "/usr/sbin/dovecot"
PASSWORD = "correct-horse-battery"
OWNER = "nobody"

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
"""


def missing() -> str:
    """Why dovecot cannot be started here; "" if it can."""
    if not Path(PROGRAM).exists():
        return "needs an IMAP server: apt-get install dovecot-imapd (make test does so as root)"
    return "" if os.geteuid() == 0 else "dovecot changes to users of its own, which needs root"


@dataclass(frozen=True)
class Server:
    """A running server. Any user name is a mailbox, empty at first."""

    home: Path
    port: int
    tls_port: int
    certificates: Certificates

    def settings(self, user: str, *, password: str = PASSWORD, security: Security = Security.NONE) -> ImapSettings:
        port = self.tls_port if security is Security.TLS else self.port
        return ImapSettings(
            host="localhost", port=port, security=security, username=user, password=SecretStr(password)
        )  # fmt: skip

    def put(self, user: str, *messages: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Messages arrive, the first first."""
        with self._login(user) as client:
            for raw in messages:
                when = imaplib.Time2Internaldate(at or datetime.now(UTC))
                assert client.append(folder, "", when, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))[0] == "OK"

    def fill(self, user: str, number: int) -> None:
        """Old messages, as files of the Maildir: faster than 10,000 deliveries."""
        new = self.home / "mail" / user / "new"
        for folder in ("cur", "new", "tmp"):
            (new.parent / folder).mkdir(parents=True, exist_ok=True)
        for n in range(number):
            (new / f"1700000000.M{n}P1.old").write_text(f"From: old{n}@old.example\nSubject: Old\n\nOld.\n")
        _own(new.parent)

    def flags(self, user: str) -> list[bytes]:
        """The flags of each message."""
        with self._login(user) as client:
            client.select("INBOX", readonly=True)
            return [line for line in client.fetch("1:*", "(FLAGS)")[1] if isinstance(line, bytes)]

    def renumber(self, user: str) -> None:
        """What happens when a mailbox moves to another server: UIDVALIDITY changes, and every UID with it."""
        folder = self.home / "mail" / user
        numbers = folder / "dovecot-uidlist"
        version, validity, _, name = numbers.read_text().partition("\n")[0].split()
        for index in folder.glob("dovecot.index*"):
            index.unlink()
        numbers.write_text(f"{version} V{int(validity[1:]) + 1_000} N1 {name}\n")

    @contextmanager
    def _login(self, user: str) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        try:
            client.login(user, PASSWORD)
            yield client
        finally:
            client.logout()


@contextmanager
def running() -> Iterator[Server]:
    """Start it, and stop it in the end."""
    home = Path(tempfile.mkdtemp(prefix="segue-dovecot-"))
    home.chmod(0o755)
    server = Server(home, _free_port(), _free_port(), Certificates.make(home))
    (home / "mail").mkdir()
    _own(home / "mail")
    owner = pwd.getpwnam(OWNER)
    config = home / "dovecot.conf"
    config.write_text(_CONFIG.format(
        home=home, port=server.port, tls_port=server.tls_port, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid
    ))  # fmt: skip
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(config)])
    try:
        wait_until(lambda: _answers(server.port), what="dovecot")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _own(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, OWNER, pwd.getpwnam(OWNER).pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return connection.recv(100).startswith(b"* OK")
    except OSError:
        return False
