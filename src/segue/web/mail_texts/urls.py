"""Addresses of the templates library and of attached files."""

from django.urls import path

from segue.web.mail_texts import files, templates

urlpatterns = [
    path("settings/templates/", templates.templates_page, name="email-templates"),
    path("settings/templates/new/<slug:record_type>/", templates.new, name="email-template-new"),
    path("settings/templates/<int:pk>/", templates.template, name="email-template"),
    path("settings/templates/<int:pk>/copy/", templates.copy, name="email-template-copy"),
    path("settings/templates/<int:pk>/delete/", templates.delete, name="email-template-delete"),
    path("settings/attachments/<int:pk>/", files.attachment, name="attachment"),
]
