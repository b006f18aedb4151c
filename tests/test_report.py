"""The report: what it tells of a build, the forms of addresses, and charts that a screen reader hears too."""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree, html

from pipeline import project as projects
from pipeline import report
from pipeline.build import delivery
from pipeline.build import report as built
from pipeline.build.parity import unheard
from pipeline.build.plan import Choice
from pipeline.build.run import build
from pipeline.build.store import Store
from pipeline.checks.elements import html as strict
from pipeline.cli import app
from pipeline.diagnostic import LeafletError
from pipeline.publisher import EDITIONS, Format, with_pdf_ua
from pipeline.report import evidence, links
from pipeline.report.charts import Bar, bars
from pipeline.speech.options import Options, Recording
from pipeline.validators import npm
from pipeline.validators.judged import Judge, Judged, Validator, ValidatorError
from pipeline.validators.known import VALIDATORS
from tests.projects import TODAY, AtOnce, charity, edit, files, made, sign
from tests.test_speech_recordings import recorded

SEEN = datetime.date(2026, 4, 10)  # 81 days before the review


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = charity(tmp_path, "alpha")
    edit(root, "source/alpha.md", "facts:", "links:\n  a: {address: http://staging.example.org/x, confirm: true}\nfacts:")  # fmt: skip
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days. Read [more][a].")
    return root


def test_the_next_build_takes_what_the_report_was_told_since_for_its_own(root: Path) -> None:
    made(root)
    told = report.record(built.read(root / "output"), {}, report.validated(projects.load(root)))
    built.enrich(root / "output", told)
    before = (root / "output/report.json").read_bytes()
    assert b'"proof"' in before
    made(root)
    assert (root / "output/report.json").read_bytes() == before
    (root / "output/report.json").write_bytes(before + b" ")
    made(root)
    assert b'"proof"' not in (root / "output/report.json").read_bytes(), (
        "what others write is made anew"
    )


PAGE = sys.modules["pipeline.report.page"]  # the package shows the function of that name


def page(root: Path, today: datetime.date = SEEN) -> Any:
    data = built.read(root / "output")
    return html.document_fromstring(report.page(data, today, {}).decode())


