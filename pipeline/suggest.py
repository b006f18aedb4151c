"""Suggestions of a machine for texts that nobody has translated. Always fuzzy: a person agrees to each, or it is never used.

Only this command asks a machine, and only when somebody runs it. Which machine is the charity's choice: anything that is a
``Suggester`` will do.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline import inline
from pipeline import project as projects
from pipeline.build import files
from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.checks.translation import pair_findings
from pipeline.diagnostic import Diagnostic, LeafletError, Location, counted, errors, quoted
from pipeline.project import Project

_SHOWN = 200  # characters of what a program complained of


class Suggester(Protocol):
    """A machine that translates."""

    @property
    def name(self) -> str:
        """What the suggestions are marked with."""
        ...

    def suggest(self, texts: Sequence[str], tag: str) -> Sequence[str]:
        """For each English text one in the language ``tag``, "" for none. Markup and ``{markers}`` are to be kept.
        Raises LeafletError where it cannot answer."""
        ...


@dataclass(frozen=True)
class Program:
    """A program that reads one English text a line and writes one translation a line, an empty line for none."""

    command: str

    @property
    def name(self) -> str:
        return self.command

    def suggest(self, texts: Sequence[str], tag: str) -> Sequence[str]:
        """A translation for each text, in order. Raises LeafletError where the program gives no such answer."""
        try:
            words = [word.replace("TAG", tag) for word in shlex.split(self.command)]
            done = subprocess.run(
                words, input="".join(f"{text}\n" for text in texts).encode(), capture_output=True, check=False
            )  # fmt: skip
            answers = done.stdout.decode("utf-8").splitlines()
        except (OSError, ValueError, IndexError) as problem:
            raise LeafletError(self._failed(str(problem))) from problem
        if done.returncode:
            raise LeafletError(self._failed(done.stderr.decode("utf-8", "replace").strip()))
        if len(answers) != len(texts):
            said = f"it answered {counted(len(answers), 'line')} to {counted(len(texts), 'text')}"
            raise LeafletError(self._failed(said))
        return answers

    def _failed(self, why: str) -> Diagnostic:
        hint = "run it by itself: it must read one English text a line and write one translation a line; nothing was changed"
        message = f"the program that suggests translations failed: {why[:_SHOWN] or 'it did not say why'}"  # fmt: skip
        return Diagnostic("T150", message, Location(self.command or "command line"), hint)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What became of a catalog's untranslated texts. ``refused``: suggestions that a check would not let pass."""

    path: str
    taken: int
    refused: int

    def __str__(self) -> str:
        refused = f", {self.refused} refused by a check" if self.refused else ""
        return f"wrote {self.path}: {self.taken} suggestions, all fuzzy{refused}"


def suggest(
    project: Project, tag: str, machine: Suggester
) -> tuple[list[Suggested], list[Diagnostic]]:
    """Fill what nobody has translated in a language's catalogs; what was written. Raises LeafletError where the machine cannot
    answer, or there is no such language."""
    if tag not in project.tags[1:]:
        there = ", ".join(project.tags[1:])
        raise LeafletError(
            Diagnostic("B102", f"there is no language {quoted(tag)}", Location("translations"), f"there are {there}")
        )  # fmt: skip
    written: list[Suggested] = []
    found: list[Diagnostic] = []
    for domain in _domains(project):
        catalog, wrong = projects.catalog_of(project, tag, domain)
        found += wrong
        open_ones = list(_open(catalog)) if catalog else []
        if not catalog or not open_ones:
            continue
        answers = machine.suggest([message.msgid for message in open_ones], tag)
        new = dict(_taken(open_ones, answers, tag, machine.name))
        messages = tuple(new.get(message.key, message) for message in catalog.messages)
        if new:
            files.put(project.root / catalog.path, catalogs.write(replace(catalog, messages=messages)))  # fmt: skip
        refused = sum(bool(answer.strip()) for answer in answers) - len(new)
        written.append(Suggested(catalog.path, len(new), refused))
    return written, found


def _domains(project: Project) -> list[str]:
    """The catalogs that the leaflets' texts belong to."""
    sources = (projects.english(project, slug)[0] for slug in project.slugs)
    return list(dict.fromkeys(domain for one in sources if one for domain in projects.domains(one)))


def _open(catalog: Catalog) -> Iterator[Message]:
    """What nobody has translated, not even a guess."""
    for message in catalog.living:
        if not any(message.msgstr) and message.plural is None and "\n" not in message.msgid:
            yield message


def _taken(
    messages: Sequence[Message], answers: Sequence[str], tag: str, name: str
) -> Iterator[tuple[catalogs.Key, Message]]:
    for message, answer in zip(messages, answers, strict=True):
        text = answer.strip()
        if text and _sound(message, text, tag):
            comments = (*message.comments, f"machine: {' '.join(name.split())}")
            flags = ("fuzzy", *(flag for flag in message.flags if flag != "fuzzy"))
            yield message.key, message.changed(msgstr=(text,), flags=flags, comments=comments)


def _sound(message: Message, text: str, tag: str) -> bool:
    """Whether no check finds an error: a lost figure or "not" is not even offered."""
    try:
        inline.parse(text)
    except inline.MarkupError:
        return False
    return not errors(pair_findings(message.msgid, text, tag, message.flags))
