"""Addresses of the sequences: the list, and the tabs Steps and Settings. The tab Enrollments has its own slice."""

from django.urls import path

from segue.web.sequences import create, email_editor, lifecycle, listing, mail_preview, settings, step_editor, steps

urlpatterns = [
    path("settings/sequencing/", listing.sequencing, name="sequencing"),
    path("settings/sequencing/new/", create.new, name="sequence-new"),
    path("settings/sequencing/<int:pk>/settings/", settings.settings, name="sequence-settings"),
    path("settings/sequencing/<int:pk>/publish/", lifecycle.publish_steps, name="sequence-publish"),
    path("settings/sequencing/<int:pk>/discard/", lifecycle.discard, name="sequence-discard"),
    path("settings/sequencing/<int:pk>/archive/", lifecycle.archive, name="sequence-archive"),
    path("settings/sequencing/<int:pk>/restore/", lifecycle.restore, name="sequence-restore"),
    path("settings/sequencing/<int:pk>/steps/", steps.steps, name="sequence-steps"),
    path("settings/sequencing/<int:pk>/steps/move/", steps.move, name="steps-move"),
    path("settings/sequencing/<int:pk>/steps/new/", step_editor.choose, name="step-choose"),
    path("settings/sequencing/<int:pk>/steps/new/<slug:kind>/", step_editor.new, name="step-new"),
    path("settings/sequencing/<int:pk>/emails/records/", mail_preview.preview_search, name="email-records"),
    path("settings/sequencing/<int:pk>/emails/preview/", mail_preview.preview, name="email-preview"),
    path("settings/sequencing/<int:pk>/emails/test/", mail_preview.test, name="email-test"),
    path("settings/sequencing/<int:pk>/emails/files/", email_editor.attach, name="email-attach"),
    path(
        "settings/sequencing/<int:pk>/emails/template/<int:template>/",
        email_editor.insert_template,
        name="email-template-insert",
    ),
    path("settings/sequencing/<int:pk>/steps/<slug:key>/", step_editor.step, name="step"),
    path("settings/sequencing/<int:pk>/steps/<slug:key>/duplicate/", steps.duplicate, name="step-duplicate"),
    path("settings/sequencing/<int:pk>/steps/<slug:key>/delete/", steps.delete, name="step-delete"),
]
