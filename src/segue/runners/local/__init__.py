"""The local runner: one process, a small thread pool, asleep until something is due."""
