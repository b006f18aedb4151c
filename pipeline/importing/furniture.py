"""Page furniture: what a web page or a printer adds to a text, wherever it stands in it.

A line counts as furniture when its words can be nothing else ("Back to top"), or when it says who publishes, or where, and
stands in the text more than once. What stands once is the leaflet's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note

LONGEST = 30  # words of a line of furniture: ours

_ALWAYS = (
    ("a link of the page", r"(?:back|return|go|jump) to (?:the )?top(?: of (?:the )?page)?|top of page|skip to (?:main )?content"
                           r"|skip (?:main )?navigation|(?:main )?menu|(?:open|close) menu|search(?: this site)?|log ?in|sign in"),
    ("a button of the page", r"(?:print|share)(?: this)?(?: page)?(?: on (?:facebook|twitter|x|linkedin))?|(?:save|e-?mail|download) this page|tweet"
                             r"|(?:accept|reject)(?: all)? cookies|cookie settings|manage cookies|follow us(?: on .{0,60})?|donate(?: now)?"
                             r"|(?:privacy|cookie) policy|terms (?:and|&) conditions"),
    ("a notice of copyright", r"(?:copyright|©|\(c\)).{0,30}\b(?:19|20)\d\d\b.{0,80}"),
    ("the number of a page", r"page \d{1,4}(?: (?:of|/) ?\d{1,4})?|- ?\d{1,4} ?-"),
    ("the way to the page", r"home\s*[>»›/].{0,150}"),
)  # fmt: skip
_REPEATED = (
    ("the address of the site", r"(?:https?://|www\.)\S+(?:\s+\d+\s*/\s*\d+)?|[\w-]+(?:\.[\w-]+)+\.?(?:/\S*)?(?:\s+\d+\s*/\s*\d+)?"),
    ("the number of a page", r"\d{1,4}\s*(?:/|of)\s*\d{1,4}"),
    ("who publishes", r".*\b(?:registered charity|charity (?:registration )?(?:number|no\b)|registered in (?:england|scotland|wales)"
                      r"|company (?:limited|number|no\b)).*"),
    ("a line about the helpline", r".*\b(?:helpline|freephone|free phone|call us|phone|telephone|tel|whatsapp|e-?mail)\b.*"
                                  r"(?:\d[\d ()-]{6,}\d|\S+@\S+).*"),
    ("the head or foot of a page", r".*\bpage 0(?: (?:of|/) ?0)?\b.*"),
    ("the head of a printed page", r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}[:.]\d{2}.*"),
)  # fmt: skip
_PAGE = re.compile(r"(?<=\bpage )\d{1,4}|(?<=\bpage 0 of )\d{1,4}")
_RUNNING = re.compile(
    r"(?P<head>.*\w.*?)\s*[|•·–—]\s*(?P<number>\d{1,4})|(?P<number2>\d{1,4})\s*[|•·–—]\s*(?P<foot>.*\w.*)"
)
_CONTENTS = re.compile(
    r"(?:table of |list of )?contents(?: page)?|in this (?:leaflet|booklet|page)|on this page|what(?:'|’)s in this (?:leaflet|booklet)|jump to",
    re.IGNORECASE,
)
_LONG = 200  # characters of a line that may be one of these: ours
_LEADER = re.compile(r"(?P<name>.*?\w.*?)\s*(?:(?:\.\s?){3,}|…+)\s*\d{1,4}")
_NUMBER = re.compile(r"\d{1,4}")
_WITH_MORE = ("who publishes", "a line about")
Patterns = tuple[tuple[str, str], ...]


def taken_out(draft: Draft) -> Draft:
    """Without furniture; what stood around it is marked as broken there."""
    reasons = _reasons(draft.blocks)
    seen: set[str] = set()
    blocks: list[Block] = []
    notes: list[Note] = []
    broken = False
    for number, block in enumerate(draft.blocks):
        if reason := reasons.get(number):
            fate = Fate.DROPPED
            notes.append(Note(block.line, fate, f"page furniture: {reason}", block.text))
            seen.add(block.text)
            broken = True
            continue
        blocks.append(replace(block, broken=True) if broken and block.text else block)
        broken = broken and not block.text
    return draft.with_blocks(blocks, (*notes, *_copies(blocks)))


def _reasons(blocks: tuple[Block, ...]) -> dict[int, str]:
    """Why a block is furniture, by its number."""
    keys = [_key(block) for block in blocks]
    many = Counter(filter(None, keys))
    found: dict[int, str] = {}
    for number, key in enumerate(keys):
        if not key or blocks[number].kind is Kind.ROW:
            continue
        if reason := _named(_ALWAYS, key):
            found[number] = reason
        elif many[key] > 1 and (reason := _named(_REPEATED, key)):
            found[number] = f"{reason}, {many[key]} times in the text"
    found |= _page_numbers(blocks)
    found |= _running(blocks)
    found |= _contents(blocks)
    found |= _titles(blocks, found)
    return found | _beside(keys, many, found)


def _key(block: Block) -> str:
    """What two copies of a line have in common: page numbers differ."""
    text = block.text.casefold().strip(" |·•↑^»*")
    if not text or len(text) > 400 or len(text.split()) > LONGEST:
        return ""
    text = re.sub(r"(\d+)\s*/\s*(\d+)$", "0/0", text)
    return _PAGE.sub("0", text)


def _named(patterns: Patterns, text: str) -> str:
    return next((reason for reason, one in patterns if re.fullmatch(rf"(?:{one})\W*", text)), "")


def _page_numbers(blocks: tuple[Block, ...]) -> dict[int, str]:
    """Numbers alone on their lines that count upwards by one, three or more of them."""
    alone = [
        (n, int(b.text))
        for n, b in enumerate(blocks)
        if b.kind is Kind.LINE and _NUMBER.fullmatch(b.text)
    ]
    if len(alone) < 3 or any(b[1] - a[1] != 1 for a, b in pairwise(alone)):
        return {}
    return dict.fromkeys((n for n, _ in alone), "the number of a page")


def _running(blocks: tuple[Block, ...]) -> dict[int, str]:
    """Lines that differ in nothing but a number beside a stroke or a dot, which counts upwards: "A leaflet | 3"."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for number, block in enumerate(blocks):
        match = _RUNNING.fullmatch(block.text) if 0 < len(block.text) < 200 else None
        if match and block.kind is not Kind.ROW:
            key = match["head"] or match["foot"]
            groups.setdefault(key, []).append((number, int(match["number"] or match["number2"])))
    return {
        number: "the head or foot of each page"
        for group in groups.values()
        if len(group) > 2 and all(a[1] < b[1] for a, b in pairwise(group))
        for number, _ in group
    }


