"""Signing in, the first run, invitations, and one's own profile."""

from django.urls import path

from segue.web.accounts.invitation import invitation
from segue.web.accounts.profile import profile
from segue.web.accounts.setup import setup
from segue.web.accounts.sign_in import change_password, sign_in, sign_out

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("setup/", setup, name="setup"),
    path("invite/<str:token>/", invitation, name="invitation"),
    path("settings/profile/", profile, name="profile"),
    path("settings/profile/password/", change_password, name="account_change_password"),
]
