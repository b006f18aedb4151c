"""The parts of a Word file beside its text: styles, numbering, settings, fonts, properties."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from pipeline import document as doc
from pipeline import inline
from pipeline.document import Document
from pipeline.fonts import LIKE_ARIAL, family
from pipeline.languages import Language, ScriptKind, language
from pipeline.render.docx.flow import Restart
from pipeline.render.docx.markup import Xml, element, escaped, on, root, visible, w
from pipeline.render.docx.metrics import EAST_ASIAN, font_for
from pipeline.render.docx.styles import (
    ABOVE_RULE,
    CELL_SIDE,
    DEFINITIONS,
    LINK_COLOUR,
    LIST_LEVELS,
    RULE,
    SINGLE,
    STEP,
    Definition,
    Inks,
    Style,
    list_style,
)

# A legible sans serif that Word has on every system (UKAAF G003, RNIB clear print).
LATIN_FONT = "Arial"
BULLETS = ("•", "–")
_OFFICE = "http://schemas.openxmlformats.org"
_CUSTOM_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of custom properties (ISO/IEC 29500-1, 15.2.12.2)
_BUILT_IN_STYLES = 376  # that Word knows and hides unless they are here
_KERNED_FROM = 2  # half points: pairs of letters are fitted at every size
_WORD_2013 = 15  # the current compatibility mode
# What Windows and macOS have where a reader has no Noto font.
_STAND_INS = {
    "NotoNastaliqUrdu": "Urdu Typesetting", "NotoNaskhArabic": "Arial", "NotoSansHebrew": "Arial",
    "NotoSansBengali": "Nirmala UI", "NotoSansDevanagari": "Nirmala UI", "NotoSansGurmukhi": "Nirmala UI",
    "NotoSansGujarati": "Nirmala UI", "NotoSansTamil": "Nirmala UI", "NotoSansCJKsc": "Microsoft YaHei",
    "NotoSansCJKtc": "Microsoft JhengHei", "NotoSansThai": "Leelawadee UI", "NotoSansKhmer": "Leelawadee UI",
    "NotoSansEthiopic": "Ebrima",
}  # fmt: skip


def twips(points: float) -> int:
    """Twentieths of a point, Word's unit for lengths."""
    return round(points * 20)


def word_font(name: str) -> str:
    """What a file calls a face of languages.toml."""
    return LATIN_FONT if name == LIKE_ARIAL else family(name)


def font_names(spoken: Language) -> dict[str, str]:
    """The four fonts that Word keeps for every text, of which it takes one for each character."""
    latin, cs, east = (word_font(font_for(script, spoken, spoken)) for script in _SCRIPTS)
    return {"ascii": latin, "hAnsi": latin, "eastAsia": east, "cs": cs}


_SCRIPTS: tuple[ScriptKind, ...] = ("latin", "complex", "east-asian")
LANG_ATTRIBUTES: dict[ScriptKind, str] = {"latin": "val", "east-asian": "eastAsia", "complex": "bidi"}  # fmt: skip
# Of scripts that a leaflet has not.
_ELSE: dict[ScriptKind, str] = {"east-asian": EAST_ASIAN, "complex": "ar"}


def language_tags(spoken: Language) -> dict[str, str]:
    """Word has three languages at once: of Latin, East Asian and complex-script text. Figures and abbreviations count as
    Latin: in an Urdu sentence they are Urdu, or a screen reader would change its voice for each."""
    own = ("latin", spoken.script)
    return {
        name: spoken.word_tag if script in own else language(_ELSE[script]).word_tag
        for script, name in LANG_ATTRIBUTES.items()
    }


# Styles.


def styles(known: Mapping[str, Style], spoken: Language, inks: Inks) -> bytes:
    """The part that says how each style looks. ``spoken``: the language of the body."""
    normal = known["Normal"]
    defaults = w(
        "docDefaults",
        w("rPrDefault", w("rPr", w("rFonts", **font_names(spoken)), w("kern", val=_KERNED_FROM), *_sizes(normal.size), w("lang", **language_tags(spoken)))),
        w("pPrDefault", w("pPr", _spacing(normal))),
    )  # fmt: skip
    latent = w(
        "latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1,
        defQFormat=0, count=_BUILT_IN_STYLES,
    )  # fmt: skip
    paragraphs = [_paragraph_style(style, normal, spoken, inks) for style in known.values()]
    return root("w:styles", "w", defaults, latent, *paragraphs, *_character_styles(), *_table_styles(inks))  # fmt: skip


