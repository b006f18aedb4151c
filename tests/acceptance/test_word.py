"""The Word file of the leaflet, judged by openxml-audit, and opened, drawn, read and edited by LibreOffice."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.docx import Written, prove
from pipeline.checks.docx.opened import Opened
from pipeline.checks.output import bare as plain
from pipeline.checks.output import page_texts
from pipeline.checks.promised import parts
from pipeline.document import Document, Line, Medium, Text, walk_sections
from pipeline.facts import BIDI_CONTROLS, RLI, Fact, Kind, display
from pipeline.languages import language, languages
from pipeline.render import docx
from pipeline.validators.word import audit, soffice
from pipeline.words import Word
from tests import invented, scripts
from tests.acceptance.conftest import EVERY, TAGS, Made
from tests.readers import docx as reader
from tests.readers.tagged import Element, Placed, tagged
from tests.readers.tagged import words as placed
from tests.specimens import png, specimen
from tests.test_render_docx import HOSTILE, hostile

SIZES = (14, 18, 28)
# In one of which or another, ten lines to seventeen end anywhere near the foot of a page.
SIZES_AT_A_FOOT = (14, 16, 18)
RTL = tuple(tag for tag, one in languages().items() if one.rtl)
LABELS = str.maketrans(dict.fromkeys("◦▪–", "•"))  # LibreOffice writes a bullet for each level
PDF = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"PDFUACompliance":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
TXT = "txt:Text (encoded):UTF8"


# openxml-audit.


@pytest.mark.parametrize("tag", EVERY)
def test_openxml_audit_finds_no_error(made: Made, tag: str) -> None:
    assert audit(made.file(tag, "word")) == []


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_openxml_audit_finds_no_error_in_any_script(tmp_path: Path, tag: str) -> None:
    (tmp_path / "x.docx").write_bytes(docx.render(scripts.specimen(tag), docx.Options()))
    assert audit(tmp_path / "x.docx") == []


@pytest.mark.parametrize("body", SIZES)
@pytest.mark.parametrize("tag", TAGS)
def test_openxml_audit_finds_no_error_in_any_block(tmp_path: Path, tag: str, body: int) -> None:
    (tmp_path / "x.docx").write_bytes(docx.render(specimen(tag), docx.Options(body)))
    assert audit(tmp_path / "x.docx") == []


@pytest.mark.parametrize("tag", ["en", "ur"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].encode("unicode-escape"))
def test_openxml_audit_finds_no_error_in_hostile_text(tmp_path: Path, text: str, tag: str) -> None:
    document = hostile(text, tag)
    address = doc.LinkTarget("page", f"https://www.example.org/{'a' * 3000}")
    logo = doc.Figure("logo.png", png(), 60, 40, document.title)
    document = replace(document, links=(address,), brand=doc.Brand((0.4, 0.0, 0.2), logo))
    (tmp_path / "x.docx").write_bytes(docx.render(document, docx.Options()))
    assert audit(tmp_path / "x.docx") == []


@pytest.mark.parametrize(
    ("part", "was", "now"),
    [
        ("word/document.xml", b"<w:body>", b"<w:body><w:nonsense/>"),
        ("word/document.xml", b"<w:pPr>", b'<w:pPr><w:jc w:val="sideways"/>'),
    ],
)
def test_a_planted_defect_does_not_pass(
    made: Made, tmp_path: Path, part: str, was: bytes, now: bytes
) -> None:
    source = zipfile.ZipFile(io.BytesIO(made.file("en", "word").read_bytes()))
    with zipfile.ZipFile(tmp_path / "broken.docx", "w") as broken:
        for name in source.namelist():
            data = source.read(name)
            assert name != part or was in data
            broken.writestr(name, data.replace(was, now, 1) if name == part else data)
    assert audit(tmp_path / "broken.docx")


# Our own proof.


@pytest.mark.parametrize("tag", EVERY)
def test_the_proof_finds_nothing(made: Made, tag: str) -> None:
    data = made.file(tag, "word").read_bytes()
    assert not list(prove(Written(made.document(tag, Medium.WORD), 18, data, "x.docx")))


@pytest.mark.parametrize("tag", EVERY)
def test_the_text_and_headings_are_the_documents(made: Made, tag: str) -> None:
    found = reader.paragraphs(made.file(tag, "word").read_bytes())
    document = made.document(tag, Medium.WORD)
    bullets = str.maketrans("", "", "•–")
    wanted = plain("".join(page_texts(document, []))).translate(bullets)
    assert plain("".join(p.text for p in found)).translate(bullets) == wanted
    levels = [1, *(min(level, 6) for level, _ in walk_sections(document))]
    headings = [p.style for p in found if p.style.startswith("Heading")]
    assert headings == [f"Heading{level}" for level in levels]


# LibreOffice.


@dataclass(frozen=True)
class Converted:
    """Word files by name, with what they were made from, and what LibreOffice makes of each."""

    folder: Path
    documents: dict[str, Document]

    def pdf(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.txt").read_text("utf-8-sig")


def figures(tag: str) -> Document:
    """A phone number, a date, a percentage and a range between words, in paragraphs and in a table."""
    spoken = language(tag)
    title, text = scripts.WORDS[tag]
    word = text.split()[0]

    def fact(kind: Kind, value: Decimal | date | str) -> doc.FactRef:
        return doc.FactRef("fact", display(Fact(kind, value), spoken))

    amounts: tuple[tuple[doc.Inline, ...], ...] = (
        (fact(Kind.PHONE, "08088 010 444"),),
        (fact(Kind.DATE, date(2026, 6, 30)),),
        (fact(Kind.PERCENT, Decimal("70.8")),),
        (fact(Kind.COUNT, Decimal(12)), Text("–"), fact(Kind.COUNT, Decimal(15))),
    )
    lines = tuple(Line((Text(f"{word} "), *one, Text(f" {word}"))) for one in amounts)
    other = Line((Text(word),))
    table = doc.Table((Line((Text(title),)), other), tuple((line, other) for line in lines))
    blocks: tuple[doc.Block, ...] = (*map(doc.Paragraph, lines), table)
    return Document("figures", tag, Line((Text(title),)), blocks, status=doc.Status(doc.State.APPROVED))  # fmt: skip


LEAFLETS = list(product(EVERY, SIZES))


@pytest.fixture(scope="session")
def converted(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """The leaflet in every language and size, every block in five languages, a specimen in every other, figures from right to left."""
    folder = tmp_path_factory.mktemp("libreoffice")
    files = {
        f"leaflet-{tag}-{size}": (made.document(tag, Medium.WORD), size) for tag, size in LEAFLETS
    }
    files |= {f"blocks-{tag}": (specimen(tag), 18) for tag in TAGS}
    files |= {f"script-{tag}": (scripts.specimen(tag), 18) for tag in scripts.WORDS}
    files |= {f"figures-{tag}": (figures(tag), 18) for tag in RTL}
    for name, (document, size) in files.items():
        (folder / f"{name}.docx").write_bytes(docx.render(document, docx.Options(size)))
    drawn = [name for name in files if not name.startswith("script")]
    read = [name for name in files if not re.search("figures|-14$|-28$", name)]
    for kind, chosen in ((PDF, drawn), (TXT, read)):
        soffice(folder, "--convert-to", kind, "--outdir", str(folder), *(str(folder / f"{name}.docx") for name in chosen))  # fmt: skip
    return Converted(folder, {name: document for name, (document, _) in files.items()})


def test_the_files_are_those_that_the_build_makes(made: Made, converted: Converted) -> None:
    for tag in EVERY:
        built = made.file(tag, "word").read_bytes()
        assert (converted.folder / f"leaflet-{tag}-18.docx").read_bytes() == built


@pytest.mark.parametrize(
    "name",
    [
        *(f"leaflet-{tag}-{size}" for tag, size in LEAFLETS),
        *(f"blocks-{tag}" for tag in TAGS),
    ],
)
def test_the_contents_have_the_pages_that_libreoffice_draws(
    converted: Converted, name: str
) -> None:
    pdf = tagged(converted.pdf(name))
    drawn = pdf.headings[1:]  # without the title
    [footer] = Opened((converted.folder / f"{name}.docx").read_bytes()).footer
    entries = [p for p in Opened((converted.folder / f"{name}.docx").read_bytes()).body if re.fullmatch(r"TOC\d", p.style)]  # fmt: skip
    given = [re.fullmatch(r"(.*?)(\d+)", plain(entry.text)) for entry in entries]
    assert len(drawn) >= (2 if "blocks" in name else 17)
    assert str(pdf.pages) in re.findall(r"\d+", footer.text)
    assert [(m[1], int(m[2])) for m in given if m] == [(plain(text), page) for text, page in drawn]


def test_the_contents_of_leaflets_made_up_at_random_have_their_pages(tmp_path: Path) -> None:
    """Other texts than those that the reckoning was tried on, one in each language; of more of them, docs/notes/word.md tells."""
    for tag in EVERY:
        (tmp_path / f"{tag}.docx").write_bytes(
            docx.render(invented.leaflet(tag, 1), docx.Options())
        )
    soffice(tmp_path, "--convert-to", PDF, "--outdir", str(tmp_path), *map(str, tmp_path.glob("*.docx")))  # fmt: skip
    for path in tmp_path.glob("*.docx"):
        entries = [p.text for p in Opened(path.read_bytes()).body if re.fullmatch(r"TOC\d", p.style)]  # fmt: skip
        given = [int(re.findall(r"\d+", entry)[-1]) for entry in entries]
        drawn = [page for _, page in tagged(path.with_suffix(".pdf")).headings[1:]]
        assert given == drawn and len(given) >= 14, path.name


def test_no_heading_of_contents_is_parted_from_its_entries(tmp_path: Path) -> None:
    """Wherever on a page it would stand: LibreOffice alone would leave it at the foot, which the file must not let it do."""
    said: dict[str, str] = {}
    for lines, body in product(range(10, 18), SIZES_AT_A_FOOT):
        data, name = docx.render(before_contents(lines), docx.Options(body)), f"{lines}-{body}"
        [said[name]] = (p.style for p in Opened(data).body if p.style.startswith("TOCHeading"))
        (tmp_path / f"{name}.docx").write_bytes(data)
    made = map(str, tmp_path.glob("*.docx"))
    soffice(tmp_path, "--convert-to", "pdf", "--outdir", str(tmp_path), *made)
    for name in said:
        drawn = placed(tmp_path / f"{name}.pdf")
        [heading] = (one.page for one in drawn if one.text == "Contents")
        entries = [one.page for one in drawn if "...." in one.text]
        assert entries[:2] == [heading] * 2, name
    assert len(set(said.values())) == 2, "some of them begin a page, some need not"


def before_contents(lines: int) -> Document:
    """So many paragraphs of a line, contents of three entries, and their sections."""
    text = Line((Text("text"),))
    sections = tuple(
        doc.Section(Line((Text(f"Part {n}"),)), (doc.Paragraph(text),)) for n in range(3)
    )
    return Document("foot", "en", Line((Text("Title"),)), (doc.Paragraph(text),) * lines, sections,
                    status=doc.Status(doc.State.APPROVED))  # fmt: skip


NAMES = [*(f"leaflet-{tag}-18" for tag in EVERY), *(f"blocks-{tag}" for tag in TAGS)]


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_tags_the_language_and_the_title(converted: Converted, name: str) -> None:
    document, drawn = converted.documents[name], tagged(converted.pdf(name))
    assert drawn.language == document.language().word_tag
    assert plain(drawn.title) == plain(inline.plain(document.title.inlines))
    assert drawn.shows_title


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_tags_the_headings_by_level(converted: Converted, name: str) -> None:
    document, drawn = converted.documents[name], tagged(converted.pdf(name))
    headings = [(1, document.title), *((level, one.heading) for level, one in walk_sections(document))]  # fmt: skip
    tags = [one.tag for one in drawn.root.walk() if re.fullmatch(r"H\d?", one.tag)]
    assert tags == [f"H{min(level, 6)}" for level, _ in headings]
    assert [plain(text) for text, _ in drawn.headings] == [plain(inline.plain(line.inlines)) for _, line in headings]  # fmt: skip


def depths(element: Element, depth: int = 0) -> Iterator[int]:
    """How many lists each item stands in, in order."""
    for kid in element.kids:
        if kid.tag == "LI":
            yield depth
        yield from depths(kid, depth + (kid.tag == "L"))


def items(blocks: tuple[doc.Block, ...], depth: int = 1) -> Iterator[int]:
    for block in blocks:
        match block:
            case doc.BulletList(entries) | doc.NumberedList(entries):
                for item in entries:
                    yield depth
                    yield from items(item.blocks, depth + 1)
            case doc.Callout(_, inner):
                yield from items(inner)


def every_block(document: Document) -> tuple[doc.Block, ...]:
    sections = tuple(block for _, section in walk_sections(document) for block in section.blocks)
    return (*document.blocks, *sections)


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_tags_the_items_of_lists(converted: Converted, name: str) -> None:
    wanted = list(items(every_block(converted.documents[name])))
    assert list(depths(tagged(converted.pdf(name)).root)) == wanted and wanted


def cells(document: Document) -> Iterator[list[list[str]]]:
    for block in every_block(document):
        match block:
            case doc.SideEffects(entries):
                yield [["TH", "TH"], *(["TD", "TD"] for _ in entries)]
            case doc.Table(header, rows):
                yield [["TH"] * len(header), *(["TD"] * len(row) for row in rows)]


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_tags_the_cells_of_tables(converted: Converted, name: str) -> None:
    """A header that is repeated on the next page is an artifact there, not a second header."""
    tables = [one for one in tagged(converted.pdf(name)).root.walk() if one.tag == "Table"]
    rows = [[row for row in table.walk() if row.tag == "TR"] for table in tables]
    found = [[[cell.tag for cell in row.kids] for row in table] for table in rows]
    assert found == list(cells(converted.documents[name])) and found


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_tags_the_pictures(converted: Converted, name: str) -> None:
    found = parts(converted.documents[name], [])
    wanted = [plain(inline.plain(one.inlines)) for one in found if one.role == "Figure"]
    figures = [one for one in tagged(converted.pdf(name)).root.walk() if one.tag == "Figure"]
    assert [plain(one.alt) for one in figures] == wanted


# Figures in order on the page.


def after(drawn: list[Placed], groups: list[str]) -> list[list[Placed]]:
    """Every place where the groups stand on one line."""
    lines: dict[tuple[int, int], list[Placed]] = {}
    for one in drawn:
        lines.setdefault((one.page, round(one.y / 3)), []).append(one)
    found = []
    for line in lines.values():
        words = {one.text: one for one in line}
        if set(groups) <= set(words):
            found.append([words[group] for group in groups])
    return found


@pytest.mark.parametrize("tag", RTL)
def test_figures_stay_in_order_in_paragraphs_and_tables(converted: Converted, tag: str) -> None:
    """Groups of a phone number from left to right, a percentage whole; a date with a word of the script and a range from
    right to left, as they are read."""
    drawn = placed(converted.pdf(f"figures-{tag}"))
    day = display(Fact(Kind.DATE, date(2026, 6, 30)), language(tag))
    numbers = re.findall(r"\d+", day)
    for groups, rtl in (
        (["08088", "010", "444"], False),
        ([display(Fact(Kind.PERCENT, Decimal("70.8")), language(tag)).strip(BIDI_CONTROLS)], False),
        (numbers, day.startswith(RLI)),
        (["12", "15"], True),
    ):
        places = after(drawn, groups)
        assert len(places) == 2, groups  # in the paragraph and in the table
        for place in places:
            assert [one.x for one in place] == sorted((one.x for one in place), reverse=rtl)


def test_figures_stay_in_order_in_the_leaflet(converted: Converted) -> None:
    drawn = placed(converted.pdf("leaflet-ur-18"))
    for number in ("08088 010 444", "07500 068 065"):
        places = after(drawn, number.split())
        assert places
        for place in places:
            assert [one.x for one in place] == sorted(one.x for one in place)
    assert any(one.text == "70.8%" for one in drawn)
    assert any(one.text == "SC049802" for one in drawn)


@pytest.mark.parametrize("tag", ["ar", "he", "ur"])
def test_no_bracket_stays_behind_at_the_end_of_a_line(tmp_path: Path, tag: str) -> None:
    """Latin words in brackets after every length of text, up to three lines."""
    title, text = scripts.WORDS[tag]
    said = text.split() * 9
    lines = [Line((Text(f"{' '.join(said[:count])} (ALL)."),)) for count in range(3, 40)]
    document = Document("brackets", tag, Line((Text(title),)), tuple(map(doc.Paragraph, lines)))
    (tmp_path / "x.docx").write_bytes(docx.render(document, docx.Options()))
    soffice(tmp_path, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "x.docx"))
    latin = [one.text for one in placed(tmp_path / "x.pdf") if "ALL" in one.text]
    assert len(latin) == len(lines)
    assert [one for one in latin if not {"(", ")"} <= set(one)] == []


@pytest.mark.parametrize("tag", RTL)
def test_no_phone_number_is_parted_at_the_end_of_a_line(tmp_path: Path, tag: str) -> None:
    """A number after every length of text, up to three lines, and one in English words, as a draft has them."""
    title, text = scripts.WORDS[tag]
    said = text.split() * 9
    number = doc.FactRef("helpline", display(Fact(Kind.PHONE, "08088 010 444"), language(tag)))
    foreign = doc.Foreign((Text("Call our helpline 08088\u00a0010\u00a0444 now."),), "en")
    lines = [Line((Text(f"{' '.join(said[:count])} "), one, Text("."))) for one in (number, foreign) for count in range(3, 40)]  # fmt: skip
    document = Document("phones", tag, Line((Text(title),)), tuple(map(doc.Paragraph, lines)))
    (tmp_path / "x.docx").write_bytes(docx.render(document, docx.Options()))
    soffice(tmp_path, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "x.docx"))
    places = after(placed(tmp_path / "x.pdf"), ["08088", "010", "444"])
    assert len(places) == len(lines)
    for place in places:
        assert [one.x for one in place] == sorted(one.x for one in place)


# A foreign reader.


def with_contents(document: Document) -> str:
    """The Document's text as a word processor reads it out: the contents stand where they are, their pages left out."""
    listed = [one.heading for level, one in walk_sections(document) if level in (2, 3)]
    opening = replace(document, sections=(), offer=replace(document.offer, audio="", page=""))
    said, before = page_texts(document, []), len(page_texts(opening, []))
    contents = [words.text(document, Word.CONTENTS), *(inline.plain(one.inlines) for one in listed)]
    shown = contents if len(listed) > 1 else []
    return plain("".join([*said[:before], *shown, *said[before:]]))


