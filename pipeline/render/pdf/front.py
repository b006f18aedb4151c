"""What leaflets begin and end with: the charity, how else the leaflet can be had, its dates, and the way to it on the web."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import words
from pipeline.document import Text
from pipeline.facts import FSI, PDI
from pipeline.inline import plain
from pipeline.languages import SOURCE, language
from pipeline.render.pdf.code import Code
from pipeline.render.pdf.flow import Flowable
from pipeline.render.pdf.layout import Paragraph, Picture
from pipeline.render.pdf.panel import Beside, Rule
from pipeline.render.pdf.setting import Setting
from pipeline.render.pdf.structure import StructureElement
from pipeline.render.pdf.text import Run, Typeset
from pipeline.words import Word


def masthead(setting: Setting) -> Iterator[Flowable]:
    """The charity's logo and name over a rule."""
    document, profile = setting.document, setting.profile
    if not document.publisher:
        return
    logo = _logo(setting)
    name = setting.paragraph(
        (Text(document.publisher),), document.title.at, setting.root, bold=True,
        colour=setting.inks.main, after=setting.close,
    )  # fmt: skip
    yield Beside(logo, [name], setting.near, setting.close, setting.language.rtl) if logo else name
    yield Rule(setting.inks.main, profile.border, setting.near)


def _logo(setting: Setting) -> Picture | None:
    found, profile = setting.document.brand.logo, setting.profile
    if not found:
        return None
    strings = {"Alt": plain(found.alt.inlines)}
    if setting.language.tag != SOURCE:
        strings["Lang"] = language(SOURCE).bcp47
    element = StructureElement("Figure", setting.root, strings=strings)
    widest = setting.width * profile.widest_logo
    return Picture(
        element,
        found.image,
        (found.width, found.height),
        profile.logo,
        0.0,
        setting.language.rtl,
        widest,
    )


def ask(setting: Setting) -> Iterator[Flowable]:
    """The panel that says how else the leaflet can be had; what one must do for it is bold."""
    sentences = words.ask(setting.document)
    if sentences:
        element, at = StructureElement("Div", setting.root), setting.document.title.at
        box = setting.box(border=False)
        inside = setting.inside(box)
        parts = [inside.paragraph(one, at, element, after=setting.near) for one in sentences]
        yield setting.panel(parts, box)


def dates(setting: Setting) -> Iterator[Flowable]:
    """When the leaflet was reviewed, and its version: lines that stay together."""
    found = words.dates(setting.document)
    for number, one in enumerate(found, 1):
        last = number == len(found)
        yield setting.paragraph(
            one,
            setting.document.title.at,
            setting.root,
            after=setting.gap if last else setting.close,
            leads=not last,
        )


def back(setting: Setting) -> Iterator[Flowable]:
    """Where the leaflet is on the web, as codes for a phone and as addresses."""
    offer = setting.document.offer
    found = [(Word.LISTEN, offer.audio), (Word.ON_THE_WEB, offer.page)]
    parts = [_address(setting, word, address) for word, address in found if address]
    if parts:
        yield setting.panel(parts, setting.box(border=False))


def _address(setting: Setting, word: Word, address: str) -> Beside:
    document, at = setting.document, setting.document.title.at
    around = StructureElement("Div", setting.root)
    strings = {"Alt": words.text(document, Word.QR_CODE, address=address)}
    if not words.known(document, Word.QR_CODE):
        strings["Lang"] = SOURCE
    code = Code(StructureElement("Figure", around, strings=strings), address, setting.profile.code)
    label = setting.paragraph(
        words.inlines(document, word), at, around, bold=True, after=setting.close
    )
    lines = [label, _link(setting, around, address)]
    return Beside(code, lines, setting.near, setting.near, setting.language.rtl)


def _link(setting: Setting, parent: StructureElement, address: str) -> Paragraph:
    """The address as people type it, isolated: its own order in a right-to-left text too."""
    shown = address.split("://", 1)[1].rstrip("/")
    told = words.text(setting.document, Word.OPENS_PAGE, text=shown, address=address)
    run = Run(f"{FSI}{shown}{PDI}", setting.language, href=address, told=told)
    text = Typeset(
        [run], setting.language, setting.size, setting.document.title.at, setting.profile.measure
    )
    return Paragraph(text, StructureElement("P", parent), leading=setting.leading, after=0.0)
