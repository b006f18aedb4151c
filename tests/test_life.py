"""The life of a leaflet, command by command: from an edited English sentence to a release that two people signed, and back."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path

import docx
import pypdfium2
import pytest
from click.testing import CliRunner

from pipeline.cli import app
from tests.projects import also_in, charity, edit, files, made

REPOSITORY = Path(__file__).parents[1]
EPOCH = "1769817600"  # 2026-01-31
TAGS = ("en", "pl", "de")
DRAFTS = {
    "en": "Draft: this leaflet has not been approved yet.",
    "pl": "Wersja robocza: to tłumaczenie nie zostało jeszcze zatwierdzone.",
    "de": "Draft: this translation has not been approved yet.",  # the charity has no German words of the pipeline's own
}
PRINTED, HEARD = ("clear-print.pdf", "word.docx"), ("audio.mp3", "audio-timings.json")
FORMATS = {
    "en": PRINTED + HEARD,
    "pl": PRINTED + HEARD,
    "de": PRINTED,
}  # no number words in German yet


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two leaflets, complete in Polish and German, all of it signed."""
    found = charity(tmp_path)
    also_in(found, "de", "Tage")
    edit(found, "source/publisher.yaml", "[clear-print, word]", "[clear-print, word, audio, audio-timings]")  # fmt: skip
    for tag in TAGS:
        sign(found, tag)
    return found


def leaflet(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--root", str(root)], env={"SOURCE_DATE_EPOCH": EPOCH})  # fmt: skip
    return done.exit_code, done.output


def sign(root: Path, tag: str, *narrower: str) -> None:
    assert leaflet(root, "review", "--tag", tag, "--by", "Ann Bell", *narrower)[0] == 0
    assert leaflet(root, "approve", "--tag", tag, "--by", "Ben Shah", *narrower)[0] == 0


def status(root: Path, slug: str, tag: str) -> dict[str, object]:
    rows = json.loads(leaflet(root, "status", "--json")[1])["leaflets"]
    return next(row for row in rows if (row["slug"], row["tag"]) == (slug, tag))


def refused(told: str) -> set[str]:
    """The leaflets in a language that a release is refused for, as "alpha in pl"."""
    return {line.split(": ")[2].partition(" is ")[0] for line in told.splitlines() if "error B201" in line}  # fmt: skip


def names(root: Path, slug: str) -> set[str]:
    return {Path(path).name for path in files(root) if path.startswith(f"{slug}/")}


def said(data: bytes, name: str) -> str:
    """The words of a file (of a PDF, those of its first page)."""
    if name.endswith(".pdf"):
        with pypdfium2.PdfDocument(data) as pdf:
            text = pdf[0].get_textpage().get_text_bounded()
    elif name.endswith(".docx"):
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)
    else:
        text = data.decode()
    return " ".join(text.split())


