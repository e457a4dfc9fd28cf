"""Fills a database with a mailbox and people who were written to: `python -m tests.inbound.seed SETTINGS PEOPLE`.

Prints the address and the Message-ID of each email that left.
"""

import json
import sys

from segue.cli.boot import boot


def main() -> None:
    boot()
    # The models can be imported once Django has started.
    from tests.inbound.seeding import write_to

    print(json.dumps(write_to(int(sys.argv[2]), json.loads(sys.argv[1]))))


if __name__ == "__main__":
    main()
