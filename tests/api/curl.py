"""Reads the curl commands of a document, so that they can be run against the API."""

import json
import re
import shlex
from dataclasses import dataclass, field
from string import Template
from typing import Any

BLOCK = re.compile(r"```(bash|json)\n(.*?)```", re.DOTALL)


@dataclass
class Example:
    """A curl command, and the answer the document shows below it (None: it shows none)."""

    command: str
    shown: Any = None

    def request(self, variables: dict[str, str]) -> "Request":
        return read(Template(self.command).substitute(variables))


@dataclass
class Request:
    """What curl would send."""

    url: str = ""
    method: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def examples_in(document: str) -> list[Example]:
    """The commands in their order; a JSON block belongs to the last command before it."""
    found: list[Example] = []
    for kind, text in BLOCK.findall(document):
        if kind == "json":
            found[-1].shown = json.loads(text)
        else:
            commands = re.split(r"^(?=curl )", text.replace("\\\n", " "), flags=re.MULTILINE)
            found += [Example(command) for command in commands if command.startswith("curl ")]
    return found


def read(command: str) -> Request:
    """Only the options that the document uses; another one is an error here, as a misspelled one is in a shell."""
    _, *words = shlex.split(command)
    request = Request()
    while words:
        word = words.pop(0)
        if word == "-X":
            request.method = words.pop(0)
        elif word == "-d":
            request.body = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            request.headers[name] = value
        else:
            assert not word.startswith("-"), f"curl option {word} in: {command}"
            assert not request.url, f"two addresses in: {command}"
            request.url = word
    request.method = request.method or ("POST" if request.body else "GET")
    return request
