"""Pronunciation lexicons: W3C PLS with aliases and IPA, nothing from outside the file."""

from __future__ import annotations

import pytest

from pipeline.speech.lexicon import Lexicon, read

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">'


def pls(lexemes: str, head: str = HEAD) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{lexemes}</lexicon>'.encode()


def test_aliases_are_read() -> None:
    lexemes = "<lexeme><grapheme>CD19</grapheme><grapheme>CD-19</grapheme><alias>C D nineteen</alias></lexeme>"
    found, wrong = read(pls(lexemes), "source/lexicon/en.pls")
    assert not wrong
    assert found == Lexicon({"CD19": "C D nineteen", "CD-19": "C D nineteen"})
    assert found.said("CD19, CD-19 and CD190") == "C D nineteen, C D nineteen and CD190"


def test_ipa_is_read_and_given_for_whole_words_only() -> None:
    lexemes = (
        "<lexeme><grapheme>blinatumomab</grapheme><phoneme>ˌblɪnəˈtuːmoʊmæb</phoneme></lexeme>"
    )
    found, wrong = read(pls(lexemes), "source/lexicon/en.pls")
    assert not wrong
    assert found.sounds("Take blinatumomab.") == (("blinatumomab", "ˌblɪnəˈtuːmoʊmæb"),)
    assert found.sounds("blinatumomabs") == () and found.said("blinatumomab") == "blinatumomab"


def test_entries_that_no_text_uses_are_found() -> None:
    lexicon = Lexicon({"Blina": "Blee na"}, {"mab": "mæb", "old": "əʊld"})
    assert lexicon.unused(["Blina works", "a mab"]) == ["old"]
    assert Lexicon().unused(["text"]) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<lexicon", "S401"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + pls("").split(b"?>")[1], "S401"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + pls("").split(b"?>")[1], "S401"),
        (pls("<lexeme><grapheme>CD19</grapheme></lexeme>"), "S402"),
        (pls("<lexeme><alias>C D</alias></lexeme>"), "S402"),
        (pls("<lexeme><grapheme>x</grapheme><alias>a</alias><phoneme>b</phoneme></lexeme>"), "S402"),
        (pls('<lexeme><grapheme>x</grapheme><phoneme alphabet="x-sampa">b</phoneme></lexeme>'), "S402"),
        (pls("<lexeme><grapheme>x</grapheme><phoneme>b</phoneme></lexeme>", HEAD.replace('"ipa"', '"x-sampa"')), "S402"),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_lexicon_is_reported(data: bytes, code: str) -> None:
    found, [wrong] = read(data, "source/lexicon/en.pls")
    assert wrong.code == code and wrong.at.path == "source/lexicon/en.pls"
    assert not found.aliases and not found.phonemes


def test_a_word_given_twice_is_reported_with_both_lines() -> None:
    lexeme = "<lexeme><grapheme>x</grapheme><alias>a</alias></lexeme>\n"
    _, [wrong] = read(pls(f"\n{lexeme}{lexeme}"), "source/lexicon/en.pls")
    assert (wrong.code, wrong.at.line) == ("S403", 3) and "line 2" in wrong.hint
