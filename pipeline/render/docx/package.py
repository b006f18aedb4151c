"""The package of a Word file, by python-docx: the parts of its template are filled with ours, and what is not ours goes."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from pipeline.document import Document
from pipeline.render import zipped
from pipeline.render.docx.markup import Xml, root
from pipeline.render.docx.pages import Pages
from pipeline.render.docx.parts import application, core, custom, settings, theme
from pipeline.render.docx.styles import EDGE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Inks

# Of python-docx's template: what we write ourselves, and what fails validation.
_NOT_OURS = ("/stylesWithEffects", "/customXml", "/thumbnail", "/webSettings", RELATIONSHIP_TYPE.THEME,
             RELATIONSHIP_TYPE.FONT_TABLE, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES)  # fmt: skip


class Package:
    """An empty Word file, to be filled part by part."""

    def __init__(self) -> None:
        self._word: Any = docx.Document()
        for relations in (self._word.part.rels, self._word.part.package.rels):
            for relation in list(relations.values()):
                if relation.reltype.endswith(_NOT_OURS):
                    del relations[relation.rId]

    def link(self, address: str) -> str:
        """The relationship of an address outside the file."""
        kind = RELATIONSHIP_TYPE.HYPERLINK
        return str(self._word.part.relate_to(address, kind, is_external=True))

    def embed(self, picture: bytes) -> str:
        """The relationship of a picture; the same for one that is in the file already."""
        return str(self._word.part.get_or_add_image(_embeddable(picture))[0])

    def fill(
        self,
        body: list[Xml],
        header: list[Xml],
        footer: Xml,
        pages: Pages,
        rtl: bool,
        across: bool = False,
    ) -> None:
        """The text, on A4, from right to left where the language runs so. ``across``: the paper's long side is its width."""
        section = self._word.sections[0]
        for name, content in (("header", header), ("footer", [footer])):
            margin = getattr(section, name)
            margin.is_linked_to_previous = False
            _refill(margin._element, root("w:hdr", "w", *content))
        section.page_width, section.page_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
        if across:
            section.page_width, section.page_height = section.page_height, section.page_width
            section.orientation = WD_ORIENT.LANDSCAPE
        section.left_margin = section.right_margin = Pt(MARGIN)
        section.top_margin, section.bottom_margin = Pt(pages.top), Pt(pages.bottom)
        section.header_distance = section.footer_distance = Pt(EDGE)
        setup = section._sectPr
        for name in ("w:cols", "w:docGrid"):
            setup.remove(setup.find(qn(name)))
        if rtl:
            setup.append(parse_xml(root("w:bidi", "w")))
        element = self._word.element.body
        _refill(element, root("w:body", "w r wp a pic", *body))
        element.append(setup)

    def describe(self, document: Document, styles: bytes, numbering: bytes, fonts: bytes) -> None:
        """Everything beside the text."""
        part, spoken = self._word.part, document.language()
        _refill(part._styles_part.element, styles)
        _refill(part.numbering_part.element, numbering)
        _refill(self._word.settings.element, settings(spoken))
        self._add(
            part,
            "word/theme/theme1.xml",
            CONTENT_TYPE.OFC_THEME,
            RELATIONSHIP_TYPE.THEME,
            theme(spoken, Inks.of(document.brand)),
        )
        self._add(
            part,
            "word/fontTable.xml",
            CONTENT_TYPE.WML_FONT_TABLE,
            RELATIONSHIP_TYPE.FONT_TABLE,
            fonts,
        )
        whole = part.package
        self._add(
            whole,
            "docProps/core.xml",
            CONTENT_TYPE.OPC_CORE_PROPERTIES,
            RELATIONSHIP_TYPE.CORE_PROPERTIES,
            core(document),
        )
        self._add(
            whole,
            "docProps/app.xml",
            CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
            RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
            application(document),
        )
        self._add(whole, "docProps/custom.xml", CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
                  custom(document))  # fmt: skip

    def _add(self, owner: Any, path: str, kind: str, relation: str, data: bytes) -> None:
        owner.relate_to(Part(PackURI(f"/{path}"), kind, data, self._word.part.package), relation)

    def saved(self) -> bytes:
        """The file, the same bytes for the same content."""
        out = io.BytesIO()
        self._word.save(out)
        return zipped.pack(
            zipped.unpack(out.getvalue()), first=("[Content_Types].xml", "_rels/.rels")
        )


def _refill(element: Any, data: bytes) -> None:
    """Other children in the place of an element's own."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(data)))


def _embeddable(picture: bytes) -> io.BytesIO:
    """The picture as python-docx takes it: of JPEG it knows only what is marked as JFIF or Exif, which Photoshop may leave
    out."""
    if not picture.startswith(b"\xff\xd8") or picture[6:10] in (b"JFIF", b"Exif"):
        return io.BytesIO(picture)
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.save(out, "PNG")
    return out
