"""Fills a database from a process of its own: `python -m tests.faults.seed ORDER`, with the order as JSON.

{"steps": [["email", {"subject": "Hi", "body": "Ho"}, 0], …], "people": 10, "waves": 1}: a sequence of these steps
(kind, settings, delay in seconds) and people enrolled in it, in so many waves that come a second apart. With
"provider", mail leaves through the API at that address.
{"times": 5, …} instead of waves: one person at a time; prints how long each waited for its first activity (seconds).
"""

import json
import sys

from segue.cli.boot import boot


def main() -> None:
    boot()
    # The models can be imported once Django has started.
    from tests.faults.seeding import fill, time_the_bell

    order = json.loads(sys.argv[1])
    print(json.dumps(time_the_bell(order) if "times" in order else fill(order)))


if __name__ == "__main__":
    main()
