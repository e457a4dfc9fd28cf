"""What the Outbox answers: the ledger knows by it which mail must be there."""

KEPT = "kept in the Outbox"
FOUND = "found in the Outbox"
RECEIPTS = (KEPT, FOUND)
