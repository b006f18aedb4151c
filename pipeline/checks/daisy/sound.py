"""That the clips of each SMIL file follow each other through a sound that lasts as long as is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from lxml import etree

from pipeline.checks.daisy.book import MASTER, NAVIGATION, Clip, Talking, about
from pipeline.checks.daisy.mp3 import mp3_seconds
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

_TOLERANCE = 0.05  # seconds: what a listener does not notice
_ROUNDED = 0.0015  # seconds: of a time that is written with three decimals
CHECKS: Checks[Talking] = Checks()
check = CHECKS.check


@check("A603", Severity.ERROR)
def smil_has_its_shape(book: Talking) -> Iterator[Finding]:
    """Each SMIL file is one sequence of pairs of a text and a sound, as DAISY 2.02 has it.

    Players were built for this shape alone.
    """
    for name in book.smils:
        tree = book.trees[name]
        body = tree.find("body")
        outer = list(body) if body is not None else []
        laid_out = tree.tag == "smil" and tree.find("head/layout/region") is not None
        if not laid_out or [one.tag for one in outer] != ["seq"]:
            yield book.says(f"{name} is not one sequence with its layout")
            continue
        for par in outer[0]:
            if not _is_pair(par):
                yield book.says(f"{name}: {quoted(par.get('id'))} is no pair of a text and a sound")


def _is_pair(par: etree._Element) -> bool:
    inside, sounds = [one.tag for one in par], [one.tag for one in par.iterfind("seq/*")]
    whole = par.tag == "par" and par.get("endsync") == "last"
    return whole and inside == ["text", "seq"] and sounds == ["audio"]


@check("A604", Severity.ERROR)
def clips_follow_each_other(book: Talking) -> Iterator[Finding]:
    """The clips of a sound begin at its beginning, follow each other without overlap or gap, and end at its end.

    What lies between two clips is never heard; what lies in two is heard twice.
    """
    for name in book.smils:
        clips = book.clips(name)
        if any(clip.begin < 0 or clip.end <= clip.begin for clip in clips):
            yield book.says(f"{name} has a clip without a time, or that ends before it begins")
            continue
        for one, following in pairwise(clips):
            if one.sound != following.sound or abs(following.begin - one.end) > 0.0005:
                here, before = quoted(following.name), quoted(one.name)
                yield book.says(f"{name}: {here} does not begin where {before} ends")
        if clips:
            yield from _ends_of_sound(book, name, clips[0], clips[-1])


def _ends_of_sound(book: Talking, name: str, first: Clip, last: Clip) -> Iterator[Finding]:
    if first.begin:
        yield book.says(f"{name} does not begin at the beginning of its sound")
    if first.sound in book.files:
        lasts = mp3_seconds(book.files[first.sound])
        if abs(last.end - lasts) > _TOLERANCE:
            what = f"{name} ends at {last.end:.3f} s and its sound at {lasts:.3f} s"
            yield book.says(what)


@check("A605", Severity.ERROR)
def times_add_up(book: Talking) -> Iterator[Finding]:
    """The times that the files say of themselves are those of their clips, and the whole is their sum.

    "Four minutes left" must be true, and a player goes to a time by these figures.
    """
    before = 0.0
    for name in book.smils:
        lasts = sum(clip.end - clip.begin for clip in book.clips(name))
        said = about(book.trees[name])
        yield from _time(book, name, said, "ncc:timeInThisSmil", lasts)
        yield from _time(book, name, said, "ncc:totalElapsedTime", before)
        sequence = book.trees[name].find("body/seq")
        dur = str(sequence.get("dur")) if sequence is not None else ""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)s", dur)
        if not found or abs(float(found[1]) - lasts) > _ROUNDED:
            yield book.says(f"{name}: its sequence does not last {lasts:.3f} seconds")
        before += lasts
    rounded = _ROUNDED * max(1, len(book.smils))
    yield from _time(book, NAVIGATION, book.about, "ncc:totalTime", before, rounded)
    if MASTER in book.trees:
        said = about(book.trees[MASTER])
        yield from _time(book, MASTER, said, "ncc:timeInThisSmil", before, rounded)


def _time(
    book: Talking,
    name: str,
    said: Mapping[str, str],
    key: str,
    seconds: float,
    rounded: float = _ROUNDED,
) -> Iterator[Finding]:
    """``rounded``: by how many seconds the time that is said may differ."""
    if abs(_clock(said.get(key, "")) - seconds) > rounded:
        yield book.says(f"{name}: {key} is {quoted(said.get(key))}, and not {seconds:.3f} seconds")


def _clock(text: str) -> float:
    """Of 0:01:02.345; -1 where it is no time."""
    found = re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d(?:\.\d{1,3})?)", text)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else -1


@check("A606", Severity.ERROR)
def sound_is_mp3(book: Talking) -> Iterator[Finding]:
    """Every sound is MPEG-1 layer III from its first byte to its last, of one bit rate.

    Players find a moment by counting bytes; a tag or a change of rate moves every clip.
    """
    for name, data in book.files.items():
        if name.endswith(".mp3") and mp3_seconds(data) <= 0:
            yield book.says(f"{name} is not whole frames of MP3 of one bit rate")


@check("A613", Severity.ERROR)
def master_lists_the_sections(book: Talking) -> Iterator[Finding]:
    """The master file lists the SMIL files in the order of the navigation.

    Some players play the book by it.
    """
    if MASTER not in book.trees:
        yield book.says(f"there is no {MASTER}")
    elif [str(one.get("src")) for one in book.trees[MASTER].iter("ref")] != book.smils:
        yield book.says(f"{MASTER} lists other files than the navigation, or in another order")
