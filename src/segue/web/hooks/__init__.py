"""Where providers report what became of messages, and post replies."""
