"""E-mail as it travels: what the ways out for mail share."""