@pytest.mark.parametrize("name", [*NAMES, *(f"script-{tag}" for tag in scripts.WORDS)])
def test_libreoffice_reads_every_text_in_order_and_once(converted: Converted, name: str) -> None:
    read = re.sub(r"\t\d+$", "", converted.text(name), flags=re.M)
    assert plain(read).translate(LABELS) == with_contents(converted.documents[name])


# Going on with it.


@pytest.fixture(scope="session")
def edited(converted: Converted) -> Path:
    """Every block in English as LibreOffice saves it after a person has typed into it."""
    source, target = converted.folder / "blocks-en.docx", converted.folder / "edited.docx"
    for attempt in range(4):  # the office itself crashes now and then
        try:
            typed_into(source, target, converted.folder / f"editing-{attempt}")
            break
        except subprocess.SubprocessError:
            if attempt == 3:
                raise
    soffice(converted.folder, "--convert-to", TXT, "--outdir", str(converted.folder), str(target))
    return target


def typed_into(source: Path, target: Path, profile: Path) -> None:
    script, pipe = Path(__file__).with_name("edit_in_writer.py"), f"leaflet{uuid4().hex}"
    office = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
                               f"--accept=pipe,name={pipe};urp"], start_new_session=True)  # fmt: skip
    try:
        subprocess.run(["/usr/bin/python3", str(script), pipe, str(source), str(target)], check=True, timeout=180)  # fmt: skip
    finally:  # an office that has closed its last window may linger
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()


