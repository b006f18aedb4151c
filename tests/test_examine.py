"""``leaflet check FILE.po`` and ``leaflet accept``: a catalog by itself, of this project or of any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.catalogs import gate
from pipeline.diagnostic import LeafletError
from pipeline.examine import accept, examine
from pipeline.languages import language
from pipeline.parse import parse
from pipeline.publisher import Publisher
from pipeline.translate import translate
from tests.test_cli import leaflet

HEADER = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""
WRONG = (
    HEADER
    + """msgid "Wait at least 36 hours."
msgstr "Poczekaj co najmniej 63 godziny."

#, fuzzy
msgid "Fever"
msgstr "Gorączka"
"""
)


def catalog(folder: Path, text: str, name: str = "pl.po") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def codes(path: Path, tag: str = "") -> list[tuple[int, str, str]]:
    return [(f.diagnostic.at.line, f.diagnostic.code, f.msgid) for f in examine([path], tag)]


def test_a_finding_names_the_line_of_the_translation_and_its_english(tmp_path: Path) -> None:
    path = catalog(tmp_path, WRONG)
    assert codes(path) == [(7, "N310", "Wait at least 36 hours."), (11, "T201", "Fever")]


@pytest.mark.parametrize("text", ["Zostań].", "[Zostań.", "*Zostań*.", "Zostań {.", "**Zostań."])
def test_a_text_that_a_build_cannot_read_is_refused_in_the_same_words(
    tmp_path: Path, text: str
) -> None:
    path = catalog(tmp_path / "pl", HEADER + f'msgid "Stay."\nmsgstr "{text}"\n')
    found = [one.diagnostic for one in examine([path]) if one.diagnostic.code == "T202"]
    source = "---\nsummary: S.\nreviewed: 2025-01-31\nreview_due: 2027-01-31\n---\n# A\n\nStay.\n"
    document, _ = parse(source, "source/x.md", Publisher(), {}, lambda _: None)
    read, _ = gate.read(path.read_bytes(), str(path), "pl")
    assert read
    _, built = translate(document, {"x": read}, {}, language("pl"))
    assert [one.message for one in found] == [one.message for one in built if one.code == "T202"]
    assert len(found) == 1 and found[0].at.line == 7


@pytest.mark.slow
def test_the_command_prints_json_for_machines_and_fails_on_errors(tmp_path: Path) -> None:
    path = catalog(tmp_path, WRONG)
    done = leaflet("check", str(path), "--json")
    assert done.returncode == 1
    first = json.loads(done.stdout)["found"][0]
    assert first | {"message": "", "hint": ""} == {
        "file": str(path), "line": 7, "code": "N310", "severity": "error", "msgid": "Wait at least 36 hours.", "message": "", "hint": ""}  # fmt: skip
    good = catalog(tmp_path, WRONG.replace("63 godziny", "36 godzin"))
    assert leaflet("check", str(good)).returncode == 0


def test_what_the_gate_refuses_in_one_text_is_told_with_the_findings_of_the_others(
    tmp_path: Path,
) -> None:
    path = catalog(tmp_path, WRONG.replace("Gorączka", "Go\u202erączka"))
    assert {code for _, code, _ in codes(path)} >= {"N310", "T125"}


def test_a_damaged_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = catalog(tmp_path, WRONG.replace('godziny."', "godziny."))
    assert {code for _, code, _ in codes(path)} == {"T104"}


def test_the_language_is_the_header_s_the_folder_s_or_the_one_that_is_asked_for(
    tmp_path: Path,
) -> None:
    nameless = WRONG.replace('"Language: pl\\n"\n', "")
    assert [code for _, code, _ in codes(catalog(tmp_path, nameless))] == ["T116"]
    assert codes(catalog(tmp_path, nameless), "pl")[0][1] == "N310"
    inside = catalog(tmp_path, nameless, "pl/LC_MESSAGES/x.po")
    assert "N310" in {code for _, code, _ in codes(inside)}


@pytest.mark.parametrize("name", ["none.po", "."])
def test_what_is_no_file_is_told_and_the_others_are_checked(tmp_path: Path, name: str) -> None:
    path = catalog(tmp_path, WRONG)
    found = [f.diagnostic.code for f in examine([tmp_path / name, path])]
    assert found[0] == "B003" and "N310" in found


def test_plural_forms_need_not_name_the_number(tmp_path: Path) -> None:
    text = HEADER.replace(
        '"Content', '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n"Content'
    ) + (
        '#, c-format\nmsgid "%d file"\nmsgid_plural "%d files"\n'
        'msgstr[0] "%d plik"\nmsgstr[1] "%d pliki"\nmsgstr[2] "%d plików"\n'
    )
    assert codes(catalog(tmp_path, text)) == []


def test_a_finding_is_accepted_once_with_a_name_and_a_reason(tmp_path: Path) -> None:
    path = catalog(tmp_path, WRONG, "translations/pl/LC_MESSAGES/x.po")
    written = accept(path, 6, "N310", "Ann", "the pack says 63")
    assert written == tmp_path / "translations/pl/accepted.json"
    assert [code for _, code, _ in codes(path)] == ["T201"]
    catalog(tmp_path, WRONG.replace("63", "64"), "translations/pl/LC_MESSAGES/x.po")
    assert "N310" in {code for _, code, _ in codes(path)}


@pytest.mark.parametrize(
    ("line", "code", "name", "reason", "expected"),
    [(6, "N316", "Ann", "so", "T133"), (10, "N310", "Ann", "so", "T133"), (6, "N310", " ", "so", "T132"), (6, "N310", "Ann", "", "T132")],
)  # fmt: skip
def test_nothing_else_is_accepted(
    tmp_path: Path, line: int, code: str, name: str, reason: str, expected: str
) -> None:
    path = catalog(tmp_path, WRONG)
    with pytest.raises(LeafletError) as problem:
        accept(path, line, code, name, reason)
    assert [d.code for d in problem.value.diagnostics] == [expected]
    assert not (tmp_path / "accepted.json").exists()


def test_a_damaged_file_of_acceptances_is_not_written_over(tmp_path: Path) -> None:
    path = catalog(tmp_path, WRONG)
    catalog(tmp_path, "{", "accepted.json")
    with pytest.raises(LeafletError) as problem:
        accept(path, 7, "N310", "Ann", "so")
    assert problem.value.diagnostics[0].code == "T131"
    assert (tmp_path / "accepted.json").read_text() == "{"
    assert "T131" in {code for _, code, _ in codes(path)}


@pytest.mark.slow
def test_the_command_accepts_at_the_line_that_check_names(tmp_path: Path) -> None:
    path = catalog(tmp_path, WRONG)
    done = leaflet("accept", f"{path}:7", "N310", "--by", "Ann", "--why", "the pack says 63")
    assert done.returncode == 0 and "is accepted, by Ann" in done.stdout
    assert leaflet("accept", str(path), "N310").returncode == 2
    assert leaflet("check", str(path)).returncode == 0


GLOSSARY = (
    HEADER
    + """msgid "fever"