def _contents(blocks: tuple[Block, ...]) -> dict[int, str]:
    """A table of contents, of dots before the numbers of pages, or of links within the page; and the line above it. Its
    entries stand below it again, as headings."""
    own = [(number, block) for number, block in enumerate(blocks) if block.text]
    names = Counter(block.text.casefold() for _, block in own)
    found: dict[int, str] = {}
    for entry, group in groupby(range(len(own)), key=lambda at: bool(_entry(own[at][1]))):
        run = list(group)
        if not entry or len(run) < 2:
            continue
        again = sum(_is_again(own[at][1], names) for at in run)
        headed = run[0] > 0 and bool(_CONTENTS.fullmatch(own[run[0] - 1][1].text.strip(" :")))
        if headed or again * 2 >= len(run):
            first = run[0] - 1 if headed else run[0]
            reason = "a table of contents, which the pipeline makes itself"
            found |= {own[at][0]: reason for at in range(first, run[-1] + 1)}
    return found


def _entry(block: Block) -> str:
    """The name of an entry of a table of contents; "" of no entry."""
    if len(block.text) < _LONG and (leader := _LEADER.fullmatch(block.text)):
        return leader["name"]
    return block.text if _is_jump(block) else ""


def _is_again(block: Block, names: Counter[str]) -> bool:
    name = _entry(block).casefold()
    return names[name] > (name == block.text.casefold())


def _is_jump(block: Block) -> bool:
    """Whether a list item is nothing but a link to a place on its page."""
    words = [piece for piece in block.pieces if piece.text.strip()]
    return (
        block.kind is Kind.ITEM
        and bool(words)
        and all(one.address.startswith("#") for one in words)
    )


def _titles(blocks: tuple[Block, ...], found: dict[int, str]) -> dict[int, str]:
    """The title again at the head of each page: a line of a plain text that is the same as the first, three times or more."""
    own = [n for n, block in enumerate(blocks) if block.kind is Kind.LINE and block.text and n not in found]  # fmt: skip
    again = [n for n in own[1:] if blocks[n].text == blocks[own[0]].text]
    return dict.fromkeys(again, "the title again") if len(again) > 1 else {}


def _beside(keys: list[str], many: Counter[str], found: dict[int, str]) -> dict[int, str]:
    """The second line of furniture that is two lines long: it stands as often, and each time after the first."""
    first = {n for n, reason in found.items() if reason.startswith(_WITH_MORE)}
    more: dict[int, str] = {}
    for key in {keys[n + 1] for n in first if n + 1 < len(keys)} - {""}:
        places = [n for n, other in enumerate(keys) if other == key and n not in found]
        if len(places) > 1 and all(n - 1 in first for n in places):
            more |= dict.fromkeys(
                places, f"goes with the line before it, {many[key]} times in the text"
            )
    return more


def _copies(blocks: list[Block]) -> Iterator[Note]:
    """Sentences that stand several times and are not known as furniture: a person decides."""
    many = Counter(block.text for block in blocks if len(block.text.split()) > 3)
    for block in blocks:
        if many.pop(block.text, 0) > 2:
            yield Note(
                block.line, Fate.DOUBTFUL, "this stands in the text three times or more", block.text
            )
