"""Links to opt out: a token names the delivery it travelled with, and is signed with the workspace's own secret.

It never expires: mail is kept for years, and a link that stopped working would leave its reader no way out.
"""

import base64
import hmac
import re

from segue.domain.deliveries import DeliveryKey
from segue.domain.networks import is_private

OF_A_TEST = "test"  # in messages that members send to themselves
_BYTES = 16  # 128 bits: nobody guesses one
_PURPOSE = b"segue opt-out:"  # so that a signature made for something else is never one of these
_NUMBER = r"([1-9][0-9]{0,17})"  # one way to write each number, and none that a database cannot hold
_TOKEN = re.compile(rf"{_NUMBER}\.{_NUMBER}\.(0|{_NUMBER})\.([A-Za-z0-9_-]{{22}})")


def token_for(secret: str, key: DeliveryKey) -> str:
    """The token of a delivery: `<enrollment>.<step>.<attempt>.<mac>`, all of it safe in a URL."""
    return f"{_body(key)}.{_mac(secret, key)}"


def read_token(token: str) -> tuple[DeliveryKey, str] | None:
    """The delivery a token names and its signature, not checked yet; None for anything of another shape."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    enrollment, step, attempt, _, mac = match.groups()
    return DeliveryKey(int(enrollment), int(step), int(attempt)), mac


def is_genuine(secret: str, key: DeliveryKey, mac: str) -> bool:
    """Whether this signature was made with this secret; takes as long for a near miss as for any other."""
    return hmac.compare_digest(_mac(secret, key), mac)


def opt_out_url(base: str, token: str) -> str:
    """Where the link leads: `base` is the address under which recipients reach Segue."""
    return f"{base.rstrip('/')}/u/{token}/"


def reach_problem(base: str) -> str:
    """Why recipients cannot use links that begin with this address; "" where they can."""
    if is_private(base, ()):
        return "Recipients cannot open it from outside."
    return "" if base.startswith("https://") else "Mail programs unsubscribe with one click only over https."


def masked(address: str) -> str:
    """An address that its owner recognises, and that tells others little: a•••@example.com."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"


def _body(key: DeliveryKey) -> str:
    return f"{key.enrollment_id}.{key.step_id}.{key.attempt}"


def _mac(secret: str, key: DeliveryKey) -> str:
    digest = hmac.digest(secret.encode(), _PURPOSE + _body(key).encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_BYTES]).rstrip(b"=").decode()
