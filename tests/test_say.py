"""One sentence on its own: the words that the voice is given, their sounds, and a file or an error."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline import say as room
from pipeline.diagnostic import LeafletError
from tests.projects import TODAY, charity, edit, write

PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
<lexeme><grapheme>blinatumomab</grapheme><phoneme>ˌblɪnəˈtuːmɒmæb</phoneme></lexeme>
<lexeme><grapheme>NHS</grapheme><alias>N H S</alias></lexeme>
</lexicon>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path, "alpha")


def test_a_sentence_is_written_with_the_sounds_of_its_words(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.wav"
    [said] = room.say(projects.load(root), "Take care.", "en", out)
    assert (said.text, said.tag, said.phonemes) == ("Take care.", "en", "tˈeɪk kˈeə")
    with wave.open(str(out)) as file:
        assert file.getnchannels() == 1 and 0.5 < file.getnframes() / file.getframerate() < 2


def test_the_lexicon_is_heard(root: Path, tmp_path: Path) -> None:
    write(root, "source/lexicon/en.pls", PLS)
    [said] = room.say(projects.load(root), "The NHS gives blinatumomab.", "en", tmp_path / "x.wav")
    assert said.text == "The N H S gives blinatumomab."
    assert "blɪnətuːmɒmæb" in said.phonemes.translate(dict.fromkeys(map(ord, "ˈˌ")))


def test_another_language_has_its_own_voice(root: Path, tmp_path: Path) -> None:
    [said] = room.say(projects.load(root), "بخار", "ur", tmp_path / "x.wav")
    assert said.phonemes == "bʊxˈaːr"


@pytest.mark.parametrize(
    ("text", "tag", "code"), [("Take 5.", "en", "N402"), ("...", "en", "N404"), ("Hello", "so", "N405")]
)  # fmt: skip
def test_what_cannot_be_said_is_an_error_and_no_file(root: Path, tmp_path: Path, text: str, tag: str, code: str) -> None:  # fmt: skip
    with pytest.raises(LeafletError) as refused:
        room.say(projects.load(root), text, tag, tmp_path / "x.wav")
    assert refused.value.diagnostics[0].code == code and not (tmp_path / "x.wav").exists()


def test_without_a_player_a_file_is_asked_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PLAYERS", (("no-such-player",),))
    with pytest.raises(LeafletError, match="B011"):
        room.say(projects.load(root), "Take care.", "en", None)


def test_a_player_is_given_the_sound(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    player = tmp_path / "player"
    player.write_text(f'#!/bin/sh\ncp "$1" "{tmp_path}/heard.wav"\n')
    player.chmod(0o755)
    monkeypatch.setattr(room, "_PLAYERS", ((str(player),),))
    room.say(projects.load(root), "Take care.", "en", None)
    with wave.open(str(tmp_path / "heard.wav")) as file:
        assert file.getnframes() > 5000


def test_the_check_says_what_no_voice_can_say_and_which_entries_no_leaflet_needs(
    root: Path,
) -> None:
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[audio]")
    edit(root, "source/alpha.md", "# Title of alpha", "# Title of NHS")
    write(root, "source/lexicon/en.pls", PLS.replace("<grapheme>NHS", "<grapheme>RNIB"))
    project = projects.load(root)
    documents = [projects.resolve(project, "alpha", tag, TODAY)[0] for tag in project.tags]
    found = list(room.findings(project, [one for one in documents if one]))
    assert [(d.code, d.at.path, d.at.line) for d in found if d.code == "N409"][:1] == [
        ("N409", "source/alpha.md", 8)
    ]
    unused = [(d.code, str(d.at), d.severity) for d in found if d.code == "S404"]
    assert unused == [
        ("S404", "source/lexicon/en.pls:4", "warning"),
        ("S404", "source/lexicon/en.pls:3", "warning"),
    ]
