"""What a message that came in says and is. Pure: from bytes to a Received, from a Received to a Verdict."""
