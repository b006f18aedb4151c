"""What other people's validators say of the files of a build. What they said of a file is kept by its digest and their version."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.build import files
from pipeline.project import Project
from pipeline.publisher import Edition
from pipeline.validators.judged import Judge, Validator, ValidatorError
from pipeline.validators.known import VALIDATORS

_NAME = "validators.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a validator said of a file. ``found``: each thing that is wrong; ``aside``: how often it said what is known to be its own
    mistake; ``failed``: why it said nothing of the file."""

    tool: str
    version: str
    found: tuple[str, ...] = ()
    aside: int = 0
    failed: str = ""

    @property
    def verdict(self) -> str:
        """What became of it, in words."""
        if self.failed:
            return "did not run"
        return f"{len(self.found)} finding{'s' if len(self.found) > 1 else ''}" if self.found else "passed"  # fmt: skip

    @property
    def passed(self) -> bool:
        """Whether it ran and found nothing."""
        return not self.failed and not self.found


@dataclass(frozen=True, slots=True)
class Validated:
    """``of``: for the digest of each file what was said of it; ``lacking``: the validators that were not installed when all were asked
    last, with the command that installs each; ``asked``: whether any was ever asked."""

    of: Mapping[str, Sequence[Verdict]] = field(default_factory=dict)
    lacking: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False

    def verdicts(self, digest: str) -> Sequence[Verdict]:
        """On the file with the digest; none where nobody asked."""
        return self.of.get(digest, ())

    @property
    def well(self) -> bool:
        """Whether nothing that was said is against a file."""
        return all(one.passed for told in self.of.values() for one in told)


def validated(project: Project) -> Validated:
    """What was said before."""
    try:
        kept = json.loads((project.output / files.FOLDER / _NAME).read_bytes())
        of = {str(digest): [_read(row) for row in rows] for digest, rows in kept["of"].items()}
        lacking = {str(tool): str(command) for tool, command in kept["lacking"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Validated()
    return Validated(of, lacking, True)


def _read(row: Mapping[str, Any]) -> Verdict:
    found = tuple(map(str, row["found"]))
    return Verdict(str(row["tool"]), str(row["version"]), found, int(row["aside"]), str(row["failed"]))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Question:
    validator: Validator
    version: str
    row: Mapping[str, Any]  # of report.json


def validate(
    project: Project,
    data: Mapping[str, Any],
    progress: Callable[[str, int, int], None],
    known: Sequence[Validator] = VALIDATORS,
) -> Validated:
    """Ask every validator that is installed of every file that it knows and has not judged; all that is known then. ``data``: of
    report.json."""
    before = validated(project)
    lacking = {one.name: command for one in known if (command := one.lacks())}
    there = {one.name: one.version() for one in known if one.name not in lacking}
    of = dict(_still_true(before, data, there))
    editions = {edition.name: edition for edition in project.publisher.editions}
    questions = list(_questions(known, there, data, editions, of))
    for number, (question, verdict) in enumerate(_answers(project, questions), 1):
        of.setdefault(question.row["sha256"], []).append(verdict)
        progress(f"{question.row['path']}: {question.validator.name}", number, len(questions))
    found = Validated(of, lacking, True)
    _keep(project, found)
    return found


def _still_true(
    before: Validated, data: Mapping[str, Any], there: Mapping[str, str]
) -> Iterator[tuple[str, list[Verdict]]]:
    """What was said of files that still stand, by validators that are still the same; those that are gone keep their word."""
    for digest in {row["sha256"] for row in data["files"]} & before.of.keys():
        kept = [
            one
            for one in before.of[digest]
            if not one.failed and there.get(one.tool, one.version) == one.version
        ]
        yield digest, kept


def _questions(
    known: Sequence[Validator],
    there: Mapping[str, str],
    data: Mapping[str, Any],
    editions: Mapping[str, Edition],
    of: Mapping[str, Sequence[Verdict]],
) -> Iterator[_Question]:
    """A validator after another, so that each is started once."""
    asked = {(digest, one.tool) for digest, told in of.items() for one in told}
    for validator in known:
        for row in data["files"] if validator.name in there else ():
            question = row["sha256"], validator.name
            edition = editions.get(row["edition"])
            if edition and edition.format in validator.formats and question not in asked:
                asked.add(question)
                yield _Question(validator, there[validator.name], row)


def _answers(
    project: Project, questions: Iterable[_Question]
) -> Iterator[tuple[_Question, Verdict]]:
    name = ""
    with ExitStack() as opened:
        for one in questions:
            if one.validator.name != name:
                opened.close()
                judge, name = opened.enter_context(one.validator.opened()), one.validator.name
            yield one, _verdict(one, judge, project)


def _verdict(question: _Question, judge: Judge, project: Project) -> Verdict:
    tool, version = question.validator.name, question.version
    path = project.output / question.row["path"]
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != question.row["sha256"]:
            return Verdict(tool, version, failed="the file is not there as it was made: run make again")  # fmt: skip
        said = judge(path)
    except (ValidatorError, OSError, subprocess.SubprocessError) as problem:
        why = str(problem).strip().partition("\n")[0] or type(problem).__name__
        return Verdict(tool, version, failed=why[:200])
    return Verdict(tool, version, said.found, len(said.aside))


def _keep(project: Project, found: Validated) -> None:
    rows = {digest: [asdict(one) for one in told] for digest, told in sorted(found.of.items())}
    text = json.dumps({"of": rows, "lacking": found.lacking})
    files.put(project.output / files.FOLDER / _NAME, text.encode())


# For the page and report.json.


@dataclass(frozen=True, slots=True)
class Asked:
    """A validator and what became of it. ``version``: of those that said something; ``command``: what installs it."""

    tool: str
    asks: str
    version: str
    passed: int
    against: int
    failed: int
    command: str

    @property
    def said(self) -> str:
        if self.command and not (self.passed or self.against or self.failed):
            return "not run: not installed"
        told = [f"{_files(self.passed)} passed"] if self.passed else []
        told += [f"it is against {_files(self.against)}"] if self.against else []
        told += [f"it failed on {_files(self.failed)}"] if self.failed else []
        return ", ".join(told) or "it was asked of no file that stands now"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def asked(found: Validated, data: Mapping[str, Any]) -> list[Asked]:
    """Every validator with what it said of the files of a build; none where nobody has asked."""
    told = [
        one
        for digest in sorted({row["sha256"] for row in data["files"]})
        for one in found.verdicts(digest)
    ]
    return (
        [_asked(one, [said for said in told if said.tool == one.name], found) for one in VALIDATORS]
        if found.asked
        else []
    )


def _asked(one: Validator, told: Sequence[Verdict], found: Validated) -> Asked:
    return Asked(
        one.name, one.asks, ", ".join(sorted({said.version for said in told})), sum(said.passed for said in told),
        sum(bool(said.found) for said in told), sum(bool(said.failed) for said in told), found.lacking.get(one.name, ""),
    )  # fmt: skip


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A row of report.json."""
    return {"tool": verdict.tool, "version": verdict.version, "verdict": verdict.verdict, "count": len(verdict.found),
            "found": list(verdict.found), "set_aside": verdict.aside, "failed": verdict.failed}  # fmt: skip
