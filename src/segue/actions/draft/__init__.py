"""The draft of a sequence's steps: where all editing happens. Published steps are never changed."""

from segue.actions.draft.steps import add_step, change_step, delete_step, move_step
from segue.actions.draft.version import discard_draft, draft_of

__all__ = ["add_step", "change_step", "delete_step", "discard_draft", "draft_of", "move_step"]
