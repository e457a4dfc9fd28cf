"""Which channel carries what: one line each."""

from segue.channels.contract import Channel
from segue.channels.outbox import OutboxChannel
from segue.channels.provider.channel import ProviderChannel
from segue.channels.smtp.channel import SmtpChannel
from segue.channels.webhook import WebhookChannel
from segue.domain.steps import StepKind

_CHANNELS: dict[str, Channel] = {
    "outbox": OutboxChannel(),
    "smtp": SmtpChannel(),
    "provider": ProviderChannel(),
    "webhook": WebhookChannel(),
}


def channel_for(kind: StepKind, mailbox_channel: str | None) -> Channel:
    """The channel for a step: the sender's mailbox for mail, else the one named like the step."""
    return _CHANNELS[mailbox_channel or "outbox" if kind is StepKind.EMAIL else kind.value]
