"""`segue rotate-secrets`: with progress, in words, and an exit code."""

from rich.console import Console

from segue.actions.rotate_secrets import rotate_secrets
from segue.cli.migrating import require_migrated


def rotate() -> int:
    """Returns the exit code: 0 if no secret needs an old key any more, 1 if one can be read with none."""
    require_migrated()
    console = Console()
    with console.status("Encrypting…") as status:
        done = rotate_secrets(lambda column, seen: status.update(f"Encrypting {column}: {seen:,} seen"))
    console.print(f"{done.written:,} of {done.seen:,} secrets were encrypted anew; the others had the key of now.")
    if not done.lost:
        console.print("No secret needs an old key any more: SEGUE_SECRET_KEY_FALLBACKS may go.")
        return 0
    console.print("These can be read with none of the keys. Add theirs to SEGUE_SECRET_KEY_FALLBACKS and run this")
    console.print("again, or enter the secrets anew:")
    for place in done.lost:
        console.print(f"  {place}")
    return 1
