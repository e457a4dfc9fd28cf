"""The lock files say what pyproject.toml asks for, with hashes, and name no place to fetch it from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.quality.source import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
TOOLS: list[str] = [entry for entry in PROJECT["dependency-groups"]["dev"] if isinstance(entry, str)]
PEERS: list[str] = PROJECT["dependency-groups"]["peers"]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-peers.lock"]


def lock_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall(lock_text(name))}


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        *(("requirements.lock", asked) for asked in RUNTIME),
        *(("requirements-dev.lock", asked) for asked in RUNTIME + TOOLS),
        *(("requirements-peers.lock", asked) for asked in PEERS),
    ],
)
def test_what_is_asked_for_is_locked(lock: str, asked: str) -> None:
    requirement = Requirement(asked)
    version = pins(lock).get(canonicalize_name(requirement.name), "0")
    assert version in requirement.specifier, f"{lock} does not fit {asked}: run `make lock` and commit it."


def test_the_locks_agree() -> None:
    runtime, tools, peers = (pins(name) for name in LOCKS)
    shared = {package: version for package, version in peers.items() if package in tools}
    assert (runtime | shared).items() <= tools.items(), (
        "The lock files pin different versions: run `make lock` and commit all of them."
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_no_source(lock: str) -> None:
    text = lock_text(lock)
    pinned = [block for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if PIN.match(block)]
    assert pinned
    assert all("--hash=sha256:" in block for block in pinned), f"{lock} has pins without hashes: run `make lock`."
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text), f"{lock} names a place to fetch from."
