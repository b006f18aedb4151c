"""Pages of a release for people: what is in it, and, where a leaflet was, that it has been withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from pipeline import inline, words
from pipeline.build.releases import Recalled, Released
from pipeline.document import Document, Inlines
from pipeline.facts import plain_text
from pipeline.languages import SOURCE, Language, language

# Text of 18 points or more on the reader's own size, 1.5 times as high, lines of at most 70 letters (WCAG 2.2, 1.4.8);
# colours of 15 and 12 to 1 on white.
_STYLE = (
    "body{font:1.25rem/1.5 Arial,'Noto Sans',sans-serif;max-width:70ch;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1,h2{color:#0f2159;line-height:1.3}h3{margin-bottom:.3rem}a{color:#00298c}"
    "a:focus{outline:3px solid #0f2159;outline-offset:3px}"
    ".withdrawn{border:3px solid #0f2159;padding:.5rem 1rem;margin:1rem 0}"
)


@dataclass(frozen=True, slots=True)
class Here:
    """A leaflet in a language that is in the release, and how large each of its files is, in bytes."""

    released: Released
    sizes: Mapping[str, int]


def index(
    charity: str,
    version: str,
    here: Sequence[Here],
    recalled: Sequence[tuple[Recalled, Document]],
) -> bytes:
    """The page that lists a release, withdrawn leaflets first."""
    title = f"Leaflets of {charity}" if charity else "Leaflets"
    parts = [f"<h1>{escape(title)}</h1>", f"<p>Release {escape(version)}</p>"]
    if recalled:
        parts += ["<h2>Withdrawn</h2>", *(_notice(document) for _, document in recalled)]
    for _, group in groupby(here, key=lambda one: one.released.leaflet):
        parts += _leaflet(list(group))
    return _page(title, language(SOURCE), parts)


def withdrawn(document: Document) -> bytes:
    """The page that stands in the place of a withdrawn leaflet, where its printed copies lead."""
    title = _plain(document.title.inlines)
    return _page(title, document.language(), [f"<h1>{escape(title)}</h1>", _notice(document)])


def _notice(document: Document) -> str:
    spoken = document.language()
    title = f"<p><strong>{escape(_plain(document.title.inlines))}</strong> ({escape(spoken.autonym)})</p>"
    told = "".join(f"<p>{escape(_plain(sentence))}</p>" for sentence in words.notice(document))
    return f'<div class="withdrawn" {_in(spoken)}>{title}{told}</div>'


def _leaflet(here: Sequence[Here]) -> Iterator[str]:
    titles = {one.released.language: one.released.title for one in here}
    shown = SOURCE if SOURCE in titles else next(iter(titles))
    yield f"<h2 {_in(language(shown))}>{escape(titles[shown])}</h2>"
    for one in here:
        spoken = language(one.released.language)
        title = "" if one.released.language == shown else f": {one.released.title}"
        yield f"<h3 {_in(spoken)}>{escape(spoken.autonym + title)}</h3>"
        items = (_file(one, path) for path in one.released.files)
        yield f"<ul>{''.join(items)}</ul>"


def _file(one: Here, path: str) -> str:
    """A link that says what it opens and how large that is."""
    name, _, suffix = path.rpartition("/")[2].partition(".")
    edition = name.removeprefix(f"{one.released.leaflet}-{one.released.language}-").replace("-", " ")  # fmt: skip
    told = f"{edition}, {suffix.upper()}, {_size(one.sizes[path])}"
    return f'<li><a href="{escape(path)}">{escape(told)}</a></li>'


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} KB"


def _plain(inlines: Inlines) -> str:
    return plain_text(inline.plain(inlines))


def _in(spoken: Language) -> str:
    return f'lang="{spoken.tag.replace("_", "-")}" dir="{"rtl" if spoken.rtl else "ltr"}"'


def _page(title: str, spoken: Language, parts: Sequence[str]) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><meta name="viewport" content="width=device-width">'
    body = "\n".join(parts)
    return (
        f"<!DOCTYPE html>\n<html {_in(spoken)}>\n<head>{head}<style>{_STYLE}</style></head>\n"
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    ).encode()
