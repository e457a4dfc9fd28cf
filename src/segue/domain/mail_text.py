"""The end of an e-mail: the sender's signature, the workspace's footer and the link to opt out, as text and as HTML."""

from functools import lru_cache
from html import escape

from segue.domain.html import to_text

OPT_OUT = "Unsubscribe"


def finish(text: str, html: str, signature: str, footer: str, link: str) -> tuple[str, str]:
    """The whole text and the whole HTML of a message. `signature` is HTML, `footer` plain text, `link` a URL or ""."""
    text_end, html_end = _end(signature, footer)
    if link:
        text_end += f"\n\n{OPT_OUT}: {link}"
        html_end += f'<p><small><a href="{escape(link)}">{OPT_OUT}</a></small></p>'
    return f"{text.rstrip()}{text_end}\n", f"{html}{html_end}"


def without_link(text: str, link: str) -> str:
    """The text for members to read: who follows the link opts the recipient out."""
    return text.replace(f"{OPT_OUT}: {link}", f"{OPT_OUT}: (the recipient’s own link)") if link else text


@lru_cache(maxsize=1_000)
def _end(signature: str, footer: str) -> tuple[str, str]:
    """What is the same for every recipient."""
    text, html = "", ""
    if signature:
        text += f"\n\n{to_text(signature).rstrip()}"
        html += signature
    if footer.strip():
        text += f"\n\n{footer.strip()}"
        html += "<p><small>" + "<br>".join(escape(line) for line in footer.strip().splitlines()) + "</small></p>"
    return text, html
