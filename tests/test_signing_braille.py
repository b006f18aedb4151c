"""A braille reader signs the braille of a leaflet: its files then say no longer that nobody has proofread it."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import document as doc
from pipeline import project as projects
from pipeline import signing, status
from pipeline.braille import cells, liblouis
from pipeline.build import keys
from pipeline.build.plan import Target, name_of
from pipeline.catalogs.signoff import Act
from pipeline.diagnostic import LeafletError
from pipeline.document import Document, Grade, Line, Medium, State, Status, Text, for_medium
from pipeline.publisher import EDITIONS, MORE_EDITIONS, BraillePage, Format
from pipeline.render import braille, docx
from pipeline.signing import Pen
from tests.projects import TODAY, charity, edit, files, made, sign
from tests.specimens import TAGS, specimen

PO = "translations/pl/LC_MESSAGES/alpha.po"
BY_NAME = {one.name: one for one in (*EDITIONS, *MORE_EDITIONS)}
READ, UNREAD = "alpha-pl-braille-draft.brf", "alpha-pl-braille-draft-not-proofread.brf"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = charity(tmp_path)
    edit(root, "source/publisher.yaml", "[clear-print, word]",
         "[clear-print, word, braille, braille-pef, braille-proof, braille-uncontracted]")  # fmt: skip
    return root


def read(
    root: Path,
    tag: str = "pl",
    edition: str = "braille",
    name: str = "Ann",
    code: str = "",
    slugs: tuple[str, ...] = ("alpha",),
) -> list[str]:
    """Codes of what was refused, and the leaflets that were signed."""
    pen = Pen(Act.APPROVED, name, TODAY)
    done, wrong = signing.proofread(projects.load(root), slugs, tag, edition, pen, code)
    return [*(one.code for one in wrong), *(one.event.leaflet for one in done)]


def proofread(
    root: Path, tag: str = "pl", slug: str = "alpha", today: datetime.date = TODAY
) -> tuple[Grade, ...]:
    document, found = projects.resolve(projects.load(root), slug, tag, today)
    assert document, found
    return document.status.proofread


# The history.


def test_one_braille_reader_signs_one_leaflet_in_one_language_in_one_grade(root: Path) -> None:
    assert proofread(root) == ()
    assert read(root) == ["alpha"]
    assert proofread(root) == (Grade.USUAL,)
    assert proofread(root, slug="beta") == proofread(root, "en") == ()
    assert read(root, "en", "braille-uncontracted") == ["alpha"]
    assert proofread(root, "en") == (Grade.UNCONTRACTED,)
    assert read(root, "en", "braille-pef") == ["alpha"], "the same braille in another file"
    assert set(proofread(root, "en")) == set(Grade)


def test_a_language_is_signed_leaflet_by_leaflet(root: Path) -> None:
    assert read(root, slugs=()) == ["alpha", "beta"]
    assert proofread(root) == proofread(root, slug="beta") == (Grade.USUAL,)


def test_it_is_a_line_of_the_same_history_and_signs_no_text(root: Path) -> None:
    sign(root, "alpha", "pl", approved="")
    before = (root / "translations/pl/signoff.json").read_text("utf-8").splitlines()
    read(root)
    after = (root / "translations/pl/signoff.json").read_text("utf-8").splitlines()
    assert after[: len(before) - 1] == before[:-1] and len(after) == len(before) + 1
    event = json.loads(after[-2].removeprefix(","))
    assert (event["by"], event["did"], event["leaflet"], event["format"], event["what"]) == (
        "Ann", "approved", "alpha", "braille", "the braille")  # fmt: skip
    document, _ = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and document.status.state is State.DRAFT, "the English is signed by nobody"
    sign(root, "alpha", "en")
    document, _ = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and document.status.state is State.REVIEWED


def test_an_edited_line_signs_nothing(root: Path) -> None:
    read(root)
    path = root / "translations/pl/signoff.json"
    path.write_text(path.read_text("utf-8").replace('"Ann"', '"Ben"'), "utf-8")
    assert proofread(root) == ()


CHANGES = [
    ("a translation", PO, 'msgstr "„Fever”"', 'msgstr "„Gorączka”"'),
    ("a shared translation", "translations/pl/LC_MESSAGES/shared.po", "„Help”", "„Pomoc”"),
    ("a figure", "source/alpha.md", "70.8%", "70.9%"),
    ("a fact", "source/alpha.md", "{days: 9}", "{days: 8}"),
    ("a date", "source/alpha.md", "reviewed: 2023-06-30", "reviewed: 2023-07-30"),
    ("the helpline", "source/publisher.yaml", "08088 010 444", "08088 010 445"),
    ("the publisher", "source/publisher.yaml", "A Charity", "The Charity"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "path", "was", "now"), CHANGES, ids=[one[0] for one in CHANGES])
def test_it_falls_when_the_braille_says_something_else(root: Path, what: str, path: str, was: str, now: str) -> None:  # fmt: skip
    read(root)
    edit(root, path, was, now)
    assert proofread(root) == ()
    edit(root, path, now, was)
    assert proofread(root) == (Grade.USUAL,), "the braille that was signed stands again"


def test_it_falls_for_a_change_of_its_own_language_and_leaflet_only(root: Path) -> None:
    read(root, slugs=())
    read(root, "en", slugs=())
    edit(root, PO, 'msgstr "„Fever”"', 'msgstr "„Gorączka”"')
    assert (proofread(root), proofread(root, slug="beta")) == ((), (Grade.USUAL,))
    assert proofread(root, "en") == (Grade.USUAL,)


UNCHANGED = [
    ("the sheet", "source/publisher.yaml", "languages:", "braille: {cells: 32, margin: 2}\nlanguages:"),
    ("a colour", "source/publisher.yaml", "languages:", 'colour: "101060"\nlanguages:'),
    ("a comment", "source/alpha.md", "Stay {stay} days.", "% For translators: a hospital.\nStay {stay} days."),
]  # fmt: skip


@pytest.mark.parametrize(("what", "path", "was", "now"), UNCHANGED, ids=[one[0] for one in UNCHANGED])  # fmt: skip
def test_it_stays_when_the_braille_says_the_same(root: Path, what: str, path: str, was: str, now: str) -> None:  # fmt: skip
    read(root)
    edit(root, path, was, now)
    assert proofread(root) == (Grade.USUAL,)


def test_it_stays_when_the_leaflet_is_signed_or_is_past_its_review(root: Path) -> None:
    read(root)
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    assert proofread(root, today=datetime.date(2027, 1, 1)) == proofread(root) == (Grade.USUAL,)


def test_it_falls_when_the_table_writes_the_text_otherwise(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(root)
    right = liblouis.translate

    def another(tables: str, text: str, bold: object = ()) -> liblouis.Cells:
        found = right(tables, text, bold)  # type: ignore[arg-type]
        return liblouis.Cells(found.cells.replace("⠃", "⠧"), found.sources)

    monkeypatch.setattr(liblouis, "translate", another)
    cells.words.cache_clear()  # another version of the library is another process
    assert proofread(root) == ()


def test_the_version_that_was_signed_last_counts(root: Path) -> None:
    read(root)
    edit(root, PO, 'msgstr "„Fever”"', 'msgstr "„Gorączka”"')
    read(root)
    assert proofread(root) == (Grade.USUAL,)
    edit(root, PO, 'msgstr "„Gorączka”"', 'msgstr "„Fever”"')
    assert proofread(root) == (), "an old mistake that comes back is proofread by nobody"


def test_a_recalled_leaflet_is_proofread_again(root: Path) -> None:
    read(root)
    signing.withdraw(projects.load(root), "alpha", "pl", "A wrong dose.", "", TODAY)
    assert proofread(root) == ()
    assert read(root) == ["alpha"] and proofread(root) == (Grade.USUAL,)


def test_without_liblouis_nothing_is_proofread_and_nothing_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(root)
    monkeypatch.setattr(liblouis, "_library", lambda: None)
    assert proofread(root) == ()


# What is refused.


@pytest.mark.parametrize(
    ("tag", "edition", "name", "code", "wanted", "message"),
    [
        ("pl", "audio", "Ann", "", "B102", "there is no format 'audio'"),
        ("fr", "braille", "Ann", "", "B102", "there is no language 'fr'"),
        ("pl", "word", "Ann", "", "T148", "word is not proofread by a braille reader"),
        ("pl", "braille-proof", "Ann", "", "T148", "braille-proof is not proofread by a braille reader"),
        ("pl", "braille-uncontracted", "Ann", "", "T148", "there is no braille-uncontracted in Polish: its braille has no contractions"),
        ("pl", "braille", "1", "", "T141", "nobody can sign as '1'"),
        ("pl", "braille", "Ann", "xyz", "T140", "'xyz' is not the code of a proof"),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_is_refused_whole(root: Path, tag: str, edition: str, name: str, code: str, wanted: str, message: str) -> None:  # fmt: skip
    with pytest.raises(LeafletError) as problem:
        read(root, tag, edition, name, code)
    [wrong] = problem.value.diagnostics
    assert wrong.code == wanted and wrong.message.startswith(message)
    assert not (root / "translations/pl/signoff.json").exists()


def test_a_language_without_a_table_cannot_be_signed(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ro]")
    with pytest.raises(LeafletError, match="braille of eight dots"):
        read(root, "ro")


def test_who_may_sign_is_the_charitys_choice(root: Path) -> None:
    edit(root, "source/publisher.yaml", "languages:", "signers: [Ben Shah]\nlanguages:")
    with pytest.raises(LeafletError, match="T141"):
        read(root)
    assert read(root, name="ben  shah") == ["alpha"]


def test_a_second_signature_of_one_name_says_nothing_new(root: Path) -> None:
    read(root)
    before = (root / "translations/pl/signoff.json").read_bytes()
    assert read(root, name="ann") == ["T146"]
    assert (root / "translations/pl/signoff.json").read_bytes() == before
    assert read(root, name="Ben") == ["alpha"]


def test_a_leaflet_that_has_no_braille_for_a_character_is_not_signed(root: Path) -> None:
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days \u2042.")
    assert read(root, "en") == ["A521"], "with the character and its line, as a build says it"
    edit(root, "source/alpha.md", "Stay {stay} days \u2042.", "Stay {stay} days.")
    read(root, "en")
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days \u2042.")
    assert proofread(root, "en") == ()
    edit(root, "source/alpha.md", "Stay {stay} days \u2042.", "Stay {stay} days.")
    (root / "source/signoff.json").unlink()
    assert not (root / "source/signoff.json").exists()


@pytest.mark.slow
def test_the_code_on_the_proof_is_that_of_the_braille_and_refuses_another(root: Path) -> None:
    def code() -> str:
        made(root)
        page = (root / "output/alpha/en/alpha-en-braille-proof-draft.html").read_text("utf-8")
        assert "leaflet approve --format braille --leaflet alpha --tag en --by NAME" in page
        return page.partition("Its code is ")[2].partition(".")[0]

    old = code()
    edit(root, "source/alpha.md", "70.8%", "70.9%")
    assert read(root, "en", code=old) == ["T143"]
    assert read(root, "en", code=code()) == ["alpha"]


# What files say.


@pytest.mark.slow
def test_files_of_the_signed_braille_alone_say_so_in_name_and_text(root: Path) -> None:
    first = files(root) if made(root).ok else {}
    assert f"alpha/pl/{UNREAD}" in first and f"alpha/pl/{READ}" not in first
    read(root)
    again = made(root)
    assert again.ok and set(again.made) == {
        "alpha/pl/alpha-pl-braille-draft.brf",
        "alpha/pl/alpha-pl-braille-pef-draft.pef",
        "alpha/pl/alpha-pl-braille-proof-draft.html",
    }, "no other leaflet, language or edition is made again"
    after = files(root)
    assert f"alpha/pl/{UNREAD}" not in after, "the file of the earlier state is gone"
    assert len(after[f"alpha/pl/{READ}"]) < len(first[f"alpha/pl/{UNREAD}"])
    others = {path for path in first if "/alpha-pl-braille" not in path}
    assert {path: after[path] for path in others} == {path: first[path] for path in others}
    assert not made(root).made
    edit(root, PO, 'msgstr "„Fever”"', 'msgstr "„Gorączka”"')
    made(root)
    assert f"alpha/pl/{UNREAD}" in files(root) and f"alpha/pl/{READ}" not in files(root)


def test_status_says_which_braille_is_proofread(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ro]")

    def told() -> list[str]:
        project = projects.load(root)
        return [one.braille for one in status.rows(project, TODAY) if one.slug == "alpha"][:2]

    assert told() == ["not proofread"] * 2
    read(root)
    read(root, "en")
    assert told() == ["not proofread", "proofread"], "English is published uncontracted too"
    read(root, "en", "braille-uncontracted")
    assert told() == ["proofread"] * 2


def test_status_says_where_braille_is_not_published_or_not_offered(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    assert [one.braille for one in status.rows(projects.load(root), TODAY)] == ["", ""]
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[braille]")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, ro]")
    (root / "translations/pl").rename(root / "translations/ro")
    for path in (root / "translations/ro/LC_MESSAGES").iterdir():
        text = path.read_text("utf-8").replace("Language: pl", "Language: ro")
        text = text.replace("dni", "zile")
        path.write_text(text, "utf-8")
    rows = {one.tag: one for one in status.rows(projects.load(root), TODAY)}
    assert rows["ro"].state != "error"
    assert (rows["en"].braille, rows["ro"].braille) == ("not proofread", "not offered")


# The renderer.


def rendered(document: Document, contracted: bool = True) -> bytes:
    chosen = braille.Options(Format.BRF, BraillePage(), contracted)
    return braille.render(for_medium(document, Medium.BRAILLE), chosen)


def signed(document: Document, *grades: Grade) -> Document:
    return replace(document, status=replace(document.status, proofread=grades))


@pytest.mark.parametrize("tag", TAGS)
def test_the_sentence_stands_until_its_own_grade_is_signed(tag: str) -> None:
    plain = specimen(tag)
    assert rendered(signed(plain, Grade.USUAL)) != rendered(plain)
    assert rendered(signed(plain, Grade.UNCONTRACTED)) == rendered(plain)
    if tag == "en":
        assert rendered(signed(plain, Grade.USUAL), contracted=False) == rendered(plain, contracted=False)  # fmt: skip
        assert rendered(signed(plain, Grade.UNCONTRACTED), contracted=False) != rendered(plain, contracted=False)  # fmt: skip


@pytest.mark.parametrize("kind", [Format.BRF, Format.PEF, Format.BRAILLE_TEXT])
def test_a_name_says_what_the_file_says(kind: Format) -> None:
    edition = next(one for one in EDITIONS if one.format is kind)
    target, plain = Target("a", "en", edition), specimen("en")
    assert "-not-proofread." in target.path(plain)
    assert "-not-proofread" not in target.path(signed(plain, Grade.USUAL))
    assert {target.path(plain), target.path(signed(plain, Grade.USUAL))} <= set(target.paths())
    assert {name_of(path) for path in target.paths()} == {("a/en", edition.name)}


def test_a_braille_signature_is_in_the_key_of_its_own_braille_only() -> None:
    """Nobody gets another Word, PDF, sound or page because a braille reader has signed."""
    plain = specimen("en")
    editions = tuple(BY_NAME.values())
    before, after = (keys.content(one, editions, {}) for one in (plain, signed(plain, Grade.USUAL)))
    changed = {name for name in before if before[name] != after[name]}
    usual = {"braille", "braille-pef", "braille-text", "braille-volumes", "braille-proof"}
    assert changed == usual
    assert doc.digest(plain) == doc.digest(signed(plain, Grade.USUAL))
    words = (for_medium(one, Medium.WORD) for one in (plain, signed(plain, *Grade)))
    assert len({docx.render(one, docx.Options(18.0)) for one in words}) == 1


def test_what_is_signed_is_every_cell_and_where_lines_begin() -> None:
    def at(*blocks: doc.Block, title: str = "Title") -> str:
        document = Document("a", "en", Line((Text(title),)), blocks)
        return braille.digest(document, Grade.USUAL)

    word, item = Line((Text("Fever"),)), doc.Item(Line((Text("Fever"),)))
    different = [
        at(doc.Paragraph(word)),
        at(doc.BulletList((item,))),
        at(doc.Paragraph(word), doc.Paragraph(word)),
        at(doc.Paragraph(word), title="Titles"),
        at(doc.Paragraph(Line((doc.Strong((Text("Fever"),)),)))),
        at(),
    ]
    assert len(set(different)) == len(different)
    assert at(doc.Paragraph(word)) == different[0]
    document = Document("a", "en", Line((Text("Title"),)), (doc.Paragraph(word),))
    notices = (Status(), Status(State.APPROVED), Status(withdrawn=True, overdue=True))
    assert {braille.digest(replace(document, status=one), Grade.USUAL) for one in notices} == {different[0]}  # fmt: skip
    assert braille.digest(document, Grade.UNCONTRACTED) != different[0]
