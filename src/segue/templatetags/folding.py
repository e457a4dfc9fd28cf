"""Tags that are worked out when their template is read, where all they need stands there: {% icon "x" 17 %}."""

from collections.abc import Callable

from django.template import Context, Library, library
from django.template.base import FilterExpression, Node, Parser, TextNode, Token, Variable
from django.utils.safestring import SafeString


def folding_tag(register: Library, tag: Callable[..., SafeString | str], name: str) -> None:
    """As `register.simple_tag`. A page has a hundred icons and links that are always the same."""
    register.simple_tag(tag, name=name)
    read = register.tags[name]

    def read_or_fold(parser: Parser, token: Token) -> Node:
        node = read(parser, token)
        return TextNode(node.render(Context())) if _is_constant(node) else node

    register.tag(name, read_or_fold)


def _is_constant(node: Node) -> bool:
    if not isinstance(node, library.SimpleNode) or node.target_var is not None or node.takes_context:
        return False
    return all(_is_literal(value) for value in (*node.args, *node.kwargs.values()))


def _is_literal(value: FilterExpression) -> bool:
    """A text or a number, as it stands in the template."""
    is_name = isinstance(value.var, Variable) and value.var.lookups is not None
    return not is_name and not value.filters
