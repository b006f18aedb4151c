"""liblouis by ctypes, and the tables that each language is written with: every one that is offered writes what a leaflet needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.braille import liblouis
from pipeline.braille.liblouis import BLANK, FULL, Unwritable, back, lacks, tables, translate
from pipeline.languages import Language, language, languages
from tests.scripts import WORDS

OURS = Path(liblouis.__file__).parents[1] / "data" / "braille"
OFFERED = [one for one in languages().values() if not one.braille.lacks]
REVERSIBLE = [one for one in OFFERED if one.braille.reversible]


def cells(tag: str, text: str, contracted: bool = True) -> str:
    return translate(tables(language(tag).braille, contracted), text).cells


def test_english_is_written_by_unified_english_braille_in_two_grades() -> None:
    assert cells("en", "You and the doctor") == "⠠⠽⠀⠯⠀⠮⠀⠙⠕⠉⠞⠕⠗"
    assert cells("en", "the", contracted=False) == "⠞⠓⠑"


def test_every_cell_knows_the_character_that_it_stands_for() -> None:
    found = translate(tables(language("en").braille), "is 5%")
    assert [(cell, "is 5%"[place]) for cell, place in zip(found.cells, found.sources, strict=True)] == [
        ("⠊", "i"), ("⠎", "s"), ("⠀", " "), ("⠼", "5"), ("⠑", "5"), ("⠨", "%"), ("⠴", "%"),
    ]  # fmt: skip


def test_bold_has_the_signs_of_the_code() -> None:
    text = "Do not stop"
    found = translate(
        tables(language("en").braille), text, [one in range(3, 6) for one in range(11)]
    )
    assert found.cells == "⠠⠙⠀⠘⠂⠝⠀⠌⠕⠏"


def test_a_character_that_a_table_lacks_is_named_and_never_written_as_a_number() -> None:
    with pytest.raises(Unwritable) as refused:
        cells("hu", "öt ’ hat")
    assert (refused.value.character, refused.value.table) == ("’", "hu-hu-g1.ctb")


def test_a_cell_of_eight_dots_is_refused_too() -> None:
    eight = f"{liblouis.TABLES / 'unicode.dis'},{liblouis.TABLES / 'ro.ctb'}"
    with pytest.raises(Unwritable) as refused:
        translate(eight, "Ana")
    assert (refused.value.character, refused.value.table) == ("A", "ro.ctb")


@pytest.mark.parametrize("one", languages().values(), ids=lambda one: one.tag)
def test_a_language_has_a_table_or_a_reason(one: Language) -> None:
    assert bool(one.braille.table) != bool(one.braille.lacks)
    assert lacks(one.tag) == one.braille.lacks
    assert "en_GB.tbl" not in tables(one.braille) and len(one.braille.digits) == 10


@pytest.mark.parametrize("one", OFFERED, ids=lambda one: one.tag)
def test_an_offered_table_writes_letters_figures_and_signs_in_six_dots(one: Language) -> None:
    for text in (*WORDS[one.tag], "0 1 2 3 4 5 6 7 8 9", "(a) a, a; a: a. a! a-a 70.8% 1/2"):
        text = text if one.script == "latin" else text.replace("a", WORDS[one.tag][0][0])
        assert all(BLANK <= cell <= FULL for cell in cells(one.tag, text))


@pytest.mark.parametrize("one", OFFERED, ids=lambda one: one.tag)
def test_the_digits_are_the_cells_that_we_say(one: Language) -> None:
    for digit in range(10):
        assert cells(one.tag, str(digit)) == one.braille.number + one.braille.digits[digit]


@pytest.mark.parametrize("one", REVERSIBLE, ids=lambda one: one.tag)
def test_a_table_that_leads_back_gives_the_text_again(one: Language) -> None:
    text = " ".join(WORDS[one.tag]).replace("’", "'")  # braille has one apostrophe
    assert back(tables(one.braille), cells(one.tag, text)).casefold() == text.casefold()


# Our supplements: each rule beside the phrase of liblouis's own table that it is taken from.

URDU = {
    '"': ('ب "ب" ب', 'ब "ब" ब'), "(": ("(ب)", "(ब)"), ")": ("(ب)", "(ब)"), ".": ("ب.", "ब."), ",": ("ب, ب", "ब, ब"),
    ":": ("ب: ب", "ब: ब"), ";": ("ب; ب", "ब; ब"), "!": ("ب!", "ब!"), "?": ("ب?", "ब?"), "'": ("ب'ب", "ब'ब"),
    "’": ("ب’ب", "ब’ब"), "“": ("“ب”", "“ब”"), "”": ("“ب”", "“ब”"), "-": ("ب-ب 08-9", "ब-ब 08-9"), "/": ("ب/ب", "ब/ब"),
    "%": ("70.8%", "70.8%"), "‑": ("ب‑ب", "ब‑ब"), "–": ("ب – ب", "ब – ब"), "—": ("ب — ب", "ब — ब"),
    "+": ("5 + 5", "5 + 5"), "&": ("ب & ب", "ब & ब"),
}  # fmt: skip
BENGALI = {"।": "।", "ড়": "\u09dc", "ঢ়": "\u09dd", "য়": "\u09df"}


def rules(name: str) -> list[str]:
    lines = (OURS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def written(rule: str) -> str:
    """The characters that a rule of a table is about."""
    operand = rule.split()[2 if rule.startswith("noback") else 1]
    operand = operand.strip('"') or operand
    return re.sub(r"\\x([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), operand)


def test_every_rule_of_ours_has_a_phrase() -> None:
    assert {written(rule) for rule in rules("ur.utb")} == set(URDU)
    assert {written(rule) for rule in rules("bn.utb")} == set(BENGALI)


@pytest.mark.parametrize("sign", URDU)
def test_a_sign_of_urdu_is_written_as_the_bharati_tables_write_it(sign: str) -> None:
    urdu, hindi = URDU[sign]
    assert cells("ur", urdu) == cells("hi", hindi)


@pytest.mark.parametrize("letter", BENGALI)
def test_a_letter_of_bengali_in_two_characters_is_written_as_the_single_one(letter: str) -> None:
    if letter == "।":
        assert cells("bn", "ব।") == cells("hi", "ब।")
    else:
        assert len(letter) == 2 and cells("bn", f"ব{letter}ি") == cells(
            "bn", f"ব{BENGALI[letter]}ি"
        )


def test_the_dots_of_ukrainian_letters_are_shown() -> None:
    assert cells("uk", "єіїґ") == "⠜⠽⠹⠻"


def test_what_is_not_installed_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liblouis, "_library", lambda: None)
    monkeypatch.setattr(liblouis, "TABLES", Path("/nowhere"))
    assert lacks("en") == "liblouis20 and liblouis-data must be installed"
    assert lacks("so") == "we have no rules for braille in Somali (liblouis has none)"


def test_a_changed_table_changes_what_stands_for_liblouis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("unicode.dis", "Pl-Pl-g1.utb"):
        (tmp_path / name).write_text("include inner.cti\n")
    (tmp_path / "inner.cti").write_text("one")
    monkeypatch.setattr(liblouis, "TABLES", tmp_path)
    before = liblouis.digest.__wrapped__()
    (tmp_path / "inner.cti").write_text("two")
    assert liblouis.digest.__wrapped__() != before
