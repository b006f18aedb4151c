"""What a PDF says of itself: PDF/UA-1 and PDF/A-2a together, or PDF/UA-2; title, publisher, language, colours.

PDF/A-2 (ISO 19005-2, 6.6) wants the Info dictionary and XMP to agree, schemas that XMP does not know described in
it, and an output intent for device colours (6.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)

if "OutputIntents" not in pdfdoc.PDFCatalog.__NoDefault__:  # other keys are dropped without a word
    pdfdoc.PDFCatalog.__NoDefault__.append("OutputIntents")

_formatted = pdfdoc.PDFStream.format


def _with_line_end(stream: Any, document: Any) -> bytes:
    """ReportLab leaves out the line end before "endstream", which PDF/A wants (ISO 19005-2, 6.1.7.1)."""
    return bytes(_formatted(stream, document)).removesuffix(b"endstream\n") + b"\nendstream\n"


pdfdoc.PDFStream.format = _with_line_end

PRODUCER = "Leaflet pipeline"


@dataclass(frozen=True, slots=True)
class About:
    """``language``: BCP 47; ``ua``: the part of PDF/UA that the file follows, 1 (with PDF/A-2a) or 2 (PDF 2.0)."""

    title: str
    publisher: str
    language: str
    ua: int = 1

    @property
    def version(self) -> tuple[int, int]:
        return (2, 0) if self.ua == 2 else (1, 7)


class Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The old dictionary of facts about a file, with no more in it than XMP has, and no time of day."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self.about = about  # ReportLab writes "(anonymous)" into its own fields

    def format(self, document: Any) -> Any:
        about = self.about
        entries = {"Title": about.title, "Author": about.publisher, "Producer": PRODUCER}
        texts = {name: PDFString(value) for name, value in entries.items() if value}
        return PDFDictionary(texts).format(document)


def output_intent(doc: Any) -> Any:
    """That colours are sRGB, for devices that ask."""
    profile = PDFStream(dictionary=PDFDictionary({"N": 3}), content=_srgb())
    profile.filters = [PDFZCompress]
    intent = PDFDictionary({
        "Type": PDFName("OutputIntent"), "S": PDFName("GTS_PDFA1"), "OutputConditionIdentifier": PDFString("sRGB"),
        "Info": PDFString("sRGB IEC61966-2.1"), "DestOutputProfile": doc.Reference(profile),
    })  # fmt: skip
    return PDFArray([doc.Reference(intent)])


@cache
def _srgb() -> bytes:
    """LittleCMS's own sRGB profile, without the time at which it was made (ICC.1, 7.2.8: bytes 24 to 35)."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data[:24] + bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)) + data[36:]


def xmp(about: About) -> bytes:
    """The metadata stream."""
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(about.publisher, quote=False)}</rdf:li></rdf:Seq></dc:creator>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title, quote=False)}</rdf:li></rdf:Alt></dc:title>
{creator if about.publisher else ""}
<dc:language><rdf:Bag><rdf:li>{about.language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{PRODUCER}</pdf:Producer>
{_UA_2 if about.ua == 2 else _UA_1_AND_A_2A}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


_UA_2 = "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>"
# "pdfuaid" is no schema that PDF/A knows, so it is described.
_UA_1_AND_A_2A = """<pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