def _paragraph_style(style: Style, normal: Style, spoken: Language, inks: Inks) -> Xml:
    is_normal = style is normal
    properties = w(
        "pPr",
        *(
            on("widowControl", *(["bidi"] if spoken.rtl else []))
            if is_normal
            else _paragraph(style, spoken, inks)
        ),
    )
    look = w("rPr", *_look(style, normal, inks))
    kind: dict[str, object] = {"type": "paragraph", "styleId": style.id}
    kind |= {"default": 1} if is_normal else {"customStyle": 1} if style.custom else {}
    follows = [w("next", val=style.follows)] if style.follows else []
    base = [] if is_normal else [w("basedOn", val=normal.id)]
    return w("style", w("name", val=style.name), *base, *follows, w("uiPriority", val=1), *on("qFormat"),
             *_if_any(properties), *_if_any(look), **kind)  # fmt: skip


def _if_any(properties: Xml) -> list[Xml]:
    return [] if properties.endswith("Pr/>") else [properties]


def _paragraph(style: Style, spoken: Language, inks: Inks) -> list[Xml]:
    """In the order of the schema (ISO/IEC 29500-1, 17.3.1.26)."""
    counted = [in_list(instance(style.number[0]), style.number[1])] if style.number else []
    bar = [_bar(spoken, inks)] if style.boxed else []
    ground = [w("shd", val="clear", color="auto", fill=inks.pale)] if style.ground else []
    rule = (
        [
            w(
                "pBdr",
                w(
                    "bottom",
                    val="single",
                    sz=round(8 * RULE),
                    space=round(ABOVE_RULE),
                    color=inks.main,
                ),
            )
        ]
        if style.ruled
        else []
    )
    tab = [w("tabs", w("tab", val="right", leader="dot", pos=twips(style.tab)))] if style.tab else []  # fmt: skip
    indent = [w("ind", left=twips(style.indent), hanging=twips(style.hanging))] if style.indent else []  # fmt: skip
    level = [w("outlineLvl", val=style.level - 1)] if style.level else []
    kept = {"keepNext": style.keep_next, "keepLines": style.keep_lines, "pageBreakBefore": style.new_page}  # fmt: skip
    keep = on(*(name for name, is_on in kept.items() if is_on))
    return [*keep, *counted, *bar, *rule, *ground, *tab, _spacing(style), *indent, *level]


def _spacing(style: Style) -> Xml:
    """Lines as parts of 240 of the font's own line: they grow with the type when a reader enlarges it."""
    line = 240 * style.spacing // SINGLE
    return w("spacing", before=twips(style.before), after=twips(style.after), line=line, lineRule="auto")  # fmt: skip


def _bar(spoken: Language, inks: Inks) -> Xml:
    side = "right" if spoken.rtl else "left"
    return w("pBdr", w(side, val="single", sz=24, space=8, color=inks.main))


def _look(style: Style, normal: Style, inks: Inks) -> list[Xml]:
    colour = [w("color", val=inks.main)] if style.inked else []
    return [*_bold(style.bold), *colour, *(_sizes(style.size) if style.size != normal.size else [])]


def _bold(bold: bool) -> list[Xml]:
    return on("b", "bCs") if bold else []  # complex scripts have their own bold and size


def _sizes(points: float) -> list[Xml]:
    return [w(name, val=round(points * 2)) for name in ("sz", "szCs")]


def _character_styles() -> Iterator[Xml]:
    yield w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), *on("semiHidden", "unhideWhenUsed"),
            type="character", default=1, styleId="DefaultParagraphFont")  # fmt: skip
    link = [w("color", val=LINK_COLOUR), w("u", val="single")]
    for name, custom, look in (
        ("Strong", False, _bold(True)),
        ("Hyperlink", False, link),
        ("Strong Hyperlink", True, [*_bold(True), *link]),
    ):
        kind: dict[str, object] = {"customStyle": 1} if custom else {}
        yield w("style", w("name", val=name), w("basedOn", val="DefaultParagraphFont"), w("uiPriority", val=1), *on("qFormat"),
                w("rPr", *look), type="character", styleId=name.replace(" ", ""), **kind)  # fmt: skip


