"""What the checks find in one translation: for the tests that mirror the rooms of pipeline/checks."""

from __future__ import annotations

from pipeline.checks.translation import pair_findings


def codes(tag: str, english: str, text: str, flags: tuple[str, ...] = ()) -> list[str]:
    """The codes found, each once."""
    return list(dict.fromkeys(d.code for d in pair_findings(english, text, tag, flags)))


def assert_told_apart(code: str, tag: str, english: str, good: str, bad: str) -> None:
    """The right text has no finding at all, the wrong one has the code."""
    assert codes(tag, english, good) == []
    assert code in codes(tag, english, bad)