def cells(page: Any, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so."""
    [table] = [one for one in page.iter("table") if one.find("caption").text_content().startswith(caption)]  # fmt: skip
    return [[" ".join(cell.text_content().split()) for cell in row] for row in table.find("tbody")]


def test_it_says_how_each_language_stands(root: Path) -> None:
    sign(root, "alpha", "en")
    made(root)
    rows = cells(page(root), "alpha: how each language")
    assert [row[0] for row in rows] == ["English (en)", "Polish (pl)"]
    assert [row[2] for row in rows] == ["approved", "draft"]
    assert rows[0][3:] == ["2026-06-30", "6 of 6", "0", "1"], "an address is to be confirmed"
    assert rows[1][4] == "5 of 6", "one text has changed since it was translated"


def test_it_says_what_became_of_each_file(root: Path) -> None:
    made(root)
    rows = cells(page(root), "alpha: its files")
    assert [row[:3] for row in rows] == [
        ["English", "clear-print", "alpha-en-clear-print-draft.pdf"], ["English", "word", "alpha-en-word-draft.docx"],
        ["Polish", "clear-print", "alpha-pl-clear-print-draft.pdf"], ["Polish", "word", "alpha-pl-word-draft.docx"],
    ]  # fmt: skip
    # Stay, the helpline, 70.8% and its plain form; the dates of review.
    assert {row[5] for row in rows} == {"all 7 found"} and {row[6] for row in rows} == {"not asked"}


def test_more_files_than_a_page_can_list_are_left_to_the_other_report(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(root)
    count = len(files(root))
    monkeypatch.setattr(PAGE, "LISTED", count)
    assert "too many to list" not in page(root).text_content()
    monkeypatch.setattr(PAGE, "LISTED", count - 1)
    long = page(root)
    assert f"There are {count} files, too many to list here" in long.text_content()
    assert not long.xpath("//a[contains(@href, '.docx')]") and long.xpath(
        "//a[@href='report.json']"
    )
    assert cells(long, "alpha: how each language stands")


def test_a_leaflet_that_cannot_be_made_is_told_with_its_error(root: Path) -> None:
    edit(root, "source/alpha.md", "Fever: 70.8%", "Fever: 170.8%")
    made(root)
    found = page(root)
    assert {row[2] for row in cells(found, "alpha: how each")} == {"cannot be made: see the findings"}  # fmt: skip
    assert {row[2] for row in cells(found, "alpha: its files")} == {"not made"}
    assert [row[1] for row in cells(found, "What the checks say") if "170.8" in row[3]] == ["error"]


def test_what_is_not_offered_is_told_with_its_reason(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ro]")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, braille]")
    made(root)
    [row] = cells(page(root), "Editions that no file")
    assert row[:2] == ["braille", "Romanian"] and len(row[2]) > 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("today", "told"),
    [((2026, 3, 31), None), ((2026, 4, 1), "in 90 days"), ((2026, 6, 30), "today"), ((2026, 7, 2), "2 days ago")],
)  # fmt: skip
def test_reviews_of_the_next_ninety_days_are_listed(
    root: Path, today: tuple[int, int, int], told: str | None
) -> None:
    made(root)
    found = page(root, datetime.date(*today))
    if told is None:
        assert "No review is due in the next 90 days" in found.text_content()
    else:
        assert cells(found, "Reviews that are past") == [["2026-06-30", told, "alpha", "en, pl"]]


def test_links_are_listed_with_their_doubts(root: Path) -> None:
    made(root)
    [row] = cells(page(root), "Addresses")
    assert row[:3] == ["alpha", "a", "http://staging.example.org/x"]
    assert row[4] == "marked confirm: true; it does not begin with https; its site is a placeholder"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.medicines.org.uk/emc", []), ("mailto:x@charity.org", []), ("tel:+4420", []),
        ("http://www.charity.org/", ["it does not begin with https"]),
        ("https://staging.charity.org/", ["its site seems to be for tests"]),
        ("https://charity-test.org.uk/", ["its site seems to be for tests"]),
        ("https://example.com/x", ["its site is a placeholder"]),
        ("https://10.0.0.7/", ["its site has no name that people know"]),
        ("https://intranet/", ["its site has no name that people know"]),
        ("https://charity.org:8080/", ["it holds a port, a name or a password"]),
        ("https://charity.org/?utm_source=x", ["it follows its readers"]),
        ("https://charity.org/page.", ["a sign in it seems to be of the sentence"]),
        ("https://charity.org:x/", ["it is no address"]),
        ("https://latest.charity.org/contest", []),
    ],
)  # fmt: skip
def test_the_form_of_an_address(address: str, said: list[str]) -> None:
    assert links.doubts(address) == said


def test_people_get_a_box_for_each_language_that_a_check_concerns(root: Path) -> None:
    made(root)
    rows = {row[0]: row[3] for row in cells(page(root), "alpha: checks that only")}
    assert any("figure" in what and boxes == "en pl" for what, boxes in rows.items())
    assert any("translation aloud" in what and boxes == "pl" for what, boxes in rows.items())
    assert not any("recording" in what for what in rows), "nothing is heard here"


def test_every_criterion_is_answered_by_a_line_that_exists() -> None:
    made_up: dict[str, Any] = dict.fromkeys(evidence.Counted.__dataclass_fields__, 0)
    known = evidence.lines(
        evidence.Counted(**{**made_up, "languages": [], "editions": [], "validators": []})
    )
    criteria = [one for scheme in evidence.schemes() for one in scheme["criterion"]]
    assert len(criteria) == 12 and all(one["yours"] for one in criteria)
    assert {name for one in criteria for name in one["shows"]} == known.keys()


def test_every_edition_of_the_worksheet_exists() -> None:
    named = {one for check in evidence.worksheet() for one in check.get("editions", ())}
    assert named <= {edition.name for edition in EDITIONS}
    assert {check["languages"] for check in evidence.worksheet()} == {
        "all",
        "translated",
        "unheard",
    }


def test_what_a_translator_writes_cannot_become_markup(root: Path) -> None:
    made(root)
    data = json.loads((root / "output/report.json").read_text())
    evil = "<script>alert(1)</script>\" onload='x'"
    for row in data["leaflets"]:
        row.update(title=evil, name=evil, autonym=evil)
    data["found"] = [{"code": evil, "severity": evil, "at": evil, "message": evil, "hint": evil}]
    text = report.page(data, SEEN, {}).decode()
    assert "<script" not in text and text.count("&lt;script&gt;") > 10
    assert not strict(text.encode()).xpath("//*[@onload]")


def test_the_page_is_whole_and_needs_nothing_else(root: Path) -> None:
    made(root)
    text = report.page(built.read(root / "output"), SEEN, {})
    tree = strict(text)  # no element is left open
    assert not tree.xpath("//script | //link | //img | //iframe")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for name in tree.xpath("//@aria-labelledby"):
        assert set(str(name).split()) <= set(ids)


def test_a_chart_says_in_words_what_it_shows() -> None:
    drawn = etree.fromstring(str(bars("x", "Texts <done>", [Bar("Polish & Welsh", 5, "5 of 10"), Bar("Urdu", 10, "10 of 10")], 10)))  # fmt: skip
    assert drawn.get("role") == "img" and drawn.get("aria-labelledby") == "x-t x-d"
    assert drawn.findtext("title") == "Texts <done>"
    assert drawn.findtext("desc") == "Polish & Welsh: 5 of 10; Urdu: 10 of 10"
    widths = [float(bar.get("width", "")) for bar in drawn.iter("rect")]
    assert widths[1] == pytest.approx(2 * widths[0])


def test_nothing_but_durations_differs_between_two_builds(tmp_path: Path) -> None:
    seen = []
    for name in ("one", "two"):
        root = charity(tmp_path / name, "alpha")
        made(root)
        data = built.read(root / "output")
        for row in data["files"]:
            row["seconds"] = 0
        seen.append(report.page(data, SEEN, {}))
    assert seen[0] == seen[1]


# What only a person can hear.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("facts", "why", "said"),
    [
        (0, "a person reads it", "for a person to hear: a person reads it"),
        (7, "a person reads it", "all 7 found in its text; its sound is for a person to hear: a person reads it"),
        (7, "", "all 7 found"), (0, "", "none to look for"),
    ],
)  # fmt: skip
def test_sound_that_no_program_has_read_is_for_a_person_to_hear(
    root: Path, facts: int, why: str, said: str
) -> None:
    made(root)
    data = built.read(root / "output")
    for row in data["files"]:
        if row["language"] == "pl":
            row.update(facts=facts, to_hear=why)
    found = html.document_fromstring(report.page(data, SEEN, {}).decode())
    assert [row[5] for row in cells(found, "alpha: its files")] == ["all 7 found"] * 2 + [said] * 2
    asked = {row[0]: row[3] for row in cells(found, "alpha: checks that only")}
    hear = [boxes for what, boxes in asked.items() if what.startswith("Hear every figure")]
    assert hear == (["pl"] if why else [])


def test_which_sound_is_for_a_person_to_hear() -> None:
    recordings = {("en", "alpha"): Recording("source/recordings/en/alpha.cue", "", Path())}
    speech = Options(recordings=recordings)
    assert unheard("alpha", "en", speech) == "a person reads it"
    assert unheard("beta", "en", speech) == unheard("alpha", "zh_Hans", speech) == ""
    assert "number words" in unheard("alpha", "de", speech)


@pytest.mark.slow
def test_a_build_says_which_sound_was_not_read(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio]")
    document, _ = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document
    folder = root / "source/recordings/pl"
    recorded(folder, document)
    for name in ("specimen.cue", "specimen.wav"):
        (folder / name).rename(folder / name.replace("specimen", "alpha"))
    edit(root, "source/recordings/pl/alpha.cue", "specimen.wav", "alpha.wav")
    assert made(root).ok
    told = {(row["language"], row["edition"]): (row["to_hear"], row["facts"]) for row in built.read(root / "output")["files"]}  # fmt: skip
    assert told[("pl", "audio")] == ("a person reads it", 0)
    assert {where: why for where, (why, _) in told.items() if where != ("pl", "audio")} == dict.fromkeys([("en", "word"), ("en", "audio"), ("pl", "word")], "")  # fmt: skip
    assert told[("en", "audio")][1] > 0


# Proofs.


def test_a_proof_is_asked_once_and_kept_with_the_file(root: Path) -> None:
    made(root)
    project, asked = projects.load(root), list[str]()

    def prove() -> list[str]:
        asked.clear()
        report.prove(
            project, built.read(project.output), TODAY, lambda path, *_: asked.append(path)
        )
        return list(asked)

    assert len(prove()) == 4 and prove() == []
    data = built.read(project.output)
    found = html.document_fromstring(report.page(data, SEEN, report.proven(project)).decode())
    assert {row[6] for row in cells(found, "alpha: its files")} == {"passed"}


def _edition_gone(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[clear-print]")


def _file_gone(root: Path) -> None:
    (root / "output/alpha/en/alpha-en-word-draft.docx").unlink()


def _file_changed(root: Path) -> None:
    with (root / "output/alpha/en/alpha-en-word-draft.docx").open("ab") as file:
        file.write(b"x")


def _source_changed(root: Path) -> None:
    edit(root, "source/alpha.md", "Title of alpha", "Another title of alpha")


def _source_broken(root: Path) -> None:
    edit(root, "source/alpha.md", "Fever: 70.8%", "Fever: 170.8%")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "count", "why"),
    [
        (_edition_gone, 4, "no edition word now|told of it, has changed since"), (_file_gone, 1, "not there as it was made"), (_file_changed, 1, "not there as it was made"),
        (_source_changed, 4, "the leaflet, or what is told of it, has changed since"), (_source_broken, 4, "cannot be made now"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_of_the_leaflet_as_it_stands_is_not_proven(
    root: Path, change: Callable[[Path], None], count: int, why: str
) -> None:
    made(root)
    change(root)
    project = projects.load(root)
    kept, told = report.prove(project, built.read(project.output), TODAY, lambda *_: None)
    assert [one.code for one in told] == ["B307"] * count and all(re.search(why, one.message) for one in told)  # fmt: skip
    assert len(kept) == 4 - count, "it is asked again when it is made again"


def test_files_of_another_pdf_ua_than_the_charitys_are_proven(root: Path) -> None:
    project = projects.load(root)
    asked = replace(project, publisher=with_pdf_ua(project.publisher, 2))
    assert build(asked, Choice(), TODAY, lambda *_: None, AtOnce(), Store(project.output / ".cache/store")).ok  # fmt: skip
    assert (next((root / "output/alpha/en").glob("*.pdf"))).read_bytes().startswith(b"%PDF-2.0")
    kept, told = report.prove(project, built.read(project.output), TODAY, lambda *_: None)
    assert told == [] and len(kept) == 4


def test_what_a_proof_finds_is_told(root: Path) -> None:
    made(root)
    data = built.read(root / "output")
    proofs = {data["files"][0]["sha256"]: ["output/x.pdf: error A201: lost"]}
    found = html.document_fromstring(report.page(data, SEEN, proofs).decode())
    assert "1 finding output/x.pdf: error A201: lost" in [row[6].replace("finding", "finding ") for row in cells(found, "alpha: its files")]  # fmt: skip
    assert re.search(r"1 did\s+not", found.text_content())


# Other people's validators.


@dataclass
class Fake:
    """A validator that finds what it is told to, and counts what it was asked."""

    name: str = "veraPDF"
    formats: frozenset[Format] = frozenset({Format.PDF})
    found: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    breaks: str = ""
    missing: str = ""
    number: str = "1.0"
    asked: list[str] = field(default_factory=list)

    def validator(self) -> Validator:
        return Validator(self.name, "something", self.formats, lambda: self.missing, lambda: self.number, self.opened)  # fmt: skip

    @contextmanager
    def opened(self) -> Iterator[Judge]:
        yield self.judge

    def judge(self, path: Path) -> Judged:
        self.asked.append(path.name)
        if self.breaks:
            raise ValidatorError(self.breaks)
        return Judged(self.found, self.aside)


def validated(root: Path, *fakes: Fake) -> tuple[report.Validated, Any]:
    """What is known after the fakes were asked, and the page."""
    project = projects.load(root)
    data = built.read(project.output)
    for fake in fakes:
        fake.asked.clear()
    told = report.validate(project, data, lambda *_: None, [fake.validator() for fake in fakes])
    assert told == report.validated(project), "it is kept"
    return told, html.document_fromstring(report.page(data, SEEN, {}, told).decode())


def test_a_validator_is_asked_of_its_own_formats_once_and_again_when_it_is_another(
    root: Path,
) -> None:
    made(root)
    fake = Fake()
    told, page = validated(root, fake)
    assert fake.asked == ["alpha-en-clear-print-draft.pdf", "alpha-pl-clear-print-draft.pdf"]
    assert told.well and [row[7] for row in cells(page, "alpha: its files")] == ["veraPDF: passed", "not asked"] * 2  # fmt: skip
    validated(root, fake)
    assert fake.asked == []
    fake.number = "1.1"
    validated(root, fake)
    assert len(fake.asked) == 2
    edit(root, "source/alpha.md", "Title of alpha", "Another title of alpha")
    made(root)
    told, _ = validated(root, fake)
    assert len(fake.asked) == 2, "a changed file is another file"
    assert len(told.of) == 2, "what was said of the old ones is forgotten"


def test_what_a_validator_finds_is_told_and_counted(root: Path) -> None:
    made(root)
    told, page = validated(root, Fake(found=tuple(f"rule {n}: broken" for n in range(7))))
    row = cells(page, "alpha: its files")[0]
    assert "veraPDF: 7 findings" in row[7] and "rule 4: broken" in row[7]
    assert "rule 5" not in row[7] and "and 2 more" in row[7]
    assert not told.well
    assert cells(page, "What each was asked")[0][3] == "it is against 2 files"
    data = report.record(built.read(root / "output"), {}, told)
    [rows] = [one["validators"] for one in data["files"] if one["path"].endswith("en-clear-print-draft.pdf")]  # fmt: skip
    assert (rows[0]["tool"], rows[0]["version"], rows[0]["verdict"], rows[0]["count"]) == ("veraPDF", "1.0", "7 findings", 7)  # fmt: skip
    assert rows[0]["found"][6] == "rule 6: broken"


def test_what_is_set_aside_is_told_beside_the_verdict(root: Path) -> None:
    made(root)
    _, page = validated(root, Fake(aside=("its own mistake",) * 3))
    assert cells(page, "alpha: its files")[0][7] == "veraPDF: passed (3 set aside)"


def test_a_validator_that_breaks_has_passed_nothing_and_is_asked_again(root: Path) -> None:
    made(root)
    fake = Fake(breaks="no memory")
    told, page = validated(root, fake)
    assert cells(page, "alpha: its files")[0][7] == "veraPDF: did not run (no memory)"
    assert cells(page, "What each was asked")[0][3] == "it failed on 2 files"
    assert not told.well
    fake.breaks = ""
    told, page = validated(root, fake)
    assert len(fake.asked) == 2 and told.well
    assert [row[3] for row in cells(page, "What each was asked")[:2]] == ["2 files passed", "it was asked of no file that stands now"]  # fmt: skip


def test_a_validator_that_is_not_installed_is_told_with_what_installs_it(root: Path) -> None:
    made(root)
    fake = Fake(missing="sudo apt-get install -y it")
    _, page = validated(root, fake)
    row = cells(page, "What each was asked")[0]
    assert row[0] == "veraPDF" and row[3:] == ["not run: not installed", "sudo apt-get install -y it"]  # fmt: skip
    assert fake.asked == []
    data = report.record(built.read(root / "output"), {}, report.validated(projects.load(root)))
    assert data["validators"][0]["said"] == "not run: not installed"


def test_a_file_that_is_not_as_it_was_made_is_not_judged(root: Path) -> None:
    made(root)
    (root / "output/alpha/en/alpha-en-clear-print-draft.pdf").write_bytes(b"another")
    (root / "output/alpha/pl/alpha-pl-clear-print-draft.pdf").unlink()
    fake = Fake()
    told, page = validated(root, fake)
    assert fake.asked == [] and not told.well
    assert {row[7].partition(" (")[0] for row in cells(page, "alpha: its files") if row[1] != "word"} == {"veraPDF: did not run"}  # fmt: skip


def test_what_one_said_before_it_was_taken_away_still_stands(root: Path) -> None:
    made(root)
    fake = Fake()
    validated(root, fake)
    fake.missing = "install it"
    told, page = validated(root, fake)
    assert len(told.of) == 2 and cells(page, "alpha: its files")[0][7] == "veraPDF: passed"


def test_unasked_validators_are_told_as_unasked(root: Path) -> None:
    made(root)
    assert "leaflet report --validate" in page(root).get_element_by_id("validators").text_content()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"of": {"x": [{}]}, "lacking": {}}', '{"of": 1, "lacking": 1}', "[" * 100_000])  # fmt: skip
def test_a_damaged_record_of_validators_is_as_none(root: Path, text: str) -> None:
    (root / "output/.cache").mkdir(parents=True)
    (root / "output/.cache/validators.json").write_text(text)
    assert report.validated(projects.load(root)) == report.Validated()


def test_no_program_of_the_folder_that_one_stands_in_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a stranger's project."""
    planted = tmp_path / "node_modules/no-such-package"
    planted.mkdir(parents=True)
    (planted / "package.json").write_text('{"version": "1.0"}')
    monkeypatch.chdir(tmp_path)
    assert npm.package("no-such-package") is None
    monkeypatch.setattr(npm, "_OURS", tmp_path / "node_modules")
    assert npm.package("no-such-package") == planted and npm.version("no-such-package") == "1.0"


def test_every_validator_knows_a_format_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {Format.PDF, Format.DOCX, Format.HTML, Format.EPUB} == {one for known in VALIDATORS for one in known.formats}  # fmt: skip
    monkeypatch.setattr("shutil.which", lambda *_: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    for one in VALIDATORS:
        assert one.lacks(), one.name


# The command.


@pytest.mark.slow
def test_a_build_writes_the_page_and_the_command_writes_it_again(root: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["build", "--root", str(root), "--format", "word"]).exit_code == 0
    page = root / "output/report.html"
    assert page.exists() and "report.html" not in "".join(files(root))
    page.unlink()
    assert run(app, ["report", "--root", str(root)]).exit_code == 0
    assert page.exists() and delivery.verify(root / "output")[1] == []


@pytest.mark.slow
def test_a_build_writes_the_page_again_when_it_is_not_as_it_was_or_of_another_day(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page() -> bytes:
        assert CliRunner().invoke(app, ["build", "--root", str(root), "--format", "word"]).exit_code == 0  # fmt: skip
        return (root / "output/report.html").read_bytes()

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769860800")
    edit(root, "source/alpha.md", "review_due: 2026-06-30", "review_due: 2026-02-20")
    first, path = page(), root / "output/report.html"
    path.write_bytes(b"edited")
    assert page() == first
    before = path.stat().st_ino
    assert page() == first and path.stat().st_ino == before
    ahead = path.stat().st_mtime + 86400
    edit(root, "source/publisher.yaml", "name: A Charity", "name: Another Charity")
    os.utime(path, (ahead, ahead))
    assert b"Another Charity" in page()
    assert b"in 20 days" in page()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")
    assert b"in 19 days" in page()


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, "B305"), ("", "B306"), ("[]", "B306"), ('{"files": [{}], "leaflets": []}', "B306"), ("[" * 100_000, "B306")],
)  # fmt: skip
def test_without_a_report_that_can_be_read_there_is_no_page(
    tmp_path: Path, text: str | None, code: str
) -> None:
    if text is not None:
        (tmp_path / "report.json").write_text(text)
    with pytest.raises(LeafletError) as refused:
        built.read(tmp_path)
    assert refused.value.diagnostics[0].code == code
