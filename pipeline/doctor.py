"""What this machine has for each language, and what it lacks: fonts, voice, braille, tools; and the command that mends it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import features

from pipeline import fonts, installing
from pipeline.braille import liblouis
from pipeline.checks import spelling
from pipeline.languages import SOURCE, language, languages
from pipeline.project import Project
from pipeline.speech import voice
from pipeline.speech.voice import Speakers

# Which programs only the tests of the pipeline and leaflet report --validate use, and the package of Debian and Ubuntu that brings each.
TOOLS = {"soffice": "libreoffice-writer", "pdfinfo": "poppler-utils", "msgfmt": "gettext",
         "ffprobe": "ffmpeg", "java": "default-jre-headless", "chromium": "chromium"}  # fmt: skip
_FOR_TESTS = "only tests and leaflet report --validate use them; every leaflet is made without"
# Parts that a charity may add: what each is for, and the name of its extra.
EXTRAS = {"av": ("only audio books (M4B) need it", "m4b"), "piper": ("only voices of Piper need it", "piper"), "distributed": ("only a build on several machines needs it", "cluster")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is there or is lacking. ``subject``: a language's tag, or a tool; ``remedy``: why not, or what is doubtful; ``command``: what mends it, "" where no
    command can; ``needed``: whether leaflets cannot be made without it; ``packages``: of this system, which the command installs."""

    subject: str
    name: str
    has: bool
    remedy: str = ""
    command: str = ""
    needed: bool = False
    packages: tuple[str, ...] = ()


def examine(project: Project | None) -> Iterator[Finding]:
    """Every language that the project publishes, then the tools and extras; English alone where there is no project."""
    for tag in project.tags if project else (SOURCE,):
        yield _fonts(tag)
        yield _voice(tag, project.speech[0].speakers if project else {})
        yield _braille(tag)
    yield _covers()
    yield _lacking(SOURCE, "spelling", spelling.missing(), ("libhunspell-1.7-0", "hunspell-en-gb"))
    for tool, package in TOOLS.items():
        yield _lacking(tool, "tool", "" if shutil.which(tool) else _FOR_TESTS, (package,))
    for module, (use, extra) in EXTRAS.items():
        has = importlib.util.find_spec(module) is not None
        yield Finding(extra, "extra", has, *(("", "") if has else (use, installing.extra(extra))))


def _fonts(tag: str) -> Finding:
    lacking = fonts.missing(language(tag))
    if not lacking:
        return Finding(tag, "fonts", True, needed=True)
    packages = sorted({fonts.package(file) for file in lacking})
    return Finding(
        tag,
        "fonts",
        False,
        "no page can be drawn",
        installing.packages(packages),
        True,
        tuple(packages),
    )


def _lacking(subject: str, name: str, why: str, packages: tuple[str, ...]) -> Finding:
    """What packages of this system bring, and ``why`` it matters that they are not there; there where that is ""."""
    return (
        Finding(subject, name, False, why, installing.packages(packages), packages=packages)
        if why
        else Finding(subject, name, True)
    )


def _covers() -> Finding:
    """The pictures that players of sound show: their letters are joined by a library of the system."""
    if features.check("raqm"):
        return Finding("audio", "covers", True, needed=True)
    packages = ("libfribidi0",)
    return Finding(
        "audio",
        "covers",
        False,
        "no cover can be drawn, and no sound is made",
        installing.packages(packages),
        True,
        packages,
    )


def _voice(tag: str, chosen: Speakers) -> Finding:
    if not (why := voice.lacks(tag, chosen)):
        return Finding(tag, "voice", True, "" if tag in chosen else language(tag).voice_doubt)
    extra = "piper" if "extra [piper]" in why else ""
    return Finding(
        tag, "voice", False, f"no audio: {why}", installing.extra(extra) if extra else ""
    )


def _braille(tag: str) -> Finding:
    if not (why := liblouis.lacks(tag)):
        return Finding(tag, "braille", True)
    if why != liblouis.missing():  # nothing that is installed would mend it
        return Finding(tag, "braille", False, f"no braille: {why}")
    return _lacking(tag, "braille", f"no braille: {why}", ("liblouis20", "liblouis-data"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the screen: what, whether it is there, for which languages or tools, why not, and what mends it."""

    name: str
    has: bool
    subjects: tuple[str, ...]
    remedy: str = ""
    command: str = ""
    needed: bool = False


def screen(found: Iterable[Finding]) -> list[Line]:
    """All of it on one screen: what is there in a line each, what is lacking in a line for each reason, the needed first."""
    lines: dict[tuple[object, ...], list[Finding]] = {}
    for one in sorted(found, key=lambda one: (one.has, not one.needed)):
        command = (
            "" if one.packages else one.command
        )  # what packages bring, one command installs together
        lines.setdefault((one.name, one.has, one.remedy, command), []).append(one)
    return [_line(alike) for alike in lines.values()]


def _line(alike: Sequence[Finding]) -> Line:
    first = alike[0]
    packages = dict.fromkeys(package for one in alike for package in one.packages)
    command = installing.packages(packages) if packages else first.command
    subjects = tuple(_called(one.subject) for one in alike)
    return Line(first.name, first.has, subjects, first.remedy, command, first.needed)


def _called(subject: str) -> str:
    """A language by its name; a tool by its own."""
    return languages()[subject].name if subject in languages() else subject


def together(found: Sequence[Finding]) -> str:
    """One command for all packages that are lacking, but for those that only tests need; "" where one line has it already."""
    lacking = [one for one in found if one.packages and not one.has and one.name != "tool"]
    packages = dict.fromkeys(package for one in lacking for package in one.packages)
    return installing.packages(packages) if len({one.name for one in lacking}) > 1 else ""


def well(found: Iterable[Finding]) -> bool:
    """Whether every leaflet can be made."""
    return all(one.has for one in found if one.needed)
