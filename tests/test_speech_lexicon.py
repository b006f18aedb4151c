"""Pronunciation lexicons: W3C PLS, aliases only, nothing from outside the file."""

from __future__ import annotations

import pytest

from pipeline.speech.lexicon import Lexicon, read

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">'


def pls(lexemes: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}{lexemes}</lexicon>'.encode()


def test_aliases_are_read() -> None:
    lexemes = "<lexeme><grapheme>CD19</grapheme><grapheme>CD-19</grapheme><alias>C D nineteen</alias></lexeme>"
    found, wrong = read(pls(lexemes), "source/lexicon/en.pls")
    assert not wrong
    assert found == Lexicon({"CD19": "C D nineteen", "CD-19": "C D nineteen"})
    assert found.said("CD19, CD-19 and CD190") == "C D nineteen, C D nineteen and CD190"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<lexicon", "S401"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + pls("").split(b"?>")[1], "S401"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + pls("").split(b"?>")[1], "S401"),
        (pls("<lexeme><grapheme>CD19</grapheme></lexeme>"), "S402"),
        (pls("<lexeme><alias>C D</alias></lexeme>"), "S402"),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_lexicon_is_reported(data: bytes, code: str) -> None:
    found, [wrong] = read(data, "source/lexicon/en.pls")
    assert wrong.code == code and wrong.at.path == "source/lexicon/en.pls" and not found.aliases
