"""Segue carries records through sequences of steps: on time, exactly once, always with a reason."""

__version__ = "0.1.0"
