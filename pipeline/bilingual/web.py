"""A proof as a page for the browser, to be read on a screen or printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from pipeline.bilingual.sheet import Mark, Row, Sheet, Span, Spans
from pipeline.fonts import family
from pipeline.languages import SOURCE, Language, language

# Lines 1.5 times as high as the type (WCAG 2.2, 1.4.8). A figure has a frame, a locked word dots below it: neither mark is
# told apart by its colour alone. Contrasts: 15 to 1 and more on the white, 12 to 1 on the pale ground.
_STYLE = """
body{font:1.125rem/1.5 Arial,'Noto Sans',sans-serif;max-width:90rem;margin:1.5rem auto;padding:0 1rem;color:#111;background:#fff}
h1,h2{color:#0f2159;line-height:1.3}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{font-weight:bold}dd{margin:0}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:start;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid #5a6275;padding:.5rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#edf2ff}
tr.heading td{font-weight:bold;background:#f6f8ff}
.texts th[scope=row]{width:8%;font-weight:normal}
.texts .notes{width:20%}
.texts.one .notes{width:35%}
.signature td{height:3.5rem}.signature th{width:25%}
.kind,.state{display:block;font-size:.95rem}
.figure{border:2px solid #0f2159;border-radius:.2rem;padding:0 .15em;font-weight:bold}
.locked{text-decoration:underline dotted 3px;text-underline-offset:.2em;font-weight:bold}
.address{overflow-wrap:anywhere}
code{font:1rem/1.5 'Liberation Mono',monospace;overflow-wrap:anywhere}
@media print{body{font-size:12pt;margin:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}@page{size:A4 landscape;margin:15mm}}
"""


def render(sheet: Sheet) -> bytes:
    """The page, complete in one file."""
    head = f'<meta charset="utf-8"><title>{escape(sheet.name)}</title><meta name="viewport" content="width=device-width">'
    parts = [
        f"<h1>{escape(sheet.name)}</h1>",
        *_about(sheet),
        *_figures(sheet),
        *_addresses(sheet),
        *_glossary(sheet),
        *_texts(sheet),
        *_signature(sheet),
    ]
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}<style>{_STYLE}{_faces(sheet)}</style></head>\n'
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    ).encode()


def _faces(sheet: Sheet) -> str:
    """The translation in a face of its script, its lines as high as that needs."""
    spoken = sheet.spoken
    if spoken.script == "latin":
        return ""
    high = max(1.5, spoken.line_height)
    return f"[lang={spoken.bcp47}]{{font-family:'{family(spoken.fonts[0])}',sans-serif;line-height:{high:g}}}\n"


def _about(sheet: Sheet) -> Iterator[str]:
    facts = [
        ("Leaflet", f"{sheet.title} ({sheet.slug}), {sheet.charity}"),
        ("Language", f"{sheet.spoken.name} ({sheet.tag})"),
        ("State", sheet.state),
        ("Next review due", sheet.due or "no date"),
        ("Made on", sheet.today.isoformat()),
    ]
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in facts)
    yield f"<dl>{items}<dt>Code of this proof</dt><dd><code>{sheet.code}</code></dd></dl>"
    yield "<h2>How to read it</h2>"
    steps = "".join(
        f"<li>{step}</li>"
        for step in instructions(
            sheet, figure='<span class="figure">', locked='<span class="locked">', end="</span>"
        )
    )
    yield f"<ol>{steps}</ol>"


def instructions(sheet: Sheet, figure: str, locked: str, end: str) -> list[str]:
    """What the reader does, a sentence or two a step; around marked words what a format needs to mark them."""
    first = (
        "Read each row: does the translation say what the English says, no more and no less?"
        if sheet.bilingual
        else "Read each row: is it right, and can patients understand it?"
    )
    return [
        first,
        f"Look at every {figure}figure{end}: is it the right one, and does the sentence use it rightly? {locked}Locked{end} words stand as they are in every language.",
        "Write into the last column what must change. Whoever mends it makes a new proof, with another code.",
        "Nothing to change? Sign at the end. The code says which text you signed: when anything changes, it is no longer valid.",
    ]


def _figures(sheet: Sheet) -> Iterator[str]:
    if not sheet.values:
        return
    heads = ["Figure", "Unit or kind", "English", *([sheet.spoken.name] if sheet.bilingual else [])]
    rows = []
    for one in sheet.values:
        shown = [(one.english, SOURCE), *([(one.translation, sheet.tag)] if sheet.bilingual else [])]  # fmt: skip
        cells = "".join(f"<td {_in(language(tag))}>{escape(text)}</td>" for text, tag in shown)
        rows.append(f'<tr><th scope="row">{escape(one.name)}</th><td>{escape(one.unit)}</td>{cells}</tr>')  # fmt: skip
    yield "<h2>Figures</h2>"
    yield _table("Every figure that stands in a sentence", heads, rows)


def _addresses(sheet: Sheet) -> Iterator[str]:
    if not sheet.addresses:
        return
    rows = [
        f'<tr><th scope="row" class="address">{escape(address)}</th><td>{"still to be confirmed" if confirm else "confirmed"}</td></tr>'
        for address, confirm in sheet.addresses
    ]
    yield "<h2>Addresses</h2>"
    yield _table("Where links lead", ["Address", "State"], rows)


def _glossary(sheet: Sheet) -> Iterator[str]:
    if not sheet.glossary:
        return
    rows = [
        f'<tr><th scope="row">{escape(term.english)}</th><td {_in(sheet.spoken)}>{escape("; ".join(term.forms))}</td><td>{escape(term.note)}</td></tr>'
        for term in sheet.glossary
    ]
    yield "<h2>Glossary</h2>"
    yield _table("Approved terms that stand in the texts", ["English", sheet.spoken.name, "Note"], rows)  # fmt: skip


def _texts(sheet: Sheet) -> Iterator[str]:
    heads = ["Text", "English", *([sheet.spoken.name] if sheet.bilingual else []), "Notes"]
    yield "<h2>Texts</h2>"
    rows = [_row(sheet, row) for row in sheet.rows]
    kind = "texts" if sheet.bilingual else "texts one"
    yield _table("Every text in the order of the leaflet", heads, rows, kind)


def _row(sheet: Sheet, row: Row) -> str:
    first = f'<th scope="row">{row.number} <span class="kind">{escape(row.kind)}</span><span class="state">{escape(row.state)}</span></th>'
    cells = [(row.english, language(SOURCE)), *([(row.translation, sheet.spoken)] if sheet.bilingual else [])]  # fmt: skip
    texts = "".join(f"<td {_in(spoken)}>{_spans(spans, spoken)}</td>" for spans, spoken in cells)
    mark = ' class="heading"' if row.heading else ""
    return f'<tr{mark}>{first}{texts}<td class="notes"></td></tr>'


def _spans(spans: Spans, around: Language) -> str:
    return "".join(_span(span, around) for span in spans)


def _span(span: Span, around: Language) -> str:
    text = escape(span.text)
    if span.strong:
        text = f"<strong>{text}</strong>"
    attributes = [f'class="{span.mark.value}"'] if span.mark is not Mark.NONE else []
    attributes += [_in(language(span.tag))] if span.tag != around.tag else []
    return f"<span {' '.join(attributes)}>{text}</span>" if attributes else text


def _signature(sheet: Sheet) -> Iterator[str]:
    yield "<h2>Signatures</h2>"
    given = (("Reviewed by", sheet.whole.reviewed), ("Approved by (another person)", sheet.whole.approved))  # fmt: skip
    rows = []
    for role, signers in given:
        name = ", ".join(f"{name} ({on})" for name, on in signers)
        rows.append(f'<tr><th scope="row">{role}</th><td>{escape(name)}</td><td></td><td></td></tr>')  # fmt: skip
    yield _table(sheet.declaration, ["Role", "Name", "Signature", "Date"], rows, "signature")
    yield "<p>Then the signature is written down by a command, by the person or for them:</p>"
    items = "".join(
        f"<li>{escape(who)}: <code>{escape(command)}</code></li>" for who, command in sheet.commands
    )
    yield f"<ul>{items}</ul>"


def _table(caption: str, heads: Sequence[str], rows: Sequence[str], kind: str = "") -> str:
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    mark = f' class="{kind}"' if kind else ""
    return f"<table{mark}><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _in(spoken: Language) -> str:
    return f'lang="{spoken.bcp47}" dir="{spoken.direction}"'
