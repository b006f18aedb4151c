"""A leaflet as the peers read it: Typst markup, and HTML for WeasyPrint, with the same text, tags and type size.

Both get what ours has: page furniture, notice, headings, lists, tables with a header row, links. Bars, expansions of
abbreviations and what a link opens are left out, which asks less of the peers.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence

from pipeline import document as doc
from pipeline import fonts, words
from pipeline.document import Document, Inlines, Section
from pipeline.inline import plain
from pipeline.languages import Language, language
from pipeline.publisher import PrintProfile
from pipeline.words import Word

_PAGE, _PAGES = "\ue000", "\ue001"  # stand for the two numbers of "Page 1 of 9"


def families(spoken: Language) -> list[str]:
    return [fonts.family(name) for name in dict.fromkeys((*spoken.fonts, "NotoSans"))]


def _leading(document: Document, profile: PrintProfile) -> float:
    """In type sizes."""
    return max(profile.leading, language(document.tag).line_height)


# Typst.


def typst(document: Document, profile: PrintProfile) -> str:
    """A Typst document; PDF/UA-1 is asked for when it is compiled."""
    spoken, title = language(document.tag), _string(plain(document.title.inlines))
    footer = words.text(document, Word.PAGE, page=_PAGE, pages=_PAGES)
    notice = [_typst_inlines(document, sentence) for sentence in words.notice(document)]
    return "\n".join((
        f"#set document(title: {title})",
        f"#set text(font: ({json.dumps(families(spoken))[1:-1]},), size: {profile.body}pt, hyphenate: false, "
        f'lang: "{document.tag[:2]}")',
        f"#set par(leading: {_leading(document, profile) - 0.7:.2f}em, spacing: {_leading(document, profile) * 0.9:.2f}em)",
        f"#set page(width: {profile.page_width}pt, height: {profile.page_height}pt, margin: (x: {profile.margin}pt, y: 72pt),"
        f" header: context if here().page() > 1 [#text(size: 13pt)[#{title} {' '.join(notice[:-1])}]],"
        f' footer: context {_string(footer)}.replace("{_PAGE}", str(here().page()))'
        f'.replace("{_PAGES}", str(counter(page).final().first())))',
        f"= #{title}",
        *(f"\n#strong[{sentence}]\n" for sentence in notice),
        *_typst_blocks(document, document.blocks),
        *(part for section in document.sections for part in _typst_section(document, section, 2)),
    ))  # fmt: skip


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _typst_section(document: Document, section: Section, level: int) -> Iterator[str]:
    yield f"{'=' * level} {_typst_inlines(document, section.heading.inlines)}"
    yield from _typst_blocks(document, section.blocks)
    for inner in section.sections:
        yield from _typst_section(document, inner, level + 1)


def _typst_inlines(document: Document, inlines: Inlines) -> str:
    parts = []
    for one in inlines:
        match one:
            case doc.Text(text) | doc.Term(text) | doc.FactRef(_, text):
                parts.append(f"#{_string(text)};")
            case doc.Strong(children):
                parts.append(f"#strong[{_typst_inlines(document, children)}]")
            case doc.Link(children, label):
                target = _string(document.address(label))
                parts.append(f"#link({target})[{_typst_inlines(document, children)}]")
            case doc.Foreign(children, tag):
                parts.append(f'#text(lang: "{tag[:2]}")[{_typst_inlines(document, children)}]')
    return "".join(parts)


def _typst_blocks(document: Document, blocks: Sequence[doc.Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case doc.Paragraph(line):
                yield f"\n{_typst_inlines(document, line.inlines)}\n"
            case doc.BulletList(items) | doc.NumberedList(items):
                kind = "list" if isinstance(block, doc.BulletList) else "enum"
                yield f"#{kind}({', '.join(_typst_item(document, item) for item in items)})"
            case doc.SideEffects(entries):
                heads = (words.inlines(document, w) for w in (Word.SIDE_EFFECT, Word.HOW_MANY))
                header = ", ".join(f"[{_typst_inlines(document, head)}]" for head in heads)
                rows = ", ".join(
                    f"[{_typst_inlines(document, entry.name.inlines)}], "
                    f"[#strong[#{_string(entry.shown)};]\\ #{_string(entry.plainly)};]"
                    for entry in entries
                )
                yield f"#table(columns: (56%, 44%), table.header({header}), {rows})"
            case _:
                raise NotImplementedError(type(block).__name__)


def _typst_item(document: Document, item: doc.Item) -> str:
    inner = "\n".join(_typst_blocks(document, item.blocks))
    return f"[{_typst_inlines(document, item.line.inlines)}\n{inner}]"


# WeasyPrint.


def page_html(document: Document, profile: PrintProfile) -> str:
    """An HTML page with print rules; pdf/ua-1 is asked for when it is written."""
    spoken, title = language(document.tag), html.escape(plain(document.title.inlines))
    footer = words.text(document, Word.PAGE, page=_PAGE, pages=_PAGES)
    content = json.dumps(footer, ensure_ascii=False).replace(_PAGE, '" counter(page) "').replace(_PAGES, '" counter(pages) "')  # fmt: skip
    notice = [_html_inlines(document, sentence) for sentence in words.notice(document)]
    running = " ".join(plain(sentence) for sentence in words.notice(document)[:-1])
    names = ", ".join(json.dumps(name) for name in families(spoken))
    head = json.dumps(f"{plain(document.title.inlines)} {running}", ensure_ascii=False)
    return f"""<!doctype html>
