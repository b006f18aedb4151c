"""How the charity wants its leaflets spoken: its lexicons, its voices, and what a person has read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from pipeline.diagnostic import Diagnostic, Location
from pipeline.languages import Engine, language
from pipeline.project.files import Project, data
from pipeline.speech import lexicon, voice
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.options import Options, Recording
from pipeline.speech.voice import Speaker

RECORDINGS = "recordings"  # in source/


def spoken(project: Project) -> tuple[Options, tuple[Diagnostic, ...]]:
    """How the charity wants its leaflets spoken, and what is wrong with its files for it."""
    read, found = lexicons(project)
    speakers, wrong = _speakers(project)
    return Options(read, speakers, _recordings(project)), (*found, *wrong)


def _speakers(project: Project) -> tuple[dict[str, Speaker], list[Diagnostic]]:
    """The voices that the charity chose, by tag; one whose file is missing speaks nothing."""
    found: list[Diagnostic] = []
    chosen: dict[str, Speaker] = {}
    for tag, wanted in project.publisher.voices:
        if wanted.engine is Engine.ESPEAK:
            chosen[tag] = Speaker(wanted)
            continue
        path = project.root / wanted.name
        files = (path, path.with_name(f"{path.name}.json"))  # the sounds, and how they are used
        missing = [file.name for file in files if not _inside(project.root, file)]
        if missing:
            name = wanted.name if path.name in missing else missing[0]
            message = f"the voice {name} of {language(tag).name} is not in this folder"
            hint = "put both its files there, and write the path of the first, such as source/voices/pl.onnx beside pl.onnx.json"
            found.append(Diagnostic("B010", message, Location("source/publisher.yaml"), hint))
        digest = _digest(*files)
        chosen[tag] = Speaker(wanted, digest and f"{digest} {voice.piper()}", str(path))
    return chosen, found


def _inside(root: Path, file: Path) -> bool:
    return file.resolve().is_relative_to(root) and file.is_file()


def _recordings(project: Project) -> dict[tuple[str, str], Recording]:
    """Leaflets that a person has read, by tag and slug: source/recordings/<tag>/<slug>.cue."""
    folder = project.root / "source" / RECORDINGS
    return {
        (path.parent.name, path.stem): Recording(
            path.relative_to(project.root).as_posix(),
            _digest(path, path.with_suffix(".wav")),
            project.root,
        )
        for path in sorted(folder.glob("*/*.cue"))
    }


def _digest(*paths: Path) -> str:
    """Of files of any size; "" when one cannot be read."""
    try:
        with ExitStack() as opened:
            files = [opened.enter_context(path.open("rb")) for path in paths]
            return "".join(hashlib.file_digest(file, "sha256").hexdigest() for file in files)
    except OSError:
        return ""


def lexicons(project: Project) -> tuple[Mapping[str, Lexicon], list[Diagnostic]]:
    """Each language's lexicon by tag."""
    read: dict[str, Lexicon] = {}
    found: list[Diagnostic] = []
    for path in sorted((project.root / "source" / "lexicon").glob("*.pls")):
        name = f"source/lexicon/{path.name}"
        content, wrong = data(project, name)
        if content is not None:
            read[path.stem], wrong = lexicon.read(content, name)
        found += wrong
    return read, found
