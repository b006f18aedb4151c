"""Sign-off: approval falls back by itself when what was approved changes."""

from __future__ import annotations

import datetime
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import parse
from pipeline.catalogs import digests, signoff
from pipeline.catalogs.signoff import Act, Event, History
from pipeline.diagnostic import errors
from pipeline.document import Document, State
from pipeline.languages import language
from pipeline.publisher import Publisher
from pipeline.translate import translate

SOURCE = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
facts:
  stay: {days: 9}
---
# Title

Stay {stay} days.

::: warning
Never alone.
:::

::: side-effects
- Fever: 70.8%
:::
"""


DAY = datetime.date(2026, 1, 31)
REPOSITORY = Path(__file__).parents[1]


def english(text: str = SOURCE) -> tuple[Document, Document]:
    """The document as it is published, and its source."""
    source, wrong = parse.parse(text, "source/x.md", Publisher(), {}, lambda _: None)
    assert not errors(wrong)
    return translate(source, {}, {}, language("en"))[0], source


def signatures(document: Document, source: Document, *given: tuple[Act, str]) -> History:
    """Everything that a document says, signed as given."""
    history = History()
    texts = tuple(one.signed for one in digests.signables(document, source))
    for did, name in given:
        history = history.and_then(Event(DAY, name, did, "x", "all", whole=digests.whole(document), texts=texts))  # fmt: skip
    return history


ANN, BEN = (Act.REVIEWED, "Ann"), (Act.APPROVED, "Ben")


def state(history: History, document: Document, source: Document) -> State:
    return signoff.standing(history, document, source).state


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), State.DRAFT),
        ((ANN,), State.REVIEWED),
        ((ANN, BEN), State.APPROVED),
        ((BEN, ANN), State.APPROVED),
        ((ANN, (Act.APPROVED, "Ann")), State.REVIEWED),  # nobody approves what only they reviewed
        ((ANN, (Act.APPROVED, " ANN")), State.REVIEWED),
        ((ANN, (Act.REVIEWED, "Ben"), BEN), State.APPROVED),
        ((BEN,), State.DRAFT),
    ],
)
def test_two_different_people_sign(given: tuple[tuple[Act, str], ...], expected: State) -> None:
    assert state(signatures(*english(), *given), *english()) is expected


def test_all_texts_signed_and_not_the_whole_is_not_enough_nor_the_reverse() -> None:
    full = signatures(*english(), ANN, BEN)
    for lacking in ({"whole": ""}, {"texts": full.events[0].texts[1:]}):
        events = tuple(replace(event, **lacking) for event in full.events)
        assert state(History(events), *english()) is State.DRAFT


@pytest.mark.parametrize(
    ("was", "now", "touched"),
    [
        ("Stay {stay}", "Remain {stay}", {"Remain {stay} days."}),
        ("{days: 9}", "{days: 8}", {"Stay {stay} days."}),
        ("70.8%", "7.08%", set()),
        ("::: warning\nNever alone.\n:::\n", "", set()),
        ("::: warning", "::: note", set()),
        ("2026-06-30", "2027-06-30", set()),
    ],
)
def test_an_edit_withdraws_exactly_what_it_touches_and_the_leaflet_as_a_whole(
    was: str, now: str, touched: set[str]
) -> None:
    assert was in SOURCE
    history = signatures(*english(), ANN, BEN)
    standing = signoff.standing(history, *english(SOURCE.replace(was, now)))
    fallen = {one.msgid for one, signers in standing.texts.items() if signers.state is not State.APPROVED}  # fmt: skip
    assert fallen == touched
    assert standing.whole.state is standing.state is State.DRAFT


def test_what_no_reader_gets_withdraws_nothing() -> None:
    moved = SOURCE.replace("# Title", "% A comment for translators.\n\n\n# Title")
    more = moved.replace("facts:", "terms:\n  CD19: {}\nfacts:\n  spare: {days: 1}")
    assert state(signatures(*english(), ANN, BEN), *english(more)) is State.APPROVED


def test_an_old_text_that_comes_back_is_not_approved_because_it_once_was() -> None:
    before = signatures(*english(), ANN, BEN)
    other = english(SOURCE.replace("{days: 9}", "{days: 90}"))
    after = History((*before.events, *signatures(*other, ANN, BEN).events))
    assert state(after, *other) is State.APPROVED
    assert state(after, *english()) is State.DRAFT


def test_a_signature_of_one_format_signs_no_text() -> None:
    braille = History()
    for event in signatures(*english(), ANN, BEN).events:
        braille = braille.and_then(replace(event, format="braille"))
    assert state(braille, *english()) is State.DRAFT
    assert signoff.read(signoff.write(braille), "x") == (braille, [])


def drafted() -> History:
    return History().and_then(Event(DAY, "a machine", Act.DRAFTED, "x"))


def test_a_machines_draft_is_one_until_somebody_reviewed_all_of_it() -> None:
    assert signoff.standing(drafted(), *english()).machine
    event = signatures(*english(), ANN).events[0]
    assert signoff.standing(drafted().and_then(replace(event, whole="")), *english()).machine
    reviewed = drafted().and_then(event)
    assert not signoff.standing(reviewed, *english()).machine
    assert not signoff.standing(History(), *english()).machine


# Withdrawals.


def withdrawn(history: History) -> History:
    return history.and_then(Event(DAY, "Dan", Act.WITHDRAWN, "x", "a wrong dose"))


def again(history: History, *given: tuple[Act, str]) -> History:
    for event in signatures(*english(), *given).events:
        history = history.and_then(event)
    return history


def test_a_withdrawn_leaflet_comes_back_when_two_people_signed_it_again() -> None:
    history = withdrawn(signatures(*english(), ANN, BEN))
    assert signoff.standing(history, *english()).withdrawn
    assert state(history, *english()) is State.DRAFT
    history = again(history, ANN)
    assert signoff.standing(history, *english()).withdrawn
    history = again(history, BEN)
    assert not signoff.standing(history, *english()).withdrawn
    assert state(history, *english()) is State.APPROVED


def test_what_a_branch_signed_that_did_not_know_of_the_withdrawal_does_not_undo_it() -> None:
    start = signatures(*english(), ANN)
    recalled, signed = withdrawn(start), again(start, ANN, BEN)
    merged = History((*recalled.events, *signed.events[len(start.events) :]))
    assert signoff.read(signoff.write(merged), "x") == (merged, [])
    assert signoff.standing(merged, *english()).withdrawn
    assert not signoff.standing(again(merged, ANN, BEN), *english()).withdrawn


# The file.


def full() -> History:
    return again(withdrawn(again(drafted(), ANN)), ANN, BEN)


WRITTEN = signoff.write(full())


def test_reading_what_was_written_gives_the_same() -> None:
    written = signoff.write(full())
    assert signoff.read(written, "signoff.json") == (full(), [])
    assert signoff.read(written.replace(b"\n", b"\r\n"), "signoff.json") == (full(), [])
    assert json.loads(written)["signoff"][1:], "any JSON reader can read it"


def test_an_event_adds_one_line_and_changes_no_other() -> None:
    before = signoff.write(full()).decode().splitlines()
    after = signoff.write(withdrawn(full())).decode().splitlines()
    assert [*after[:-2], after[-1]] == before
    assert after[-2].startswith(',{"on": "2026-01-31", "by": "Dan", "did": "withdrawn", "leaflet": "x", "what": "a wrong dose"')  # fmt: skip


def test_two_branches_that_signed_are_merged_by_git(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        named = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]  # fmt: skip
        return subprocess.run(["git", *named, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True).stdout  # fmt: skip

    def commit(history: History) -> None:
        (tmp_path / "signoff.json").write_bytes(signoff.write(history))
        git("add", ".")
        git("commit", "-m", "x")

    git("init")
    (tmp_path / ".gitattributes").write_bytes((REPOSITORY / ".gitattributes").read_bytes())
    start = signatures(*english(), ANN)
    commit(start)
    git("checkout", "-b", "other")
    commit(again(start, BEN))
    git("checkout", "main")
    commit(withdrawn(start))
    git("merge", "other")
    history, wrong = signoff.read((tmp_path / "signoff.json").read_bytes(), "signoff.json")
    assert not wrong
    assert {one.did for one in history.events} == {Act.REVIEWED, Act.APPROVED, Act.WITHDRAWN}
    assert signoff.standing(history, *english()).withdrawn


def test_marks_of_a_merge_conflict_are_named_with_their_line() -> None:
    rows = signoff.write(full()).decode().splitlines()
    rows[3:3] = ["<<<<<<< HEAD"]
    rows[5:5] = ["=======", rows[4], ">>>>>>> other"]
    history, [wrong] = signoff.read("\n".join(rows).encode(), "translations/pl/signoff.json")
    assert not history.events
    assert (wrong.code, str(wrong.at)) == ("T134", "translations/pl/signoff.json:4")
    assert "keep the lines of both" in wrong.hint


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"by": "Ann"', '"by": "Eve"'),
        ('"did": "reviewed"', '"did": "approved"'),
        ('"on": "2026-01-31"', '"on": "2026-02-01"'),
        ('"what": "all"', '"what": "all",  "more": "x"'),
        ('"leaflet": "x"', '"leaflet": "y"'),
    ],
)
def test_a_line_that_was_edited_signs_nothing_and_is_named(was: str, now: str) -> None:
    written = signoff.write(signatures(*english(), ANN)).decode()
    history, [wrong] = signoff.read(written.replace(was, now, 1).encode(), "x")
    assert was in written and not history.events
    assert (wrong.code, wrong.at.line) == ("T135", 2)


def test_a_line_that_was_taken_out_is_missed() -> None:
    rows = signoff.write(full()).decode().splitlines(keepends=True)
    for gone in range(1, len(rows) - 2):
        history, [wrong] = signoff.read("".join(rows[:gone] + rows[gone + 1 :]).encode(), "x")
        assert not history.events
        assert (wrong.code, wrong.at.line) == ("T136", gone + 1)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"signoff": []}', b"\xff", b"[" * 100_000, WRITTEN.replace(b",{", b"{", 1),
     WRITTEN.replace(b'"on": "2026-01-31"', b'"on": "31/01/2026"', 1), WRITTEN.replace(b'"Ann"', b'7', 1),
     WRITTEN.replace(b'"reviewed"', b'"blessed"', 1), WRITTEN.replace(b":", b"", 20), WRITTEN.replace(b'"Ann"', b'"\\ud800"', 1),
     WRITTEN.replace(b",{", b"," + b"[" * 100_000, 1), WRITTEN[:-3], WRITTEN + WRITTEN, b"\xef\xbb\xbf" + WRITTEN],
)  # fmt: skip
def test_a_damaged_file_signs_nothing_and_is_reported(data: bytes) -> None:
    history, found = signoff.read(data, "source/signoff.json")
    assert not history.events and found
    assert {(wrong.code, wrong.at.path) for wrong in found} <= {("T130", "source/signoff.json"), ("T136", "source/signoff.json")}  # fmt: skip
    assert all(wrong.hint.endswith("until then nothing in it counts as signed") for wrong in found)  # fmt: skip


@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_random_damage_never_raises_and_never_signs_more(junk: bytes, place: int) -> None:
    at = place % len(WRITTEN)
    history, wrong = signoff.read(WRITTEN[:at] + junk + WRITTEN[at + len(junk) :], "x")
    assert history == full_of(WRITTEN) or (wrong and not history.events)


def full_of(written: bytes) -> History:
    return signoff.read(written, "x")[0]
