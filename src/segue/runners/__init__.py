"""Runners decide who calls the engine, and when. The local runner is a loop in one process."""
