"""A leaflet as the peers read it: Typst markup, and HTML for WeasyPrint, with the same text, tags, type size and white space.

Both get what ours has: the charity's name, page furniture, notice, how else the leaflet can be had, dates, contents with
page numbers and links, headings, lists, tables with a header row and bars. Expansions of abbreviations, what a link opens, and
our rules of where a page may end are left out, which asks less of the peers.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Sequence

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
        f"#set par(leading: {_leading(document, profile) - 0.7:.2f}em, spacing: {_leading(document, profile) * (1 + profile.paragraph_gap) - 0.7:.2f}em)",
        f"#set page(width: {profile.page_width}pt, height: {profile.page_height}pt, margin: (x: {profile.margin}pt, y: 72pt),"
        f" header: context if here().page() > 1 [#text(size: 13pt)[#{title} {' '.join(notice[:-1])}]],"
        f' footer: context {_string(footer)}.replace("{_PAGE}", str(here().page()))'
        f'.replace("{_PAGES}", str(counter(page).final().first())))',
        *_typst_spacing(profile),
        f"#strong[#{_string(document.publisher)};]" if document.publisher else "",
        "#line(length: 100%)",
        f"= #{title}",
        _typst_box(f"#strong[{sentence}]" for sentence in notice),
        _typst_box(_typst_inlines(document, sentence) for sentence in words.ask(document)),
        *(f"\n{_typst_inlines(document, date)}\n" for date in words.dates(document)),
        f"#outline(title: [{_typst_inlines(document, words.inlines(document, Word.CONTENTS))}], target: heading.where(level: 2))",
        *_typst_blocks(document, document.blocks),
        *(part for section in document.sections for part in _typst_section(document, section, 2)),
    ))  # fmt: skip


def _typst_spacing(profile: PrintProfile) -> Iterator[str]:
    """The white above and below headings and between items that ours leaves."""
    lines = profile.leading
    above, below = profile.section_gap * lines, profile.near * lines
    yield f"#show heading.where(level: 2): set block(above: {above + 0.7:.2f}em, below: {below + 0.5:.2f}em)"
    yield f"#show heading.where(level: 3): set block(above: {above + 0.7:.2f}em, below: {below + 0.5:.2f}em)"
    for kind in ("list", "enum"):
        yield f"#set {kind}(spacing: {lines - 0.7 + below:.2f}em)"
    yield f"#set table(inset: {profile.near * lines:.2f}em, stroke: (bottom: 0.75pt))"


def _typst_box(parts: Iterable[str]) -> str:
    inside = "\n\n".join(parts)
    look = "width: 100%, inset: 0.6em, fill: luma(244), stroke: (left: 6pt)"
    return f"\n#block({look})[{inside}]\n" if inside else ""


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
                    f"[#strong[#{_string(entry.shown)};]\\ #{_string(entry.plainly)};"
                    f" #pdf.artifact[#rect(width: {entry.percent}%, height: 0.35em, fill: navy)]]"
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
h2, h3 {{ margin: {profile.white(profile.section_gap)}pt 0 {profile.white(profile.near)}pt }} p {{ margin: 0 0 {profile.white(profile.paragraph_gap)}pt }}
li {{ margin-bottom: {profile.white(profile.near)}pt }} .box {{ padding: 0.6em; background: #f4f4f4; border-left: 6pt solid }}
.contents {{ list-style: none; padding: 0 }} .contents a::after {{ content: " " target-counter(attr(href), page) }}
.bar {{ height: 0.35em; background: navy }} td, th {{ padding: {profile.white(profile.near)}pt }}
table {{ width: 100%; border-collapse: collapse }} td, th {{ text-align: start; border-bottom: 1px solid }}
</style></head><body><p><b>{html.escape(document.publisher)}</b></p><hr><h1>{title}</h1>
{_html_box(f"<b>{sentence}</b>" for sentence in notice)}
{_html_box(_html_inlines(document, sentence) for sentence in words.ask(document))}
{"".join(f"<p>{_html_inlines(document, date)}</p>" for date in words.dates(document))}
{_html_contents(document)}
{"".join(_html_blocks(document, document.blocks))}
{"".join(part for number, section in enumerate(document.sections) for part in _html_section(document, section, 2, f"s{number}"))}
</body></html>"""


def _html_box(parts: Iterable[str]) -> str:
    inside = "".join(f"<p>{part}</p>" for part in parts)
    return f'<div class="box">{inside}</div>' if inside else ""


def _html_contents(document: Document) -> str:
    heading = _html_inlines(document, words.inlines(document, Word.CONTENTS))
    entries = "".join(
        f'<li><a href="#s{number}">{_html_inlines(document, section.heading.inlines)}</a></li>'
        for number, section in enumerate(document.sections)
    )
    return f'<h2>{heading}</h2><ul class="contents">{entries}</ul>'


def _html_section(
    document: Document, section: Section, level: int, name: str = ""
) -> Iterator[str]:
    yield f"<h{level}{f' id={name}' if name else ''}>{_html_inlines(document, section.heading.inlines)}</h{level}>"
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
                    f'<td><b>{html.escape(entry.shown)}</b><br>{html.escape(entry.plainly)}<div class="bar" style="width: {entry.percent}%"></div></td></tr>'
                    for entry in entries
                )
                yield f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
            case _:
                raise NotImplementedError(type(block).__name__)


def _html_item(document: Document, item: doc.Item) -> str:
    inner = "".join(_html_blocks(document, item.blocks))
    return f"<li>{_html_inlines(document, item.line.inlines)}{inner}</li>"
