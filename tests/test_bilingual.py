"""The proof for whoever signs: every text in both languages, marked, in real tables, with a code to sign with."""

from __future__ import annotations

import io
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openxml_audit
import pytest
from docx.oxml.ns import qn

from pipeline import bilingual, signing
from pipeline import project as projects
from pipeline.bilingual import web, word
from pipeline.bilingual.sheet import Mark, Sheet, Span, sheet
from pipeline.catalogs.signoff import Act
from pipeline.diagnostic import LeafletError
from pipeline.facts import plain_text
from tests.projects import TODAY, also_in, charity, edit, sign

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = charity(tmp_path, "alpha")
    also_in(found, "ur", "دن")
    return found


def proof(root: Path, tag: str = "pl", slug: str = "alpha") -> Sheet:
    found, wrong = sheet(projects.load(root), slug, tag, TODAY)
    assert found, wrong
    return found


def said(spans: tuple[Any, ...]) -> str:
    return plain_text("".join(span.text for span in spans))


def test_every_text_stands_beside_its_english_with_what_it_is(root: Path) -> None:
    rows = [(row.number, row.kind, said(row.english), said(row.translation)) for row in proof(root).rows]  # fmt: skip
    assert rows == [
        (1, "title", "Title of alpha", "„Title of alpha”"),
        (2, "summary", "About it.", "„About it.”"),
        (3, "text", "Stay 9 days.", "„Stay 9 dni.”"),
        (4, "side effect", "Fever: 70.8% (about 71 in 100 people)", "„Fever”: 70,8% (liczba osób, w przybliżeniu: 71 na 100)"),
        (5, "heading", "Help", "„Help”"),
        (6, "text", "Call 08088 010 444.", "„Call 08088 010 444.”"),
    ]  # fmt: skip


def test_figures_and_locked_words_are_marked_in_both_languages(root: Path) -> None:
    edit(root, "source/alpha.md", "facts:", "terms:\n  CD19: {}\nfacts:")
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days with **CD19**.")
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", 'msgid "Stay {stay} days."\nmsgstr "„Stay {stay} dni.”"', 'msgid "Stay {stay} days with **CD19**."\nmsgstr "„Z **CD19** {stay} dni.”"')  # fmt: skip
    row = next(row for row in proof(root).rows if "CD19" in said(row.english))
    for spans in (row.english, row.translation):
        marked = {(span.text, span.mark, span.strong) for span in spans if span.mark is not Mark.NONE}  # fmt: skip
        assert marked == {("9", Mark.FIGURE, False), ("CD19", Mark.LOCKED, True)}


def test_what_changed_since_it_was_signed_is_told_from_what_did_not(root: Path) -> None:
    sign(root, "alpha", "pl")
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Fever”", "„Gorączka”")
    edit(root, "translations/pl/LC_MESSAGES/shared.po", 'msgstr "„Help”"', 'msgstr ""')
    states = {said(row.english).partition(":")[0]: row.state for row in proof(root).rows}
    assert states["About it."] == "reviewed by Ann; approved by Ben"
    assert states["Fever"] == "changed since it was signed"
    assert states["Help"] == "not translated yet"


def test_what_was_read_can_be_signed_with_the_code_of_the_proof(root: Path) -> None:
    code = proof(root).code
    pen = signing.Pen(Act.REVIEWED, "Ann", TODAY)
    [done], wrong = signing.sign(projects.load(root), ["alpha"], "pl", pen, proof=code)
    assert done.event.whole.startswith(code) and not wrong
    assert all(f"--tag pl --proof {code}" in command for _, command in proof(root).commands)
    edit(root, "source/alpha.md", "70.8%", "7.08%")
    assert proof(root).code != code


def test_addresses_stand_behind_links_and_say_whether_they_are_confirmed(root: Path) -> None:
    edit(root, "source/alpha.md", "facts:", "links:\n  x: {address: https://www.example.org/, confirm: true}\nfacts:")  # fmt: skip
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days, [see][x].")
    found = proof(root, "en")
    assert found.addresses == (("https://www.example.org/", True),)
    assert said(found.rows[2].english) == "Stay 9 days, see <https://www.example.org/>."


def test_approved_terms_that_stand_in_the_texts_are_listed(root: Path) -> None:
    head = (root / "translations/ur/LC_MESSAGES/alpha.po").read_text("utf-8").split("\n\n")[0]
    terms = '# in every leaflet\nmsgid "fever"\nmsgstr "بخار; تپ"\n\nmsgid "pump"\nmsgstr "پمپ"\n'
    (root / "translations/ur/glossary.po").write_text(f"{head}\n\n{terms}", "utf-8")
    [term] = proof(root, "ur").glossary
    assert (term.english, term.forms, term.note) == ("fever", ("بخار", "تپ"), "in every leaflet")
    page = Page(web.render(proof(root, "ur")).decode())
    assert [[text for _, _, text in row] for row in page.tables[1]] == [
        ["English", "Urdu", "Note"],
        ["fever", "بخار; تپ", "in every leaflet"],
    ]
    assert "بخار; تپ" in text_of(word.render(proof(root, "ur")))


