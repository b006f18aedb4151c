"""What this machine has for each language, and what it lacks: fonts, voice, braille, tools; and the command that mends it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline import fonts, installing
from pipeline.braille import liblouis
from pipeline.checks import spelling
from pipeline.languages import language
from pipeline.project import Project
from pipeline.speech import voice

# Not needed to make leaflets; what each is for, and the package of Debian and Ubuntu that brings it.
TOOLS = {"soffice": ("tests open Word files with it", "libreoffice-writer"),
         "pdfinfo": ("tests read PDF files with it", "poppler-utils"),
         "msgfmt": ("tests compare catalogs with it", "gettext"), "ffprobe": ("tests look at sound with it", "ffmpeg"),
         "java": ("tests run veraPDF on it", "default-jre-headless"), "chromium": ("tests look at pages with it", "chromium")}  # fmt: skip
# Parts that a charity may add: what each is for, and the name of its extra.
EXTRAS = {"av": ("audio books (M4B)", "m4b"), "piper": ("voices of Piper", "piper"), "distributed": ("a build on a cluster", "cluster")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is there or is lacking. ``subject``: a language's tag, or a tool; ``remedy``: why not, or what is doubtful; ``command``: what mends it, "" where no
    command can; ``needed``: whether leaflets cannot be made without it."""

    subject: str
    name: str
    has: bool
    remedy: str = ""
    command: str = ""
    needed: bool = False


def examine(project: Project) -> Iterator[Finding]:
    """Every language that the project publishes, then the tools and extras."""
    for tag in project.tags:
        yield _fonts(tag)
        yield _voice(tag, project)
        yield _braille(tag)
    why = spelling.missing()
    yield Finding(
        "en",
        "spelling",
        not why,
        why,
        installing.packages(["libhunspell-1.7-0", "hunspell-en-gb"]) if why else "",
    )
    for tool, (use, package) in TOOLS.items():
        has = shutil.which(tool) is not None
        yield Finding(
            tool, "tool", has, *(("", "") if has else (use, installing.packages([package])))
        )
    for module, (use, extra) in EXTRAS.items():
        has = importlib.util.find_spec(module) is not None
        yield Finding(extra, "extra", has, *(("", "") if has else (use, installing.extra(extra))))


def _fonts(tag: str) -> Finding:
    lacking = fonts.missing(language(tag))
    if not lacking:
        return Finding(tag, "fonts", True, needed=True)
    packages = sorted({fonts.package(file) for file in lacking})
    files = ", ".join(file.path.name for file in lacking)
    remedy = f"install {', '.join(packages)} ({files})"
    return Finding(tag, "fonts", False, remedy, installing.packages(packages), needed=True)


def _voice(tag: str, project: Project) -> Finding:
    chosen = project.speech[0].speakers
    if not (why := voice.lacks(tag, chosen)):
        return Finding(tag, "voice", True, "" if tag in chosen else language(tag).voice_doubt)
    extra = "piper" if "extra [piper]" in why else ""
    return Finding(
        tag, "voice", False, f"no audio: {why}", installing.extra(extra) if extra else ""
    )


def _braille(tag: str) -> Finding:
    if not (why := liblouis.lacks(tag)):
        return Finding(tag, "braille", True)
    command = installing.packages(["liblouis20", "liblouis-data"]) if liblouis.missing() else ""
    return Finding(tag, "braille", False, f"no braille: {why}", command)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the screen: what, whether it is there, for which languages or tools, why not, and what mends it."""

    name: str
    has: bool
    subjects: tuple[str, ...]
    remedy: str = ""
    command: str = ""


def screen(found: Iterable[Finding]) -> list[Line]:
    """All of it on one screen: what is there in a line each, what is lacking in a line for each reason, the needed first."""
    lines: dict[tuple[str, bool, str, str], list[str]] = {}
    for one in sorted(found, key=lambda one: (one.has, not one.needed)):
        shared = one.name, one.has, one.remedy, one.command
        lines.setdefault(shared, []).append(one.subject)
    return [Line(name, has, tuple(subjects), remedy, command)
            for (name, has, remedy, command), subjects in lines.items()]  # fmt: skip


def well(found: Iterable[Finding]) -> bool:
    """Whether every leaflet can be made."""
    return all(one.has for one in found if one.needed)
