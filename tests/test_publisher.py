"""The charity's own file: read as text, everything wrong said at its line."""

from __future__ import annotations

import pytest

from pipeline.facts import Fact, Kind
from pipeline.publisher import EDITIONS, Edition, Format, read

GOOD = """name: A Charity
facts:
  helpline: {phone: 08088010444}
links:
  home: {address: https://www.example.org/, confirm: no}
languages: [en, ur]
editions: [audio, word]
"""


def test_a_publisher_is_read_as_it_is_written() -> None:
    publisher, wrong = read(GOOD, "source/publisher.yaml")
    assert not wrong
    assert dict(publisher.facts) == {"helpline": Fact(Kind.PHONE, "08088010444")}
    assert publisher.languages == ("en", "ur")
    assert [edition.name for edition in publisher.editions] == ["audio", "word"]
    assert not publisher.links[0].confirm


def test_without_a_choice_every_edition_is_made() -> None:
    assert read("name: A\n", "p")[0].editions == EDITIONS


@pytest.mark.parametrize(
    ("was", "now", "code", "line"),
    [
        ("name: A Charity", "", "S004", 1),
        ("name:", "nmae:", "S003", 1),
        ("languages: [en, ur]", "languages: [en, xx]", "B101", 6),
        ("[audio, word]", "[audio, wrod]", "S004", 7),
        ("https://www.example.org/", "javascript:alert(1)", "S004", 5),
        ("08088010444", "nought", "S004", 3),
        ("confirm: no", "confirm: maybe", "S004", 5),
        ("languages: [en, ur]", "languages: en", "S004", 6),
        ("name: A Charity", "name: &a A", "S002", 1),
        ("name: A Charity", "name: !!python/object:os.system x", "S002", 1),
        ("name: A Charity", "name: [unclosed", "S002", 2),
        ("links:", "facts:", "S005", 4),
        ("[audio, word]", "[{name: big, format: pfd}]", "S004", 7),
        ("[audio, word]", "[{name: big}]", "S004", 7),
        ("[audio, word]", "[{name: big, format: pdf, size: 9}]", "S004", 7),
        ("[audio, word]", "[{name: ../up, format: pdf}]", "S004", 7),
        ("[audio, word]", "[[word]]", "S004", 7),
        ("[audio, word]", "word", "S004", 7),
        ("name:", "faces: {ur: nashk}\nname:", "S004", 1),
        ("name:", "faces: {en: naskh}\nname:", "S004", 1),
        ("name:", "faces: naskh\nname:", "S004", 1),
    ],
)
def test_what_is_wrong_is_said_at_its_line(was: str, now: str, code: str, line: int) -> None:
    assert was in GOOD
    _, wrong = read(GOOD.replace(was, now, 1), "source/publisher.yaml")
    assert (code, line) in [(d.code, d.at.line) for d in wrong]


def test_urdu_is_set_in_naskh_when_the_publisher_says_so() -> None:
    publisher, wrong = read("name: A\nfaces: {ur: naskh}\n", "p")
    assert not wrong and publisher.faces == (("ur", "naskh"),)


def test_everything_wrong_is_said_at_once() -> None:
    _, wrong = read(GOOD.replace("[en, ur]", "[xx]").replace("no}", "maybe}"), "p")
    assert len(wrong) == 2


def test_an_edition_of_its_own_is_an_entry_and_no_code() -> None:
    publisher, wrong = read(
        "name: A\neditions: [word, {name: extra-large, format: pdf, size: 36}]\n", "p"
    )
    assert not wrong
    assert publisher.editions[1] == Edition("extra-large", Format.PDF, 36.0)
