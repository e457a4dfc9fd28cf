"""The way out for mailboxes that send through a provider's API, by django-anymail."""
