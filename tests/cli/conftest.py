"""The fixtures of tests with real processes."""

from tests.faults.place import migrated, place

__all__ = ["migrated", "place"]