# As a page.


class Page(HTMLParser):
    """The tables of a page as rows of cells, and whatever is left open or was never opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[tuple[str, dict[str, str | None], str]]]] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            return
        self.open.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(tag in ("td", "th") for tag, _ in self.open):
            kind, attributes, text = self.tables[-1][-1][-1]
            self.tables[-1][-1][-1] = (kind, attributes, text + data)


def test_the_page_has_real_tables_with_heads_languages_and_directions(root: Path) -> None:
    page = Page(web.render(proof(root, "ur")).decode())
    for table in page.tables:
        assert {(kind, given.get("scope")) for kind, given, _ in table[0]} == {("th", "col")}
        assert {(row[0][0], row[0][1].get("scope")) for row in table[1:]} == {("th", "row")}
        assert {len(row) for row in table} == {len(table[0])}
    texts = page.tables[1]
    assert [text for _, _, text in texts[0]] == ["Text", "English", "Urdu", "Notes"]
    for row in texts[1:]:
        assert [(given.get("lang"), given.get("dir")) for _, given, _ in row[1:3]] == [("en", "ltr"), ("ur", "rtl")]  # fmt: skip
    assert [row[0][2] for row in page.tables[-1]] == ["Role", "Reviewed by", "Approved by (another person)"]  # fmt: skip


def test_english_is_read_alone(root: Path) -> None:
    page = Page(web.render(proof(root, "en")).decode())
    assert [text for _, _, text in page.tables[1][0]] == ["Text", "English", "Notes"]


def test_what_an_author_wrote_never_becomes_markup(root: Path) -> None:
    edit(root, "source/publisher.yaml", "name: A Charity", 'name: "<script>x</script> & co"')
    found = proof(root)
    hostile = replace(found.rows[0], translation=(Span('<b onclick="x">&lt;</td>', "pl"),))
    found = replace(found, rows=(hostile, *found.rows[1:]))
    html = web.render(found).decode()
    assert "<script" not in html and "<b " not in html and "&amp;lt;" in html
    assert '<b onclick="x">&lt;</td>' in text_of(word.render(found))
    bell = replace(found, rows=(replace(hostile, english=(Span("a\x07b", "en"),)),))
    with pytest.raises(LeafletError, match="A104"):
        word.render(bell)


# As a Word file.


def text_of(data: bytes) -> str:
    opened = docx.Document(io.BytesIO(data))
    return "\n".join(cell.text for table in opened.tables for row in table.rows for cell in row.cells)  # fmt: skip


def test_the_word_file_has_heads_that_repeat_and_runs_of_their_own_language(root: Path) -> None:
    opened = docx.Document(io.BytesIO(word.render(proof(root, "ur"))))
    section = opened.sections[0]
    assert section.page_width and section.page_height and section.page_width > section.page_height
    assert opened.core_properties.title == "Proof: Title of alpha in Urdu"
    for table in opened.tables:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    texts = opened.tables[1]
    assert [cell.text for cell in texts.rows[0].cells] == ["Text", "English", "Urdu", "Notes"]
    assert len(texts.rows) == 1 + len(proof(root, "ur").rows)
    for row in texts.rows[1:]:
        [paragraph] = row.cells[2].paragraphs
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
        languages = {run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}") for run in paragraph.runs}
        assert all(one is not None for one in languages)
        assert not row.cells[1].paragraphs[0]._p.xpath(".//w:lang")
    framed = [run.text for row in texts.rows for cell in row.cells for run in cell.paragraphs[0].runs if run._r.xpath("./w:rPr/w:bdr")]  # fmt: skip
    assert [plain_text(text) for text in framed] == ["9", "9", "70.8%", "70.8%", "08088 010 444", "08088 010 444"]  # fmt: skip


@pytest.mark.acceptance
@pytest.mark.parametrize("tag", ["en", "pl", "ur", "bn", "zh_Hans"])
def test_openxml_audit_finds_no_error_in_the_proof_of_the_real_leaflet(tag: str, tmp_path: Path) -> None:  # fmt: skip
    found = proof(REPOSITORY, tag, "blinatumomab")
    data = word.render(found)
    assert data == word.render(found), "the same bytes"
    (tmp_path / "proof.docx").write_bytes(data)
    assert not openxml_audit.OpenXmlValidator().validate(str(tmp_path / "proof.docx")).errors
    Page(web.render(found).decode())


# On the disk.


def test_a_proof_is_written_for_each_leaflet_and_what_has_errors_is_named(root: Path) -> None:
    made, found = bilingual.proofs(projects.load(root), [], "ur", TODAY)
    assert made == ["proofs/alpha-ur-proof.docx", "proofs/alpha-ur-proof.html"] and not found
    assert all((root / "output" / path).is_file() for path in made)
    edit(root, "source/alpha.md", "{stay} days", "{sty} days")
    made, found = bilingual.proofs(projects.load(root), ["alpha"], "ur", TODAY)
    assert not made and "S105" in {one.code for one in found}
    with pytest.raises(LeafletError, match="B102"):
        bilingual.proofs(projects.load(root), ["beta"], "ur", TODAY)
