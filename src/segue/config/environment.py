"""Every setting Segue reads from its environment, in one place (documented in docs/self-hosting.md)."""

import os
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from segue.domain.addresses import web_address_problem

SHORTEST_KEY = 32


class BadSetting(Exception):
    """An environment variable has a value Segue cannot use; the message says what to do."""


@dataclass(frozen=True)
class Environment:
    """The settings as read, with their defaults."""

    data_dir: Path
    database_url: str
    secret_key: str
    secret_key_fallbacks: list[str]
    debug: bool
    demo: bool
    allowed_hosts: list[str]
    trusted_origins: list[str]
    public_url: str
    https: bool
    lease_seconds: int
    worker_threads: int
    read_seconds: int
    webhook_allowed_networks: list[str]
    fault: str


def read_environment(source: dict[str, str] | None = None) -> Environment:
    """Read and check the environment; raises BadSetting naming the variable at fault."""
    env = dict(os.environ) if source is None else source
    data_dir = Path(env.get("SEGUE_DATA_DIR", "var")).absolute()
    return Environment(
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL", f"sqlite:///{data_dir / 'segue.sqlite3'}"),
        secret_key=_key(env, "SEGUE_SECRET_KEY"),
        secret_key_fallbacks=_keys(env, "SEGUE_SECRET_KEY_FALLBACKS"),
        debug=_flag(env, "SEGUE_DEBUG"),
        demo=_flag(env, "SEGUE_DEMO"),
        allowed_hosts=_list(env, "SEGUE_ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"],
        trusted_origins=_origins(env, "SEGUE_TRUSTED_ORIGINS"),
        public_url=_site(env, "SEGUE_PUBLIC_URL", default="http://127.0.0.1:8000"),
        https=_flag(env, "SEGUE_HTTPS"),
        lease_seconds=_number(env, "SEGUE_LEASE_SECONDS", default=60, least=1, most=3_600),
        worker_threads=_number(env, "SEGUE_WORKER_THREADS", default=4, least=1, most=64),
        read_seconds=_number(env, "SEGUE_READ_SECONDS", default=30, least=1, most=3_600),
        webhook_allowed_networks=_networks(env, "SEGUE_WEBHOOK_ALLOWED_NETWORKS"),
        fault=env.get("SEGUE_FAULT", ""),
    )


def _flag(env: dict[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise BadSetting(f"{name}: '{value}' is neither 1 nor 0.")
    return value in {"1", "true", "yes"}


def _list(env: dict[str, str], name: str) -> list[str]:
    return [item.strip() for item in env.get(name, "").split(",") if item.strip()]


def _number(env: dict[str, str], name: str, *, default: int, least: int, most: int) -> int:
    value = env.get(name, str(default))
    if not (value.isascii() and value.isdigit()) or len(value) > len(str(most)) or not least <= int(value) <= most:
        raise BadSetting(f"{name}: '{value}' is not a whole number from {least} to {most}.")
    return int(value)


def _networks(env: dict[str, str], name: str) -> list[str]:
    for network in _list(env, name):
        try:
            ip_network(network)
        except ValueError as error:
            raise BadSetting(f"{name}: '{network}' is not a network such as 10.1.0.0/16 ({error}).") from error
    return _list(env, name)


def _origins(env: dict[str, str], name: str) -> list[str]:
    for origin in _list(env, name):
        if not origin.startswith(("https://", "http://")):
            raise BadSetting(f"{name}: '{origin}' must start with https:// (or http://), as https://segue.example.com.")
    return _list(env, name)


def _site(env: dict[str, str], name: str, *, default: str) -> str:
    value = env.get(name, default).strip().rstrip("/")
    parts = urlsplit(value)
    if web_address_problem(value) or parts.path or parts.query or parts.fragment:
        raise BadSetting(f"{name}: '{value}' is not the address of a site, as https://segue.example.com.")
    return value


def _key(env: dict[str, str], name: str) -> str:
    value = env.get(name, "")
    if value and len(value) < SHORTEST_KEY:
        raise BadSetting(f"{name}: too short to be secret. Give at least {SHORTEST_KEY} random characters, or none.")
    return value


def _keys(env: dict[str, str], name: str) -> list[str]:
    keys = _list(env, name)
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise BadSetting(f"{name}: a key in it is too short. Give old keys whole, separated by commas.")
    return keys