msgstr "gorączka"
"""
)
TERM = (
    HEADER
    + """msgid "Tell us if you have a fever."
msgstr "Powiedz nam, jeśli masz temperaturę."
"""
)


@pytest.mark.parametrize("name", ["pl.po", "pl/LC_MESSAGES/x.po"])
def test_the_glossary_beside_a_catalog_is_kept_to(tmp_path: Path, name: str) -> None:
    path = catalog(tmp_path, TERM, name)
    assert codes(path) == []
    beside = path.parent.parent if "/" in name else path.parent
    terms = catalog(beside, GLOSSARY, "glossary.po")
    assert codes(path) == [(7, "N332", "Tell us if you have a fever.")]
    path.write_text(TERM.replace("temperaturę", "gorączkę"), encoding="utf-8")
    assert codes(path) == [] == codes(terms)


def test_a_damaged_glossary_is_told_and_not_used(tmp_path: Path) -> None:
    path = catalog(tmp_path, TERM)
    catalog(tmp_path, GLOSSARY + "msgid x", "glossary.po")
    [found] = examine([path])
    assert found.diagnostic.at.path == str(tmp_path / "glossary.po")
    with pytest.raises(LeafletError, match="glossary"):
        accept(path, 7, "N332", "Ann", "so we say")
    assert not (tmp_path / "accepted.json").exists()


def test_a_finding_of_the_glossary_can_be_accepted(tmp_path: Path) -> None:
    path = catalog(tmp_path, TERM)
    catalog(tmp_path, GLOSSARY, "glossary.po")
    accept(path, 7, "N332", "Ann", "patients say so here")
    assert codes(path) == []
