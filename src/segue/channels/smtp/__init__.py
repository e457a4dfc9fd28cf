"""Mail that leaves by SMTP (RFC 5321)."""
