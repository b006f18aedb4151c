"""A machine's suggestions: asked by a command of their own, always fuzzy, never with a lost figure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline import suggest as room
from pipeline.catalogs import gate
from pipeline.diagnostic import LeafletError
from pipeline.document import State
from pipeline.suggest import Program, suggest
from tests.projects import TODAY, charity, edit, state

PO = "translations/pl/LC_MESSAGES/alpha.po"


class Machine:
    """Answers from a table."""

    name = "a table\nof ours"

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def suggest(self, texts: Sequence[str], tag: str) -> Sequence[str]:
        self.asked += texts
        return [self.answers.get(text.split()[0], "") for text in texts]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A leaflet of which two texts are not translated."""
    found = charity(tmp_path, "alpha")
    edit(found, PO, 'msgstr "„Fever”"', 'msgstr ""')
    edit(found, PO, 'msgstr "„Stay {stay} dni.”"', 'msgstr ""')
    return found


def entry(root: Path, msgid: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    catalog, wrong = gate.read((root / PO).read_bytes(), PO, "pl")
    assert catalog and not wrong
    message = catalog.get(msgid)
    assert message
    return message.msgstr[0], message.flags, message.comments


def test_every_suggestion_is_fuzzy_and_names_the_machine(root: Path) -> None:
    machine = Machine(Fever="Gorączka", Stay="Zostań {stay} dni.")
    [done], wrong = suggest(projects.load(root), "pl", machine)
    assert str(done) == f"wrote {PO}: 2 suggestions, all fuzzy" and not wrong
    assert sorted(machine.asked) == ["Fever", "Stay {stay} days."], "nothing that is translated"
    assert entry(root, "Fever") == ("Gorączka", ("fuzzy",), ("machine: a table of ours",))
    document, _ = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and document.status.untranslated == 2, "fuzzy text is never used"
    assert state(projects.load(root), "alpha", "pl") is State.DRAFT


@pytest.mark.parametrize(
    "answer",
    ["Zostań 9 dni.", "Zostań {days} dni.", "Zostań dni.", "Zostań {stay} dni. **", "Nie zostań\u202e {stay} dni."],
)  # fmt: skip
def test_a_suggestion_that_a_check_would_not_let_pass_is_not_offered(
    root: Path, answer: str
) -> None:
    before = (root / PO).read_bytes()
    [done], _ = suggest(projects.load(root), "pl", Machine(Stay=answer))
    assert (done.taken, done.refused) == (0, 1)
    assert (root / PO).read_bytes() == before


def test_a_program_is_a_machine_too(root: Path) -> None:
    code = "import sys; [print('Gorączka' if t == 'Fever\\n' else '') for t in sys.stdin]; sys.stderr.write(sys.argv[1])"
    machine: room.Suggester = Program(f'{sys.executable} -c "{code}" TAG')
    [done], _ = suggest(projects.load(root), "pl", machine)
    assert (done.taken, done.refused) == (1, 0)
    assert entry(root, "Fever")[:2] == ("Gorączka", ("fuzzy",))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("no-such-program", "No such file"),
        ("", "failed"),
        ('"', "No closing quotation"),
        (f"{sys.executable} -c \"import sys; sys.exit('no licence')\"", "no licence"),
        ("echo one", "it answered 1 line to 2 texts"),
        (f"{sys.executable} -c \"import sys; sys.stdout.buffer.write(bytes([255, 10]) * 2)\"", "can't decode"),
    ],
)  # fmt: skip
def test_a_program_that_fails_changes_nothing(root: Path, command: str, said: str) -> None:
    before = (root / PO).read_bytes()
    with pytest.raises(LeafletError) as problem:
        suggest(projects.load(root), "pl", Program(command))
    [wrong] = problem.value.diagnostics
    assert wrong.code == "T150" and said in wrong.message
    assert (root / PO).read_bytes() == before


def test_only_a_language_of_the_charity_is_asked_for(root: Path) -> None:
    for tag in ("en", "ur"):
        with pytest.raises(LeafletError, match="B102"):
            suggest(projects.load(root), tag, Machine())


def test_a_damaged_catalog_is_named_and_left_alone(root: Path) -> None:
    edit(root, PO, 'msgstr "„Title of alpha”"', 'msgstr "„Title of alpha”')
    before = (root / PO).read_bytes()
    done, found = suggest(projects.load(root), "pl", Machine(Fever="Gorączka"))
    assert not done and {one.at.path for one in found} == {PO}
    assert (root / PO).read_bytes() == before
