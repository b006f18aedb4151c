"""The page that lists every leaflet in every language and edition. It needs no server: what it finds, it holds."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.document import Brand, Document, Line
from pipeline.languages import SOURCE, Language, language
from pipeline.render.html.fold import FOLDS, fold
from pipeline.render.html.look import hexadecimal, part, policy, style, template
from pipeline.render.html.write import NAMES, File, data, details, logo
from pipeline.words import Word


@dataclass(frozen=True, slots=True)
class Listed:
    """A leaflet in a language. ``page``: the address of its web page, "" where it has none; ``status``: one
    of the pipeline's marks, "" for one that is approved and in date."""

    tag: str
    title: str
    page: str
    files: tuple[File, ...]
    status: str = ""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """``title``: in English where there is one."""

    title: str
    languages: tuple[Listed, ...]


def index(publisher: str, brand: Brand, leaflets: tuple[Leaflet, ...]) -> bytes:
    """The page, in English, the same bytes for the same input."""
    shown = [language(one.tag) for leaflet in leaflets for one in leaflet.languages]
    css, script = style(brand, language(SOURCE), shown), part("index.js")
    charity = Document("index", SOURCE, Line(()), publisher=publisher, brand=brand)
    page = template("index.html").render(
        Word=Word,
        policy=policy(css, script),
        css=Markup(css),
        script=Markup(script),
        title=" – ".join(filter(None, (Word.LEAFLETS, publisher))),
        colour=hexadecimal(brand.colour),
        publisher=publisher,
        logo=logo(charity),
        told=data({"none": Word.NONE_FOUND, "found": Word.FOUND, "folds": FOLDS}),
        leaflets=[
            {"title": one.title, "languages": [_listed(one, entry) for entry in one.languages]}
            for one in leaflets
        ],
    )
    return f"{page.rstrip()}\n".encode()


def _listed(leaflet: Leaflet, one: Listed) -> dict[str, object]:
    spoken, english = language(one.tag), language(SOURCE)
    names = [str(NAMES.get(file.edition, file.edition)) for file in one.files]
    said = [leaflet.title, one.title, spoken.name, spoken.autonym, spoken.bcp47, one.status, *names]
    return {
        "language": spoken,
        "title": one.title,
        "page": one.page,
        "status": one.status,
        "words": " ".join(map(fold, filter(None, said))),
        "files": [_file(file, name, english) for file, name in zip(one.files, names, strict=True)],
    }


def _file(file: File, name: str, english: Language) -> dict[str, str]:
    return {"name": name, "address": file.address, "details": " · ".join(details(file, english))}
