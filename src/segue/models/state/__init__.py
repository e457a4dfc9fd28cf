"""The one guarded write of an enrollment's state. Nothing else in Segue changes an Enrollment.

Every function here checks the state table (`segue.domain.status`), writes the event that says what happened,
and keeps the tallies. People's changes are in `changes`, the engine's in `leases` and `moves`.
"""
