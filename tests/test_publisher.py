"""The charity's own file: read as text, everything wrong said at its line."""

from __future__ import annotations

import pytest

from pipeline.document import Way
from pipeline.facts import Fact, Kind
from pipeline.inline import plain
from pipeline.languages import Engine, Voice
from pipeline.publisher import EDITIONS, Edition, Format, contrast, made, tint
from pipeline.wishes import read
from tests.specimens import png

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
        ("name: A Charity", "name: [unclosed", "S002", 1),
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
        ("name:", "on_request: [brail]\nname:", "S004", 1),
        ("name:", "on_request: [audio]\nname:", "S005", 1),
        ("name:", "on_request: [braille]\nnot_offered: [braille]\nname:", "S005", 2),
        ("name:", "not_offered: braille\nname:", "S004", 1),
        ("name:", "published_at: leaflets\nname:", "S004", 1),
        ("name:", f"published_at: https://www.example.org/{'x' * 200}\nname:", "S004", 1),
        ("name:", "published_at: mailto:a@example.org\nname:", "S004", 1),
        ("name:", "published_at: https://www.example.org/?q=1\nname:", "S004", 1),
        ("name:", "colour: blue\nname:", "S004", 1),
        ("name:", "colour: ff8800\nname:", "S004", 1),
        ("name:", "logo: logo.png\nname:", "S004", 1),
        ("name:", "logo: {picture: logo.png}\nname:", "S004", 1),
        ("name:", "logo: {picture: none.png, description: A}\nname:", "S111", 1),
    ],
)
def test_what_is_wrong_is_said_at_its_line(was: str, now: str, code: str, line: int) -> None:
    assert was in GOOD
    _, wrong = read(GOOD.replace(was, now, 1), "source/publisher.yaml")
    assert (code, line) in [(d.code, d.at.line) for d in wrong]


def test_urdu_is_set_in_naskh_when_the_publisher_says_so() -> None:
    publisher, wrong = read("name: A\nfaces: {ur: naskh}\n", "p")
    assert not wrong and publisher.faces == (("ur", "naskh"),)


def test_a_colour_that_is_too_light_to_read_is_refused_with_its_contrast() -> None:
    _, [wrong] = read("name: A\ncolour: '#5b7fb0'\n", "p")
    assert wrong.message.startswith("#5b7fb0 is too light to read: its contrast is 3.")
    for dark in ("000000", "'#0f2159'", "7a0019", "00402b"):
        publisher, none = read(f"name: A\ncolour: {dark}\n", "p")
        assert not none and contrast(publisher.brand.colour, tint(publisher.brand.colour)) >= 7


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((1, 1, 1), (0.4627, 0.4627, 0.4627)) == pytest.approx(4.54, abs=0.01)  # 767676


def test_a_logo_is_a_picture_with_its_description() -> None:
    text = "name: A\nlogo: {picture: logo.png, description: A Charity}\n"
    publisher, wrong = read(text, "p", {"logo.png": png()}.get)
    assert not wrong and publisher.brand.logo
    assert (publisher.brand.logo.width, publisher.brand.logo.height) == (60, 40)
    assert plain(publisher.brand.logo.alt.inlines) == "A Charity"
    _, [broken] = read(text, "p", {"logo.png": b"GIF89a"}.get)
    assert str(broken).startswith("p:2: error S111: the picture logo.png is no picture that can")


def test_what_is_made_on_request_and_what_is_lacking_are_told_apart() -> None:
    text = "name: A\non_request: [easy-read]\nnot_offered: [british-sign-language]\n"
    publisher, wrong = read(text, "p")
    assert not wrong
    assert (publisher.on_request, publisher.not_offered) == ((Way.EASY_READ,), (Way.SIGNED,))


@pytest.mark.parametrize(("editions", "ways"), [
    ("[clear-print]", ()), ("[large-print, giant-print]", (Way.LARGE_PRINT,)), ("[audio, word]", (Way.AUDIO, Way.WORD)),
    ("[{name: big, format: pdf, size: 36}]", (Way.LARGE_PRINT,)),
])  # fmt: skip
def test_an_edition_is_a_way_to_have_a_leaflet(editions: str, ways: tuple[Way, ...]) -> None:
    assert made(read(f"name: A\neditions: {editions}\n", "p")[0]) == ways


def voices(yaml: str) -> tuple[dict[str, Voice], list[tuple[str, int]]]:
    publisher, wrong = read(f"name: A\nvoices:\n{yaml}", "source/publisher.yaml")
    return dict(publisher.voices), [(d.code, d.at.line) for d in wrong]


def test_a_voice_is_the_languages_own_but_for_what_is_chosen() -> None:
    found, wrong = voices(
        "  en: {rate: 130, pauses: 1.5}\n  pl: {engine: piper, voice: source/voices/pl.onnx}\n"
    )
    assert not wrong
    assert found["en"] == Voice(Engine.ESPEAK, "gmw/en-GB-x-rp", 130, 50, 1.5)
    assert found["pl"] == Voice(Engine.PIPER, "source/voices/pl.onnx", 150, 50, 1.0)


@pytest.mark.parametrize(
    "yaml",
    [
        "en: {rate: 20}", "en: {rate: fast}", "en: {pitch: 100}", "en: {pauses: 9}", "en: {speed: 1}",
        "en: {engine: festival}", "xx: {rate: 120}", "so: {rate: 120}", "pl: {engine: piper}", "en: slow",
    ],
)  # fmt: skip
def test_a_wrong_voice_is_reported_at_its_line(yaml: str) -> None:
    _, wrong = voices(f"  {yaml}\n")
    assert [line for _, line in wrong] == [3]


def test_everything_wrong_is_said_at_once() -> None:
    _, wrong = read(GOOD.replace("[en, ur]", "[xx]").replace("no}", "maybe}"), "p")
    assert len(wrong) == 2


def test_an_edition_of_its_own_is_an_entry_and_no_code() -> None:
    publisher, wrong = read(
        "name: A\neditions: [word, {name: extra-large, format: pdf, size: 36}]\n", "p"
    )
    assert not wrong
    assert publisher.editions[1] == Edition("extra-large", Format.PDF, 36.0)
