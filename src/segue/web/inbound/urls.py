"""Addresses of this slice."""

from django.urls import path

from segue.web.inbound.received import received

urlpatterns = [path("settings/mailboxes/<int:pk>/received/", received, name="mailbox-received")]
