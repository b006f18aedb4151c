"""Leaflet Markdown's blocks: CommonMark with tables, fenced containers and comments for translators.

markdown-it-py reads the blocks; two rules of our own add what it lacks. Inline markup is left
unread here: a block's text goes to ``pipeline.inline`` as it stands.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.tree import SyntaxTreeNode

# Deeper than any leaflet may nest (parse reports that): markdown-it drops what lies deeper, without a word.
DEEPEST = 60

_OPEN = re.compile(r":{3,}[ \t]*(\S.*?)[ \t]*$")
_CLOSE = re.compile(r":{3,}[ \t]*$")
_WITHOUT_END = re.compile(r"include\b")


def blocks(text: str) -> SyntaxTreeNode:
    """The tree of blocks. Containers are nodes of type "container" with their words in ``info``, "unclosed" in
    ``meta`` when their end is missing; comments are nodes of type "comment" with their text in ``content``."""
    reader = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").disable("reference")
    interrupts: RuleOptionsType = {"alt": ["paragraph", "list", "table"]}
    reader.block.ruler.before("fence", "container", _container, interrupts)
    reader.block.ruler.before("fence", "comment", _comment, interrupts)
    reader.core.ruler.disable(["inline", "text_join"])
    return SyntaxTreeNode(reader.parse(text))


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that begin with %."""
    if not _line(state, start).startswith("%") or state.is_code_block(start):
        return False
    if silent:
        return True
    last = start
    while last < end and _line(state, last).startswith("%") and not state.is_code_block(last):
        last += 1
    token = state.push("comment", "", 0)
    token.content = " ".join(_line(state, n).lstrip("%").strip() for n in range(start, last))
    token.map = [start, last]
    state.line = last
    return True


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """::: words, blocks, ::: as in Pandoc; ``include`` has no end of its own."""
    opened = _OPEN.match(_line(state, start))
    stray = _CLOSE.match(_line(state, start))
    if not (opened or stray) or state.is_code_block(start):
        return False
    if silent:
        return True
    words = opened[1] if opened else ""
    single = not opened or _WITHOUT_END.match(words)
    last = start if single else _end_of(state, start, end)
    token = state.push("container_open", "", 1)
    token.info, token.map, token.block = words, [start, last], True
    token.meta = {"unclosed": not single and last >= end}
    if not single:
        _inside(state, start + 1, last)
    state.push("container_close", "", -1)
    state.line = min(last + 1, end)
    return True


def _end_of(state: StateBlock, start: int, end: int) -> int:
    """The line of the ::: that closes the one at ``start``; ``end`` when there is none."""
    depth = 0
    for number in range(start, end):
        line = _line(state, number)
        if state.sCount[number] < state.blkIndent and line:
            return end
        if _CLOSE.match(line):
            depth -= 1
        elif (opened := _OPEN.match(line)) and not _WITHOUT_END.match(opened[1]):
            depth += 1
        if depth == 0:
            return number
    return end


def _inside(state: StateBlock, start: int, end: int) -> None:
    outer, parent = state.lineMax, state.parentType
    state.lineMax, state.parentType = end, "root"
    state.md.block.tokenize(state, start, end)
    state.lineMax, state.parentType = outer, parent
