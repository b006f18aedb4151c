"""Small leaflets of our own words, in the five languages, with every kind of block and inline."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from decimal import Decimal

from PIL import Image

from pipeline import document as doc
from pipeline.diagnostic import Location
from pipeline.document import Dates, Document, Line, Status, Text
from pipeline.facts import Fact, Kind
from pipeline.languages import language
from pipeline.translate import translate
from pipeline.words import Word

TAGS = ("en", "pl", "ur", "bn", "zh_Hans")

_WORDS = {
    "pl": ("Strona {page} z {pages}", "Objaw", "U ilu osób", "około {n} na {of} osób", "Uwaga!"),
    "ur": (
        "صفحہ {page} از {pages}",
        "مضر اثر",
        "کتنے لوگوں کو",
        "{of} میں سے تقریباً {n}",
        "انتباہ",
    ),
    "bn": ("পৃষ্ঠা {page}, মোট {pages}", "প্রতিক্রিয়া", "কতজন", "{of} জনে প্রায় {n} জন", "সতর্কবার্তা"),
    "zh_Hans": (
        "第 {page} 页，共 {pages} 页",
        "副作用",
        "有多少人",
        "每 {of} 人中约 {n} 人",
        "警告",
    ),
}
_ORDER = (Word.PAGE, Word.SIDE_EFFECT, Word.HOW_MANY, Word.IN_PEOPLE, Word.WARNING)

# Title, heading, sentence before a phone number, list item, side effect, link text, foreign words around.
_TEXTS = {
    "en": (
        "A medicine",
        "How it works",
        "Call us on ",
        "Take it at home",
        "Fever",
        "our page",
        "In Urdu: ",
    ),
    "pl": (
        "Lek źródłowy",
        "Jak działa",
        "Zadzwoń: ",
        "Przyjmuj go w domu",
        "Gorączka",
        "nasza strona",
        "Po urdu: ",
    ),
    "ur": (
        "ایک دوا",
        "یہ کیسے کام کرتی ہے",
        "ہمیں فون کریں: ",
        "گھر پر لیں",
        "بخار",
        "ہمارا صفحہ",
        "انگریزی میں: ",
    ),
    "bn": (
        "একটি ওষুধ",
        "এটি কীভাবে কাজ করে",
        "আমাদের ফোন করুন: ",
        "বাড়িতে নিন",
        "জ্বর",
        "আমাদের পাতা",
        "উর্দুতে: ",
    ),
    "zh_Hans": (
        "一种药物",
        "它如何起作用",
        "请致电：",
        "在家使用",
        "发烧",
        "我们的网页",
        "乌尔都语：",
    ),
}


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (30, 60, 120)).save(out, "PNG")
    return out.getvalue()


def specimen(tag: str) -> Document:
    """A leaflet with every block and inline in one language, its figures as that language writes them."""
    title, heading, call, item, effect, link, around = _TEXTS[tag]
    foreign = ("Take care", "en") if language(tag).rtl else ("خیال رکھیں", "ur")
    at = Location("source/specimen.md", 7)

    def line(*inlines: doc.Inline) -> Line:
        return Line(inlines, at, domain="specimen")

    items = (
        doc.Item(line(Text(item)), (doc.BulletList((doc.Item(line(Text(item)), (
            doc.BulletList((doc.Item(line(Text(effect))),)),)),)),)),
        doc.Item(line(doc.Strong((Text(item),)))),
    )  # fmt: skip
    blocks: tuple[doc.Block, ...] = (
        doc.Paragraph(line(Text(call), doc.FactRef("helpline"), Text(" ("), doc.Term("CD19"), Text(")."))),
        doc.BulletList(items),
        doc.NumberedList((doc.Item(line(Text(item))), doc.Item(line(Text(effect)))), 3),
        doc.SideEffects((
            doc.SideEffect(line(Text(effect)), Decimal("70.8"), at),
            doc.SideEffect(line(Text(item)), Decimal("0.8"), at),
        )),
        doc.Paragraph(line(doc.Link((Text(link),), "page"), Text(". "), Text(around),
                           doc.Foreign((Text(foreign[0]),), foreign[1]), Text(" "), doc.FactRef("due"))),
        doc.Callout(doc.CalloutKind.WARNING, (doc.Paragraph(line(Text(item))),)),
        doc.Figure("pump.png", png(), 60, 40, line(Text(heading)), line(Text(effect))),
        doc.Table((line(Text(heading)), line(Text(effect))), ((line(Text(item)), line(Text(link))),), line(Text(title))),
    )  # fmt: skip
    inner = doc.Section(
        line(Text(item)), (doc.Paragraph(line(Text(f"{effect}: "), doc.FactRef("stay"))),)
    )
    document = Document(
        slug="specimen",
        tag="en",
        title=line(Text(title)),
        blocks=(doc.Paragraph(line(Text(heading))),),
        sections=(doc.Section(line(Text(heading)), blocks, (inner,)),),
        publisher="A Charity",
        facts=(
            ("helpline", Fact(Kind.PHONE, "08088 010 444")),
            ("due", Fact(Kind.DATE, datetime.date(2026, 6, 30))),
            ("review_due", Fact(Kind.DATE, datetime.date(2026, 6, 30))),
            ("stay", Fact(Kind.DURATION, Decimal(9), "days")),
        ),
        links=(doc.LinkTarget("page", "https://www.example.org/"),),
        terms=(doc.DeclaredTerm("CD19", "a protein on blood cells", "C D nineteen"),),
        dates=Dates(
            datetime.date(2023, 6, 30), datetime.date(2026, 2, 1), datetime.date(2026, 6, 30)
        ),
    )
    offer = doc.Offer(
        "helpline",
        (doc.Way.LARGE_PRINT, doc.Way.AUDIO),
        (doc.Way.BRAILLE, doc.Way.EASY_READ),
        (doc.Way.SIGNED,),
        tuple(other for other in TAGS if other != tag),
        f"https://www.example.org/leaflets/specimen/{tag}/specimen-{tag}-audio.mp3",
        f"https://www.example.org/leaflets/specimen/{tag}/",
    )
    return replace(shown(document, tag), status=Status(overdue=True), offer=offer)


def shown(document: Document, tag: str) -> Document:
    """The document as if its words were the language's own, with figures as the language writes them."""
    english, _ = translate(document, {}, {}, language("en"))
    words = dict(zip((word.value for word in _ORDER), _WORDS.get(tag, ()), strict=False))
    if tag == "en":
        return english
    own = Own()
    translated, found = translate(document, {"specimen": own}, words, language(tag))  # type: ignore[dict-item]
    assert not found
    return translated


class Own:
    """A catalog in which every message is its own translation."""

    path = "specimen.po"

    def translation(self, msgid: str, context: str | None = None) -> str | None:
        return msgid

    def get(self, msgid: str, context: str | None = None) -> None:
        return None
