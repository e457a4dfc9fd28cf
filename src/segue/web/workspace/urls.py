"""Settings of the workspace."""

from django.urls import path

from segue.web.workspace.fields import field_delete, fields
from segue.web.workspace.general import switch_workspace, workspace_settings
from segue.web.workspace.health import health
from segue.web.workspace.ledger import ledger
from segue.web.workspace.mailbox_check import mailbox_check, mailbox_check_new, mailbox_send_test
from segue.web.workspace.mailbox_edit import mailbox_edit, mailbox_kinds, mailbox_new
from segue.web.workspace.mailboxes import mailbox_pause, mailbox_remove, mailbox_resume, mailboxes
from segue.web.workspace.members import invitation_withdraw, member_remove, member_role, members
from segue.web.workspace.outbox import outbox, outbox_message
from segue.web.workspace.suppression_files import suppressions_export, suppressions_import
from segue.web.workspace.suppressions import suppression_new, suppression_remove, suppressions
from segue.web.workspace.tokens import api_token_revoke, api_tokens
from segue.web.workspace.webhooks import webhooks, webhooks_rotate

urlpatterns = [
    path("settings/workspace/", workspace_settings, name="workspace-settings"),
    path("settings/workspace/switch/", switch_workspace, name="switch-workspace"),
    path("settings/members/", members, name="members"),
    path("settings/members/<int:pk>/role/", member_role, name="member-role"),
    path("settings/members/<int:pk>/remove/", member_remove, name="member-remove"),
    path("settings/invitations/<int:pk>/withdraw/", invitation_withdraw, name="invitation-withdraw"),
    path("settings/fields/", fields, name="fields"),
    path("settings/fields/<int:pk>/delete/", field_delete, name="field-delete"),
    path("settings/api-tokens/", api_tokens, name="api-tokens"),
    path("settings/api-tokens/<int:pk>/revoke/", api_token_revoke, name="api-token-revoke"),
    path("settings/suppressions/", suppressions, name="suppressions"),
    path("settings/suppressions/new/", suppression_new, name="suppression-new"),
    path("settings/suppressions/import/", suppressions_import, name="suppressions-import"),
    path("settings/suppressions/export/", suppressions_export, name="suppressions-export"),
    path("settings/suppressions/<int:pk>/remove/", suppression_remove, name="suppression-remove"),
    path("settings/ledger/", ledger, name="ledger"),
    path("settings/health/", health, name="health"),
    path("settings/webhooks/", webhooks, name="webhooks"),
    path("settings/webhooks/rotate/", webhooks_rotate, name="webhooks-rotate"),
    path("settings/mailboxes/", mailboxes, name="mailboxes"),
    path("settings/mailboxes/new/", mailbox_kinds, name="mailbox-kinds"),
    path("settings/mailboxes/new/<slug:kind>/", mailbox_new, name="mailbox-new"),
    path("settings/mailboxes/new/<slug:kind>/check/", mailbox_check_new, name="mailbox-check-new"),
    path("settings/mailboxes/<int:pk>/", mailbox_edit, name="mailbox-edit"),
    path("settings/mailboxes/<int:pk>/check/", mailbox_check, name="mailbox-check"),
    path("settings/mailboxes/<int:pk>/send-test/", mailbox_send_test, name="mailbox-send-test"),
    path("settings/mailboxes/<int:pk>/pause/", mailbox_pause, name="mailbox-pause"),
    path("settings/mailboxes/<int:pk>/resume/", mailbox_resume, name="mailbox-resume"),
    path("settings/mailboxes/<int:pk>/remove/", mailbox_remove, name="mailbox-remove"),
    path("settings/mailboxes/<int:pk>/outbox/", outbox, name="outbox"),
    path("settings/mailboxes/outbox/<int:pk>/", outbox_message, name="outbox-message"),
]
