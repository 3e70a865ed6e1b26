"""Pages of which most is the same each time: that is written once, what differs at each request."""

from collections import defaultdict
from copy import copy
from functools import lru_cache
from types import SimpleNamespace

from django import template
from django.template import Context, Node, NodeList
from django.template.base import TextNode
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.urls import resolve
from django.utils.safestring import SafeString

register = template.Library()


@register.tag
def each_time(parser, token) -> Node:
    """Mark what is written at each request where the rest of the page is written once, as ``framed`` does."""
    nodelist = parser.parse(("endeach_time",))
    parser.delete_first_token()
    return EachTimeNode(nodelist)


class EachTimeNode(Node):
    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context):
        frame = getattr(context, "frame", None)
        if frame is None:
            return self.nodelist.render(context)
        return frame.place(self.nodelist, context.render_context.get(BLOCK_CONTEXT_KEY))


class PlaceNode(Node):
    """What ``each_time`` marked, and the blocks of extending templates as they are where it stands."""

    def __init__(self, nodelist: NodeList, blocks: BlockContext | None):
        self.nodelist, self.blocks = nodelist, copied(blocks)

    def render(self, context):
        context.render_context[BLOCK_CONTEXT_KEY] = copied(self.blocks)
        return self.nodelist.render(context)


class Frame:
    """A page being written once, with places for what is written each time."""

    def __init__(self):
        self.places: list[PlaceNode] = []

    def place(self, nodelist: NodeList, blocks: BlockContext | None) -> str:
        self.places.append(PlaceNode(nodelist, blocks))
        return SafeString("\0")

    def nodes(self, page: str) -> NodeList:
        """Return the page as nodes: texts, and between them the places."""
        first, *rest = map(TextNode, page.split("\0"))
        return NodeList([first, *(node for pair in zip(self.places, rest, strict=True) for node in pair)])


@lru_cache(maxsize=64)
def framed(template_name: str, path: str, language: str, **fixed):
    """Return a template whose only open places are those marked by ``each_time``, for the page at ``path``.

    The rest is written without any request, so that it cannot hold what is one reader's; of ``fixed`` values alone.
    """
    page, frame = get_template(template_name), Frame()
    context = Context({**fixed, "request": SimpleNamespace(path=path, resolver_match=resolve(path))})
    context.frame = frame
    own = copy(page)
    own.template = copy(page.template)
    own.template.nodelist = frame.nodes(page.template.render(context))
    return own


def copied(blocks: BlockContext | None) -> BlockContext | None:
    """Return the same blocks in lists of their own, as to write a page takes them out and puts them back."""
    if blocks is None:
        return None
    own = BlockContext()
    own.blocks = defaultdict(list, {name: [*queue] for name, queue in blocks.blocks.items()})
    return own
