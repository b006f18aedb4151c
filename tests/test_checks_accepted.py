"""What a person accepted stays accepted until its message changes, and a damaged file accepts nothing."""

from __future__ import annotations

import json

import pytest

from pipeline.checks import accepted
from pipeline.checks.accepted import Acceptance, Accepted
from pipeline.checks.translation import Pair, findings
from pipeline.diagnostic import Location

PAIR = Pair("Wait 5 days.", "Poczekaj 6 dni.", "pl", Location("pl.po", 7))
PATH = "translations/pl/accepted.json"


def test_an_accepted_finding_stays_away_until_the_message_changes() -> None:
    found = list(findings([PAIR]))
    assert [one.code for _, one in found] == ["N310"]
    known = Accepted((Acceptance("N310", accepted.digest(PAIR), "Ann", "the pack says so"),))
    assert list(known.left(found)) == []
    changed = Pair("Wait 5 days.", "Poczekaj 7 dni.", "pl", PAIR.at)
    assert [one.code for _, one in known.left(findings([changed]))] == ["N310"]


def test_what_is_written_is_read_and_the_same_bytes_again() -> None:
    known = Accepted(
        (Acceptance("N322", "b", "Ben", '{a} "b"\n'), Acceptance("N310", "a", "Ann", "زبان"))
    )
    data = accepted.write(known)
    read, wrong = accepted.read(data, PATH)
    assert not wrong and set(read.entries) == set(known.entries) and accepted.write(read) == data


ROW = {"code": "N310", "hash": "a", "name": "Ann", "reason": "{"}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1), (b"\xff", 1), (b"[]", 1), (b'{"accepted": 1}', 1), (b'{"accepted": [\n{]}', 2), (b"[" * 100_000, 1),
        (accepted.write(Accepted((Acceptance(**ROW),))).replace(b'"Ann"', b'""'), 2),
        (b'{"accepted": [\n' + json.dumps(ROW).encode() + b',\n{"code": "N310"}\n]}', 3),
        (b'{"accepted": [\n' + json.dumps(ROW).encode() + b",\n3\n]}", 1),
    ],
)  # fmt: skip
def test_a_damaged_file_is_reported_at_its_line(data: bytes, line: int) -> None:
    known, [wrong] = accepted.read(data, PATH)
    assert (wrong.code, wrong.at) == ("T131", Location(PATH, line))
    assert all(one == Acceptance(**ROW) for one in known.entries)
