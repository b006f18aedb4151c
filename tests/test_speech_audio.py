"""Finished sound: a leaflet's file, its tracks, its times and its cover, the same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, features

from pipeline import project as projects
from pipeline.build import make, plan
from pipeline.build.plan import Choice
from pipeline.build.store import Store
from pipeline.diagnostic import LeafletError
from pipeline.languages import language
from pipeline.publisher import Format
from pipeline.speech import audio, cover
from pipeline.speech.options import Memory, Options
from tests.projects import TODAY, charity, edit, files, made
from tests.specimens import TAGS, specimen

WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


@pytest.fixture(scope="module")
def memory() -> Memory:
    """Clips of the specimen, spoken once for the tests of this file."""
    return Memory()


def options(memory: Memory) -> Options:
    return Options(cache=memory)


@pytest.mark.slow
def test_a_leaflet_is_a_tag_and_its_clips(memory: Memory) -> None:
    document = specimen("en")
    parts = list(audio.mp3(document, options(memory)))
    assert parts[0].startswith(b"ID3\x03") and b"".join(parts[1:]).startswith(b"\xff\xfb")
    assert list(audio.mp3(document, options(memory))) == parts


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_leaflet_spoken_twice_gives_the_same_bytes(tag: str) -> None:
    first, second = (b"".join(audio.mp3(specimen(tag), Options())) for _ in range(2))
    assert first == second


@pytest.mark.slow
def test_the_times_name_every_utterance_with_its_line(memory: Memory) -> None:
    told = json.loads(audio.timings(specimen("en"), options(memory)))
    assert told["title"] == "A medicine" and told["language"] == "en"
    rows = told["utterances"]
    assert rows[0]["text"] == "A medicine" and rows[0]["source"] == "source/specimen.md:7"
    assert {row["language"] for row in rows} == {"en", "ur"}
    assert all(row["start"] < row["stop"] for row in rows)
    assert all(a["stop"] <= b["start"] for a, b in pairwise(rows))
    assert [chapter["title"] for chapter in told["chapters"]] == ["A medicine", "How it works"]
    assert told["chapters"][1]["start"] < next(row["start"] for row in rows if row["chapter"] == 1)
    assert told["duration"] == told["chapters"][-1]["stop"] > rows[-1]["stop"]


@pytest.mark.slow
def test_tracks_are_the_same_sound_in_files_with_a_playlist(memory: Memory) -> None:
    document = specimen("en")
    parts = list(audio.tracks(document, options(memory)))
    data = b"".join(parts)
    assert b"".join(audio.tracks(document, options(memory))) == data
    assert max(map(len, parts)) < 0.9 * len(data), "a section at a time is held"
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        first = archive.read(names[0])
        playlist = archive.read(names[-1]).decode("utf-8").splitlines()
    assert names == ["01-specimen.mp3", "02-specimen.mp3", "specimen.m3u8"]
    assert (
        playlist[0] == "#EXTM3U" and playlist[2].startswith("#EXTINF:") and playlist[3] == names[0]
    )
    narration = audio.narrated(document, options(memory))
    assert first.endswith(b"".join(narration.frames(0)))


@pytest.mark.slow
def test_an_audio_book_has_chapters_and_the_cover_and_the_same_bytes_each_time(memory: Memory, tmp_path: Path) -> None:  # fmt: skip
    import av

    from pipeline.speech import m4b

    document = specimen("en")
    data, again = (b"".join(m4b.render(document, options(memory))) for _ in range(2))
    assert data == again and data[4:12] == b"ftypM4B "
    (tmp_path / "x.m4b").write_bytes(data)
    with av.open(tmp_path / "x.m4b") as book:
        assert [one["metadata"]["title"] for one in book.chapters()] == ["A medicine", "How it works"]  # fmt: skip
        [picture] = book.streams.video
        assert picture.disposition == av.stream.Disposition.attached_pic
        [packet] = (bytes(one) for one in book.demux(picture) if one.size)
    assert packet == cover.draw("A medicine", document.publisher, language("en"))


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 4])
def test_the_length_that_is_said_is_the_length(memory: Memory, times: int) -> None:
    document = specimen("en")
    longer = replace(document, sections=document.sections * times)
    narration = audio.narrated(longer, options(memory))
    minutes = round(narration.seconds / 60)
    assert minutes >= 2
    said = f"It lasts about {WORDS[minutes]} minutes."
    assert said in [u.text for u in narration.script.utterances]


@pytest.mark.parametrize("format", [one for one in Format if one.heard])
def test_what_cannot_be_said_is_refused_before_anything_is_written(format: Format) -> None:
    document = replace(specimen("en"), tag="so")
    made = {Format.MP3: audio.mp3, Format.TRACKS: audio.tracks, Format.TIMINGS: audio.timings}
    from pipeline.speech import m4b

    with pytest.raises(LeafletError, match="N401"):
        made.get(format, m4b.render)(document, Options())


# In a build.


def spoken_charity(root: Path) -> Path:
    charity(root, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[audio]")
    return root


@pytest.mark.slow
def test_what_one_language_cannot_say_keeps_no_other_from_being_made(tmp_path: Path) -> None:
    root = spoken_charity(tmp_path)
    edit(
        root,
        "translations/pl/LC_MESSAGES/alpha.po",
        "„Stay {stay} dni.”",
        "Zapytaj NHS, {stay} dni.",
    )
    done = made(root)
    assert done.made == ["alpha/en/alpha-en-audio-draft.mp3"]
    [wrong] = [d for d in done.found if d.code[0] == "N"]
    catalog = "translations/pl/LC_MESSAGES/alpha.po"
    line = 1 + (root / catalog).read_text("utf-8").splitlines().index('msgid "Stay {stay} days."')
    assert (wrong.code, wrong.at.path, wrong.at.line) == ("N409", catalog, line)
    assert [path for path in files(root) if path.endswith("mp3")] == done.made
    assert not made(root).made  # and the second build makes nothing


@pytest.mark.slow
def test_a_sentence_that_changes_is_the_only_one_that_is_spoken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoken_charity(tmp_path)
    made(root, choice=Choice(tags=("en",)))
    store = root / "output/.cache/store"
    before = {path.name for path in store.glob("??/*")}
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay for {stay} days.")
    assert made(root, choice=Choice(tags=("en",))).made == ["alpha/en/alpha-en-audio-draft.mp3"]
    assert len({path.name for path in store.glob("??/*")} - before) == 2  # its samples and its clip


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoken_charity(tmp_path)
    full = OSError(28, "No space left on device")

    def fails(self: Store, key: str, data: bytes) -> None:
        raise full

    project, store = projects.load(root), Store(root / "store")
    document, _ = projects.resolve(project, "alpha", "en", TODAY)
    assert document
    monkeypatch.setattr(Store, "put", fails)
    order = make.Order("x", project, TODAY, project.speech[0], store)
    [group] = plan.chosen(project, Choice(tags=("en",)))
    [target] = group.targets()
    done = make.make(order, make.Job(target, document, "key", "state"))
    [wrong] = done.found
    assert wrong.code == "B006" and "the disk is full" in wrong.message
    assert not list(root.rglob("*.mp3")) and not list(root.rglob("*.half"))


# The cover.


def inked(data: bytes, box: tuple[int, int, int, int]) -> int:
    """How many dark pixels there are in a part of a picture."""
    return sum(Image.open(io.BytesIO(data)).convert("L").crop(box).histogram()[:128])


@pytest.mark.parametrize("tag", TAGS)
def test_the_cover_is_a_square_with_something_on_it_and_the_same_each_time(tag: str) -> None:
    cover.draw.cache_clear()
    first = cover.draw("A medicine", "A Charity", language(tag))
    cover.draw.cache_clear()
    assert cover.draw("A medicine", "A Charity", language(tag)) == first
    picture = Image.open(io.BytesIO(first)).convert("L")
    assert picture.size == (cover.SIZE, cover.SIZE) and len(first) < 30_000
    dark = sum(picture.histogram()[:128]) / cover.SIZE**2
    assert 0.05 < dark < 0.3


@pytest.mark.parametrize("title", ["Blinatumomab", "A medicine with a very long name for a rare illness " * 4, "X" * 30])  # fmt: skip
def test_a_title_that_is_long_is_smaller_and_stays_on_the_picture(title: str) -> None:
    data = cover.draw(title, "A Charity", language("en"))
    assert inked(data, (48, 40, 552, 450)) > 2000
    assert not inked(data, (560, 40, 600, 600))


@pytest.mark.parametrize("tag", TAGS)
def test_the_publishers_latin_name_has_its_own_letters_in_every_script(tag: str) -> None:
    """The same pixels as in English, on the left or the right: no boxes in place of letters."""
    name = (48, 450, 552, 525)
    english, other = (
        inked(cover.draw("", "A Charity", language(one)), name) for one in ("en", tag)
    )
    assert other == pytest.approx(english, rel=0.05)


def test_a_word_that_the_titles_font_lacks_is_left_out() -> None:
    both, own = (cover.draw(title, "", language("ur")) for title in ("دوا (blina)", "دوا"))
    assert both == own


def test_a_right_to_left_title_begins_at_the_right() -> None:
    data = cover.draw("دوا", "", language("ur"))
    assert inked(data, (300, 40, 600, 300)) > 1000 and not inked(data, (0, 40, 300, 300))


def test_without_the_shaping_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    cover.draw.cache_clear()
    monkeypatch.setattr(features, "check", lambda name: False)
    with pytest.raises(LeafletError, match="install libfribidi0"):
        cover.draw("x", "", language("en"))
