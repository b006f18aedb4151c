"""What a braille reader signs: every cell of a leaflet, in order, with the place that its lines begin at.

The sheet is none of it, nor what depends on it: lines, pages, contents, volumes. Nor is what the leaflet says of its own status,
so that an approval, or a review date that has passed, takes no signature away.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from itertools import chain

from pipeline.document import Document, Grade, State, Status
from pipeline.publisher import BraillePage
from pipeline.render.braille.flow import Flow
from pipeline.render.braille.lines import Block

_LENGTH = 20  # hex digits: beyond any chance that two versions of a leaflet share them


def digest(document: Document, grade: Grade) -> str:
    """Stands for a leaflet's braille in a grade. ``document``: as braille has it. Raises LeafletError for what cannot be written."""
    settled = replace(document, status=Status(State.APPROVED, proofread=(grade,)))
    flow = Flow(settled, BraillePage(), grade is Grade.USUAL)
    blocks = [_signed(block) for block in chain(flow.front(), flow.body())]
    form = json.dumps([document.slug, document.tag, grade, blocks])
    return hashlib.sha256(form.encode()).hexdigest()[:_LENGTH]


def _signed(block: Block) -> object:
    words = [[word.cells, word.joined] for word in block.words]
    return [block.first, block.rest, block.centred, block.level, block.rule, words]
