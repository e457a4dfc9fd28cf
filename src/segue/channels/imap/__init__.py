"""Reading mailboxes by IMAP (RFC 3501)."""
