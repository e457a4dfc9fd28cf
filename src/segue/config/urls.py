"""The address book: each slice of the pages brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("segue.api.urls")),
    path("", include("segue.web.health")),
    path("", include("segue.web.opt_out")),
    path("", include("segue.web.today.urls")),
    path("", include("segue.web.records.urls")),
    path("", include("segue.web.sequences.urls")),
    path("", include("segue.web.mail_texts.urls")),
    path("", include("segue.web.enrollments.urls")),
    path("", include("segue.web.workspace.urls")),
    path("", include("segue.web.inbound.urls")),
    path("", include("segue.web.hooks.urls")),
    path("", include("segue.web.accounts.urls")),
]

handler403 = "segue.web.errors.forbidden"
handler404 = "segue.web.errors.not_found"
handler500 = "segue.web.errors.server_error"
# allauth asks for this one when a rate limit is reached.
handler429 = "segue.web.accounts.sign_in.too_many"