def _table_styles(inks: Inks) -> Iterator[Xml]:
    yield w("style", w("name", val="No List"), w("uiPriority", val=99), *on("semiHidden", "unhideWhenUsed"),
            type="numbering", default=1, styleId="NoList")  # fmt: skip
    sides = [w(side, w=twips(CELL_SIDE) if side in ("left", "right") else 0, type="dxa")
             for side in ("top", "left", "bottom", "right")]  # fmt: skip
    yield w("style", w("name", val="Normal Table"), w("uiPriority", val=99), *on("semiHidden", "unhideWhenUsed"),
            w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *sides)),
            type="table", default=1, styleId="TableNormal")  # fmt: skip
    lines = [w(side, val="single", sz=4, space=0, color="auto")
             for side in ("top", "left", "bottom", "right", "insideH", "insideV")]  # fmt: skip
    ground = w("tcPr", w("shd", val="clear", color="auto", fill=inks.pale))
    yield w("style", w("name", val="Table Grid"), w("basedOn", val="TableNormal"), w("uiPriority", val=1),
            w("tblPr", w("tblBorders", *lines)), w("tblStylePr", ground, type="firstRow"),
            type="table", styleId="TableGrid")  # fmt: skip


# Numbering.


def numbering(restarts: Sequence[Restart], known: Mapping[str, Style]) -> bytes:
    """A definition for each kind of list, an instance of each for its styles, and one for each list that counts."""
    definitions = [_definition(number, one, known) for number, one in enumerate(DEFINITIONS)]
    instances = [
        w("num", w("abstractNumId", val=n), numId=instance(n)) for n in range(len(DEFINITIONS))
    ]
    return root("w:numbering", "w", *definitions, *instances, *map(_restart, restarts))


def instance(definition: int) -> int:
    """The numbering instance of a definition's styles; those of ``Restart`` follow."""
    return definition + 1


def counting(restart: int) -> int:
    """The numbering instance of a list that counts for itself."""
    return instance(len(DEFINITIONS)) + restart


def _restart(one: Restart) -> Xml:
    override = w("lvlOverride", w("startOverride", val=one.start), ilvl=one.level)
    return w("num", w("abstractNumId", val=one.definition), override, numId=counting(one.number))


def _definition(number: int, definition: Definition, known: Mapping[str, Style]) -> Xml:
    styles = [known[list_style(number, level)] for level in range(LIST_LEVELS)]
    levels = [_level(definition, level, style) for level, style in enumerate(styles)]
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number)


def _level(definition: Definition, level: int, style: Style) -> Xml:
    counts = definition.counts
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="decimal" if counts else "bullet"),
        w("pStyle", val=style.id),
        w("lvlText", val=f"%{level + 1}." if counts else BULLETS[min(level, 1)]),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=twips(style.indent), hanging=twips(style.hanging))),
        ilvl=level,
    )


def in_list(numbering: int, level: int) -> Xml:
    """The properties of a paragraph that is an item. ``numbering``: which list; ``level``: from 0."""
    return w("numPr", w("ilvl", val=level), w("numId", val=numbering))


# Settings and fonts.


def settings(spoken: Language) -> bytes:
    """No ``updateFields``: the page numbers are there, and nobody is asked anything when the file opens."""
    modes = {"compatibilityMode": _WORD_2013, "overrideTableStyleFontSizeAndJustification": 1,
             "enableOpenTypeFeatures": 1, "doNotFlipMirrorIndents": 1}  # fmt: skip
    uri = "http://schemas.microsoft.com/office/word"
    compatibility = [w("compatSetting", name=name, uri=uri, val=value) for name, value in modes.items()]  # fmt: skip
    return root(
        "w:settings", "w", w("zoom", percent=100), w("defaultTabStop", val=twips(STEP)),
        w("characterSpacingControl", val="doNotCompress"), w("compat", *compatibility),
        w("themeFontLang", **language_tags(spoken)), w("decimalSymbol", val="."), w("listSeparator", val=","),
    )  # fmt: skip


def font_table(names: Sequence[str]) -> bytes:
    """The fonts of the file, by their names in languages.toml, and what may stand in for each."""
    entries = [
        w("font", *([w("altName", val=_STAND_INS[name])] if name in _STAND_INS else []),
          w("family", val="swiss"), w("pitch", val="variable"), name=word_font(name))
        for name in dict.fromkeys(names)
    ]  # fmt: skip
    return root("w:fonts", "w", *entries)