def test_what_is_typed_in_a_list_goes_on_with_the_list(edited: Path) -> None:
    lines = [line.strip() for line in edited.with_suffix(".txt").read_text("utf-8-sig").split("\n")]
    assert lines[lines.index("4. Fever") + 1] == "5. typed in List Number"
    assert "• typed in List Bullet" in lines
    styles = {p.text: p.style for p in Opened(edited.read_bytes()).body}
    assert styles["typed in List Number"] == "ListNumber"
    assert styles["typed in List Bullet"] == "ListBullet"


def test_a_new_heading_has_the_style_and_text_goes_on_after_it(edited: Path) -> None:
    styles = {p.text: p.style for p in Opened(edited.read_bytes()).body if "typed" in p.text}
    assert styles["typed heading"] == "Heading2"
    assert styles["typed text"] == "Normal"


def test_the_contents_can_be_brought_up_to_date(edited: Path) -> None:
    text = edited.with_suffix(".txt").read_text("utf-8-sig")
    assert re.search(r"^typed heading\t\d+$", text, re.M)


def test_python_docx_opens_it_and_goes_on() -> None:
    import docx as library

    word = library.Document(io.BytesIO(docx.render(specimen("ur"), docx.Options())))
    word.add_paragraph("typed", style="List Bullet")
    word.add_heading("heading", 2)
    out = io.BytesIO()
    word.save(out)
    last = Opened(out.getvalue()).body[-2:]
    assert [(p.style, p.number) for p in last] == [("ListBullet", ("1", 0)), ("Heading2", None)]
