"""Edits a Word file in LibreOffice Writer as a person would, through UNO. Run by the system's own Python, which has it.

    /usr/bin/python3 edit_in_writer.py PIPE SOURCE TARGET

Return and words at the end of the last item of each kind of list; a heading by its style, Return and words; the contents
brought up to date.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.text.ControlCharacter import (  # type: ignore[import-not-found]
    PARAGRAPH_BREAK,
)

WAIT = 60  # seconds for the office to answer


def value(name: str, content: object) -> Any:
    return PropertyValue(name, 0, content, 0)


def desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(WAIT * 2):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.5)
    raise SystemExit("the office does not answer")


def paragraphs(text: Any) -> list[Any]:
    found, all_of_it = [], text.createEnumeration()
    while all_of_it.hasMoreElements():
        one = all_of_it.nextElement()
        if one.supportsService("com.sun.star.text.Paragraph"):
            found.append(one)
    return found


def type_after(text: Any, paragraph: Any, *said: str) -> None:
    """Return at the paragraph's end, then words; and again."""
    cursor = text.createTextCursorByRange(paragraph.getEnd())
    for one in said:
        text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        text.insertString(cursor, one, False)


def edit(word: Any) -> None:
    text = word.getText()
    by_style = {one.ParaStyleName: one for one in paragraphs(text)}
    for style in ("List Bullet", "List Number"):
        if style in by_style:
            type_after(text, by_style[style], f"typed in {style}")
    last = paragraphs(text)[-1]
    type_after(text, last, "typed heading")
    heading = paragraphs(text)[-1]
    heading.ParaStyleName = "Heading 2"
    # Return after a heading gives the style that the heading's own style names.
    type_after(text, heading, "typed text")
    following = word.StyleFamilies.getByName("ParagraphStyles").getByName("Heading 2").FollowStyle
    paragraphs(text)[-1].ParaStyleName = following
    indexes = word.getDocumentIndexes()
    for number in range(indexes.Count):
        indexes.getByIndex(number).update()


def main(pipe: str, source: str, target: str) -> None:
    office = desktop(pipe)
    hidden = (value("Hidden", True),)
    word = office.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, hidden)
    edit(word)
    word.storeToURL(uno.systemPathToFileUrl(target), (value("FilterName", "MS Word 2007 XML"),))
    word.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