def theme(spoken: Language, inks: Inks) -> bytes:
    """Colours and fonts of what staff may add, such as a chart: black on white, the charity's colour, and the
    leaflet's own fonts."""
    dark, light = ("dk1", "dk2"), ("lt1", "lt2")
    names = ["dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink"]
    colours = {name: "000000" if name in dark else "FFFFFF" if name in light else inks.main for name in names}  # fmt: skip
    scheme = [
        _a(name, _a("srgbClr", val=LINK_COLOUR if name == "hlink" else colour))
        for name, colour in colours.items()
    ]
    fonts = font_names(spoken)
    faces = [
        _a("latin", typeface=fonts["ascii"]),
        _a("ea", typeface=fonts["eastAsia"]),
        _a("cs", typeface=fonts["cs"]),
    ]
    fill = _a("solidFill", _a("schemeClr", val="phClr"))
    look = {"fillStyleLst": fill, "lnStyleLst": _a("ln", fill, w=6350), "effectStyleLst": _a("effectStyle", _a("effectLst")),
            "bgFillStyleLst": fill}  # fmt: skip
    return root(
        "a:theme", "a",
        _a("themeElements",
           _a("clrScheme", *scheme, name="Leaflet"),
           _a("fontScheme", _a("majorFont", *faces), _a("minorFont", *faces), name="Leaflet"),
           _a("fmtScheme", *(_a(name, *[one] * 3) for name, one in look.items()), name="Leaflet")),
        name="Leaflet",
    )  # fmt: skip


def _a(name: str, /, *children: Xml, **attributes: object) -> Xml:
    return element(f"a:{name}", attributes, *children)


# Properties.


def core(document: Document) -> bytes:
    """Title, language and status; every date is the leaflet's own, none the clock's."""
    spaces = {
        "xmlns:cp": f"{_OFFICE}/package/2006/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    day = f"{document.dates.reviewed or datetime.date(1980, 1, 1)}T00:00:00Z"
    dated: dict[str, object] = {"xsi:type": "dcterms:W3CDTF"}
    said = {
        "dc:title": _plain(document.title),
        "dc:creator": _said(document.publisher, document),
        "cp:lastModifiedBy": _said(document.publisher, document),
        "dc:description": _plain(document.summary) if document.summary else Xml(""),
        "dc:language": _said(language(document.tag).word_tag, document),
        "cp:contentStatus": _said(status(document), document),
        "cp:revision": Xml("1"),
    }
    fields = [element(name, {}, value) for name, value in said.items() if value]
    dates = [element(f"dcterms:{name}", dated, Xml(day)) for name in ("created", "modified")]
    return root("cp:coreProperties", "", *fields, *dates, **spaces)


def status(document: Document) -> str:
    """ "draft", "reviewed" or "approved", and whether the review is overdue or the leaflet withdrawn."""
    overdue = ", overdue" if document.status.overdue else ""
    withdrawn = ", withdrawn" if document.status.withdrawn else ""
    return f"{document.status.state}{overdue}{withdrawn}"


def custom(document: Document) -> bytes:
    """What staff need to tell which leaflet a copy was made from."""
    values = {
        "Leaflet": document.slug,
        "Status": status(document),
        "Review due": str(document.dates.review_due or ""),
        "Source digest": doc.digest(document),
    }
    spaces = {
        "xmlns": f"{_OFFICE}/officeDocument/2006/custom-properties",
        "xmlns:vt": f"{_OFFICE}/officeDocument/2006/docPropsVTypes",
    }
    properties = [
        element("property", {"fmtid": _CUSTOM_PROPERTIES, "pid": number, "name": name},
                element("vt:lpwstr", {}, _said(value, document)))
        for number, (name, value) in enumerate(((n, v) for n, v in values.items() if v), 2)
    ]  # fmt: skip
    return root("Properties", "", *properties, **spaces)


def application(document: Document) -> bytes:
    """The part that names the program and the charity."""
    spaces = {"xmlns": f"{_OFFICE}/officeDocument/2006/extended-properties"}
    company = [element("Company", {}, _said(document.publisher, document))] if document.publisher else []  # fmt: skip
    return root("Properties", "", element("Application", {}, Xml("leaflet-pipeline")), *company, **spaces)  # fmt: skip


def _plain(line: doc.Line) -> Xml:
    return escaped(visible(inline.plain(line.inlines)), line.at)


def _said(value: str, document: Document) -> Xml:
    return escaped(value, document.title.at)
