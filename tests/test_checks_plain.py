"""Plain English: every check finds its own example and leaves good text alone; what a person accepts stays away."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline import parse, project, prose
from pipeline.checks import spelling
from pipeline.checks.plain import PLAIN, Prose
from pipeline.checks.readability import grade, sentences, syllables, words
from pipeline.checks.registry import Check
from pipeline.project import in_english
from pipeline.publisher import Publisher
from tests.projects import charity, edit, write

REPOSITORY = Path(__file__).parents[1]
FRONT = "---\nsummary: About it.\nreviewed: 2023-06-30\nreview_due: 2026-06-30\n---\n# Title\n\n"


def found(body: str, known: frozenset[str] = frozenset()) -> list[tuple[str, int, str]]:
    document, wrong = parse.parse(FRONT + body, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    told = PLAIN.run(Prose(in_english(document), known, spelling.knows))
    return [(one.code, one.at.line, one.hint) for one in told]


def codes(body: str) -> list[str]:
    return [code for code, _, _ in found(body)]


@pytest.mark.parametrize("check", PLAIN.known, ids=lambda check: check.code)
def test_the_example_of_a_check_is_found_and_its_good_text_is_not(check: Check[Prose]) -> None:
    assert codes(check.example["good"]) == []
    assert check.code in codes(check.example["bad"])
    assert check.title.endswith((".", ").")) and check.why
    assert all(line == 8 and hint for code, line, hint in found(check.example["bad"]) if code != "S506")  # fmt: skip


def test_every_check_has_a_code_of_its_own() -> None:
    assert [check.code for check in PLAIN.known] == [f"S50{n}" for n in range(1, 8)]


# What may be said, and what may not.


@pytest.mark.parametrize(
    "text",
    [
        "You are tired. It is based on two studies.",
        "You need treatment. It was a need.",
        "It may affect your platelets (cells that stop bleeding).",
        "Cells that stop bleeding (platelets) may be low.",
        "Write to info@example.org or look at example.org.",
        "Your doctor's advice is the team's.",
        "A well-known non-smoker reads e-mails.",
        # States are no passives, and who is named after "by" does it.
        "If the tube is blocked, call us. The ward is closed, and you are scared.",
        "The bag is attached to a pump, and it is made of plastic.",
        "The bag is changed by a nurse. It will be given by members of the team.",
        "It is indeed so. He was unhurt.",
        # People have titles and names; medicines have names.
        "Dr. Okafor and Mrs Adeyemi-Boateng see Prof. J. P. Xyzzy.",
        "Take ibuprofen, paracetamol, etc. for pain.",
        # "Experience" and "attempt" are verbs only where they are.
        "Tell us of your experience. An experienced nurse comes at the first attempt.",
        "Sedation is medicine that makes you sleepy.",
        "## Cytokine release syndrome\n\nYou may get cytokine release syndrome.",
    ],
)
def test_good_words_are_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("They utilised it.", "S503", "write use"),
        ("It was bought.", "S505", "say who does it: a nurse changes the bag"),
        ("It is never given.", "S505", "say who does it: a nurse changes the bag"),
        ("It should not be thrown away.", "S505", "say who does it: a nurse changes the bag"),
        ("It is done by hand.", "S505", "say who does it: a nurse changes the bag"),
        ("It is changed by the end of May.", "S505", "say who does it: a nurse changes the bag"),
        ("He notifies us.", "S503", "write tell"),
        ("She permitted it.", "S503", "write let"),
        ("It complies with the law.", "S503", "write follow"),
        ("Many experience pain.", "S503", "write have, or feel"),
        (
            "You may get hyponatraemia.",
            "S504",
            "write hyponatraemia (what it is, in words that people use)",
        ),
        (
            "You see a nephrologist.",
            "S504",
            "write nephrologist (what it is, in words that people use)",
        ),
        ("Neutropenia is rare.", "S504", "write Neutropenia (low levels of a white blood cell)"),
        (
            "It causes neutropenia and pain.",
            "S504",
            "write neutropenia (low levels of a white blood cell)",
        ),
        (
            "You recieve it.",
            "S507",
            "write receive",
        ),
        ("Take xyzzymab.", "S507", "put it into source/words.txt, if it is right"),
        (
            "It treats leukemia.",
            "S507",
            "write leukaemia",
        ),
    ],
)
def test_a_planted_word_is_found_with_what_to_write(text: str, code: str, hint: str) -> None:
    told = found(text)
    assert [(c, line) for c, line, _ in told] == [(code, 8)]
    assert told[0][2].startswith(hint)  # what else a dictionary would write is its own affair


def test_a_word_is_explained_once_and_misspelt_once() -> None:
    assert codes("It causes oedema (swelling from fluid).\n\nOedema may hurt.") == []
    assert codes("Xyzzymab helps.\n\nTake xyzzymab.") == ["S507"]


def test_a_list_of_twenty_five_words_is_a_sentence_and_twenty_six_are_two() -> None:
    assert "S501" not in codes(f"{'word ' * 24}word.")
    assert "S501" in codes(f"{'word ' * 25}word.")
    assert "S502" not in codes("It is so. " * 5) and "S502" in codes("It is so. " * 6)
    assert "S502" in codes("::: note\n" + "It is so. " * 6 + "\n:::")
    assert "S502" in codes("- " + "It is so. " * 6)
    assert "S502" in codes("1. It is so.\n   - " + "It is so. " * 6)


def test_tables_lists_headings_boxes_and_facts_are_read_as_they_are_shown() -> None:
    """What is no sentence is not taken for one, and a figure ends none."""
    assert (
        codes("## Changed bags\n\n| When | What |\n|---|---|\n| Morning | Bag |\n| Night | None |")
        == []
    )
    assert (
        codes("::: warning\nStop at once.\n:::\n\n- Fever\n- Chills\n- Feeling sick, e.g. at night")
        == []
    )
    assert codes("::: side-effects\n- Fever: 70.8%\n- Rash: 2.5%\n:::") == []
    assert sentences("Take 2.5 mg. Wait 0.5 hours, i.e. half an hour. Then eat.") == [
        "Take 2.5 mg.", "Wait 0.5 hours, i.e. half an hour.", "Then eat.",
    ]  # fmt: skip


def test_the_charitys_own_words_are_right_and_no_harder_than_others() -> None:
    assert found("Take xyzzymab.", frozenset({"xyzzymab"})) == []
    assert grade(["Take daunorubicin."], frozenset({"daunorubicin"})) < grade(["Take daunorubicin."])  # fmt: skip


# Counting.


def test_sentences_end_where_a_reader_ends_them() -> None:
    assert sentences("Ask J. Smith. It is vitamin C. Take it at 8 p.m. The nurse, etc. Then stop. See no. 5. He said no. Then go.") == [
        "Ask J. Smith.", "It is vitamin C.", "Take it at 8 p.m.", "The nurse, etc.", "Then stop.", "See no. 5.", "He said no.", "Then go.",
    ]  # fmt: skip
    text = 'Ask Dr. Smith. He said "Stop." Then, e.g. at night, go! Is 0.5 mg enough? Yes'
    assert sentences(text) == ["Ask Dr. Smith.", 'He said "Stop.', "Then, e.g. at night, go!", "Is 0.5 mg enough?", "Yes"]  # fmt: skip
    assert words("Don't take 5 mg of B-cells.") == ["Don't", "take", "mg", "of", "B-cells"]


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("nurse", 1), ("table", 2), ("treated", 2), ("stopped", 1), ("medicine", 3), ("leukaemia", 4), ("tubes", 1), ("eye", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_the_published_formula() -> None:
    """0.39 words a sentence + 11.8 syllables a word - 15.59: six words of one syllable."""
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade([]) == 0.0


def test_every_entry_of_the_lists_can_be_found() -> None:
    lists = tomllib.loads((REPOSITORY / "pipeline/data/plain/en.toml").read_text("utf-8"))
    for name, simpler in lists["simpler"].items():
        assert ("S503", 8, f"write {simpler}") in found(f"They may {name} it."), name
    for name, meaning in lists["jargon"].items():
        assert ("S504", 8, f"write {name} ({meaning})") in found(f"It is {name} now."), name


def test_every_word_that_is_left_alone_for_a_reason_would_else_be_found() -> None:
    """An exception that excepts nothing is a slip."""
    lists = tomllib.loads((REPOSITORY / "pipeline/data/plain/en.toml").read_text("utf-8"))
    assert set(lists["nouns"]["words"].split()) <= set(lists["simpler"])
    endings = tuple(lists["medical"]["endings"].split())
    assert all(word.endswith(endings) for word in lists["medical"]["common"].split())
    assert not set(lists["passive"]["irregular"].split()) & set(
        lists["passive"]["adjectives"].split()
    )


# In a project.

BAD = "It was discontinued prior to the test."


def told(root: Path) -> list[str]:
    return [f"{one.at} {one.code}" for one in prose.advice(project.load(root))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = charity(tmp_path, "alpha")
    write(root, "source/words.txt", "# ours\nalpha beta  # the leaflets\n")
    edit(root, "source/alpha.md", "Stay {stay} days.", f"Stay {{stay}} days.\n\n{BAD}")
    return root


def test_advice_is_given_once_at_its_line_and_is_no_error(root: Path) -> None:
    assert told(root) == ["source/alpha.md:12 S503", "source/alpha.md:12 S503", "source/alpha.md:12 S505"]  # fmt: skip
    assert {one.severity for one in prose.advice(project.load(root))} == {"warning"}


@pytest.mark.parametrize("path", ["source/alpha.md", "source/publisher.yaml"])
def test_what_is_accepted_with_a_reason_stays_away(path: str, root: Path) -> None:
    waiver = "accepted:\n  - {code: S503, text: prior to, why: The trial calls it so.}\n  - {code: S505, why: It is history.}\n"  # fmt: skip
    anchor = "facts:\n" if path.endswith("md") else "languages:"
    edit(root, path, anchor, waiver + anchor)
    line = 15 if path.endswith("md") else 12
    assert told(root) == [f"source/alpha.md:{line} S503"]
    assert not project.load(root).found and project.english(project.load(root), "alpha")[1] == []


def test_a_waiver_that_nothing_needs_is_told(root: Path) -> None:
    edit(root, "source/alpha.md", "facts:\n", "accepted:\n  - {code: S501, why: Long ago.}\nfacts:\n")  # fmt: skip
    assert "source/alpha.md:6 S508" in told(root)


@pytest.mark.parametrize(
    "entry",
    ["accepted: yes", "accepted: [yes]", "accepted: [{code: S503}]", "accepted: [{code: S102, why: x}]", "accepted: [{code: S503, why: x, who: me}]"],
)  # fmt: skip
def test_a_waiver_without_a_reason_accepts_nothing(entry: str, root: Path) -> None:
    edit(root, "source/alpha.md", "facts:\n", f"{entry}\nfacts:\n")
    found = told(root)
    assert any(one.endswith(("S004", "S003")) for one in found)
    assert "who: me" in entry or found.count("source/alpha.md:13 S503") == 2


def test_a_dictionary_that_is_missing_is_told_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(spelling, "FOLDER", root)
    write(root, "source/beta.md", (root / "source/alpha.md").read_text("utf-8"))
    missing = [one for one in prose.advice(project.load(root)) if one.code == "S509"]
    assert [one.message for one in missing] == ["spelling is not checked: hunspell-en-gb must be installed"]  # fmt: skip


def test_our_own_leaflets_are_plain() -> None:
    assert prose.advice(project.load(REPOSITORY)) == []
