"""Addresses of this slice."""

from django.urls import path

from segue.web.hooks.mail import mail_hook

urlpatterns = [path("hooks/mail/<str:token>/", mail_hook, name="mail-hook")]