@pytest.mark.slow
def test_the_life_of_a_leaflet(root: Path) -> None:
    code, told = leaflet(root, "release")
    assert code == 0 and "20 files released into output/release/2026-01-31/" in told

    # An English sentence is edited, and the catalogs are brought up to it.
    edit(root, "source/alpha.md", "Stay {stay} days.", "Please stay {stay} days.")
    assert leaflet(root, "extract")[0] == leaflet(root, "update")[0] == 0
    row = status(root, "alpha", "pl")
    assert (row["translated"], row["fuzzy"], row["stale"], row["state"]) == (5, 1, 1, "draft")
    made(root)
    polish = files(root)["alpha/pl/alpha-pl-word-draft.docx"]
    assert "Please stay 9 days." in said(polish, "x.docx"), "what is fuzzy stands in English"
    assert leaflet(root, "review", "--tag", "pl", "--by", "Ann Bell", "--leaflet", "alpha")[0] == 1

    # It is translated, wrongly at first: a check names the line, and nothing is made of it.
    po = "translations/pl/LC_MESSAGES/alpha.po"
    fuzzy = '#, fuzzy, python-brace-format\n#| msgid "Stay {stay} days."\n'
    right = 'msgid "Please stay {stay} days."\nmsgstr "„Stay {stay} dni.”"'
    edit(root, po, fuzzy + right, "#, python-brace-format\n" + right.replace("{stay} dni", "dni"))
    code, told = leaflet(root, "check")
    assert code == 1 and f"{po}:" in told and "{stay}" in told
    assert leaflet(root, "review", "--tag", "pl", "--by", "Ann Bell", "--leaflet", "alpha")[0] == 1
    edit(root, po, right.replace("{stay} dni", "dni"), right)
    edit(root, "translations/de/LC_MESSAGES/alpha.po", fuzzy, "#, python-brace-format\n")
    assert leaflet(root, "check")[0] == 0

    # One reviews it and another approves it; the release then has the new sentence.
    assert refused(leaflet(root, "release")[1]) == {f"alpha in {tag}" for tag in TAGS}
    assert leaflet(root, "review", "--tag", "pl", "--by", "Ann Bell", "--leaflet", "alpha")[0] == 0
    assert status(root, "alpha", "pl")["state"] == "draft", "its English is not signed yet"
    assert leaflet(root, "approve", "--tag", "pl", "--by", "ann bell", "--leaflet", "alpha")[0] == 1
    assert leaflet(root, "approve", "--tag", "pl", "--by", "Ben Shah", "--leaflet", "alpha")[0] == 0
    for tag in ("en", "de"):
        sign(root, tag, "--leaflet", "alpha")
    assert leaflet(root, "status", "--strict")[0] == 0
    code, told = leaflet(root, "release")
    assert code == 0 and "20 files released" in told
    made(root)
    assert names(root, "alpha") == {f"alpha-{tag}-{form}" for tag in TAGS for form in FORMATS[tag]}

    # One fact is changed: exactly what it touches falls, in every format.
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    code, told = leaflet(root, "release")
    assert code == 1 and refused(told) == {f"alpha in {tag}" for tag in TAGS}
    assert "10 files released" in told, "beta is as it was"
    made(root)
    drafts = {
        f"alpha-{tag}-{form.replace('.', '-draft.')}" for tag in TAGS for form in FORMATS[tag]
    }
    assert names(root, "alpha") == drafts
    assert names(root, "beta") == {f"beta-{tag}-{form}" for tag in TAGS for form in FORMATS[tag]}
    for path, data in files(root).items():
        slug, tag, name = path.split("/")[:3]
        if slug in ("alpha", "beta") and not name.endswith(".mp3"):
            assert (DRAFTS[tag] in said(data, name)) == (slug == "alpha"), path
    assert status(root, "alpha", "pl")["changed"] == 1

    # Signed again in two of the languages: exactly the third is refused.
    for tag in ("en", "pl"):
        sign(root, tag, "--leaflet", "alpha")
    history = (root / "translations/pl/signoff.json").read_text("utf-8").splitlines()[-3:-1]
    assert all('"what": "1 text: “Please stay {stay} days.”; the leaflet as a whole"' in line for line in history)  # fmt: skip
    code, told = leaflet(root, "release")
    assert code == 1 and refused(told) == {"alpha in de"} and "18 files released" in told
    told = (root / "output/release/2026-01-31-5/changes/pl.txt").read_text("utf-8")
    assert told.endswith(
        "alpha: in it again, last in release 2026-01-31-3; 1 text went, 1 came\n"
        "  - „Stay 9 dni.”\n"
        "  + „Stay 8 dni.”\n"
    )


def commands(page: str) -> list[list[str]]:
    """Every whole command of a page, in its order."""
    text = (REPOSITORY / "docs" / page).read_text("utf-8")
    return [shlex.split(one)[1:] for one in re.findall(r"`(leaflet [a-z]+ [^`]+)`", text)]


@pytest.mark.slow
def test_the_commands_for_approvers_do_what_their_page_says(tmp_path: Path) -> None:
    root = charity(tmp_path, "blinatumomab")
    also_in(root, "ur", "دن")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, braille]")
    for path in (root / "translations/ur/LC_MESSAGES").iterdir():  # Urdu braille has no „
        path.write_text(path.read_text("utf-8").replace("„", "“"), "utf-8")
    known = commands("clinicians.md")
    assert [words[0] for words in known] == ["proof", "review", "approve", "review", "review", "review", "approve"]  # fmt: skip
    *whole, single, brailled = known
    for words in (*whole, brailled):
        code, told = leaflet(root, *words)
        assert code == 0, told
    assert status(root, "blinatumomab", "ur")["state"] == "reviewed", "the English is not approved"
    assert status(root, "blinatumomab", "ur")["braille"] == "proofread"
    edit(root, "translations/ur/LC_MESSAGES/shared.po", "“Help”", "مدد")
    rows = (root / "translations/ur/LC_MESSAGES/shared.po").read_text("utf-8").split("\n")
    *asked, place = single
    assert re.fullmatch(r"translations/ur/LC_MESSAGES/shared\.po:\d+", place)
    line = rows.index('msgid "Help"') + 1
    code, told = leaflet(root, *asked, f"translations/ur/LC_MESSAGES/shared.po:{line}")
    assert code == 0 and "1 text: “Help”" in told
    assert status(root, "blinatumomab", "ur")["braille"] == "not proofread"