<html lang="{spoken.bcp47}" dir="{spoken.direction}"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: {profile.page_width}pt {profile.page_height}pt; margin: 72pt {profile.margin}pt;
  @top-left {{ content: {head}; width: 100%; font-size: 13pt }} @bottom-left {{ content: {content} }} }}
@page :first {{ @top-left {{ content: none }} }}
html {{ font: {profile.body}pt/{_leading(document, profile)} {names} }}
table {{ width: 100%; border-collapse: collapse }} td, th {{ text-align: start; border-bottom: 1px solid }}
</style></head><body><h1>{title}</h1>
{"".join(f"<p><b>{sentence}</b></p>" for sentence in notice)}
{"".join(_html_blocks(document, document.blocks))}
{"".join(part for section in document.sections for part in _html_section(document, section, 2))}
</body></html>"""


def _html_section(document: Document, section: Section, level: int) -> Iterator[str]:
    yield f"<h{level}>{_html_inlines(document, section.heading.inlines)}</h{level}>"
    yield from _html_blocks(document, section.blocks)
    for inner in section.sections:
        yield from _html_section(document, inner, level + 1)


def _html_inlines(document: Document, inlines: Inlines) -> str:
    parts = []
    for one in inlines:
        match one:
            case doc.Text(text) | doc.Term(text) | doc.FactRef(_, text):
                parts.append(html.escape(text))
            case doc.Strong(children):
                parts.append(f"<b>{_html_inlines(document, children)}</b>")
            case doc.Link(children, label):
                target = html.escape(document.address(label))
                parts.append(f'<a href="{target}">{_html_inlines(document, children)}</a>')
            case doc.Foreign(children, tag):
                parts.append(f'<span lang="{tag}">{_html_inlines(document, children)}</span>')
    return "".join(parts)


def _html_blocks(document: Document, blocks: Sequence[doc.Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case doc.Paragraph(line):
                yield f"<p>{_html_inlines(document, line.inlines)}</p>"
            case doc.BulletList(items) | doc.NumberedList(items):
                kind = "ul" if isinstance(block, doc.BulletList) else "ol"
                yield f"<{kind}>{''.join(_html_item(document, item) for item in items)}</{kind}>"
            case doc.SideEffects(entries):
                heads = (words.inlines(document, w) for w in (Word.SIDE_EFFECT, Word.HOW_MANY))
                header = "".join(f'<th scope="col">{_html_inlines(document, head)}</th>' for head in heads)  # fmt: skip
                rows = "".join(
                    f"<tr><th>{_html_inlines(document, entry.name.inlines)}</th>"
                    f"<td><b>{html.escape(entry.shown)}</b><br>{html.escape(entry.plainly)}</td></tr>"
                    for entry in entries
                )
                yield f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
            case _:
                raise NotImplementedError(type(block).__name__)


def _html_item(document: Document, item: doc.Item) -> str:
    inner = "".join(_html_blocks(document, item.blocks))
    return f"<li>{_html_inlines(document, item.line.inlines)}{inner}</li>"
