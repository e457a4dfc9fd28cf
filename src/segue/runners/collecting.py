"""Python's collector of reference cycles, as it suits a worker and a web server."""

import gc

OBJECTS = 50_000


def collect_seldom() -> None:
    """Call once everything is loaded: it stays, so the collector need not look through it ever again.

    A batch makes tens of thousands of objects that no cycle holds, each freed as soon as it is done with; looking
    through them every 700 objects, as Python does by itself, takes a fifth of the worker's time. A page is no other.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 50)
