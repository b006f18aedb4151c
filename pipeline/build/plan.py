"""What to make: a target for each leaflet, language and edition that the publisher wants and that can be offered."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import PurePath

from pipeline.braille import liblouis
from pipeline.diagnostic import Diagnostic, LeafletError, Location, Severity, errors, quoted
from pipeline.document import Document, State
from pipeline.languages import SOURCE, language
from pipeline.project import Project, source_path
from pipeline.publisher import Edition, Format
from pipeline.speech import voice

# The catalogs of the fragments and of the pipeline's own words, and the folder of what is released.
_TAKEN = ("shared", "pipeline", "release", "proofs")


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the project to make; empty: all. ``more``: another build follows at once, and makes what shows or names these."""

    slugs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    more: bool = False

    def quick_first(self, editions: Sequence[Edition]) -> list[Choice]:
        """The same in steps: first what one looks at while one writes, then what else is read, whose files take a moment, then
        what is heard too."""
        wanted = [one for one in editions if one.name in (self.editions or (one.name,))]
        looked_at = [one for one in wanted if one.format in (Format.PDF, Format.HTML)]
        read = [one for one in wanted if not one.format.heard]
        steps = (tuple(one.name for one in step) for step in (looked_at, read) if 0 < len(step) < len(wanted))  # fmt: skip
        return [*(replace(self, editions=step, more=True) for step in dict.fromkeys(steps)), self]


@dataclass(frozen=True, slots=True)
class Target:
    """One file to make, but for the ending that its status gives it."""

    slug: str
    tag: str
    edition: Edition

    @property
    def leaflet(self) -> str:
        """The leaflet in a language: a group's name."""
        return f"{self.slug}/{self.tag}"

    @property
    def name(self) -> str:
        return f"{self.leaflet}/{self.edition.name}"

    def path(self, document: Document) -> str:
        """Where it goes, from output/."""
        return self.named(ending(document) + self.unread(document))

    def unread(self, document: Document) -> str:
        """What braille says in its name while no braille reader has proofread it."""
        grade = self.edition.embossed
        return "" if grade is None or grade in document.status.proofread else UNREAD

    def paths(self) -> list[str]:
        """Everywhere that it may have gone."""
        read = ("", UNREAD) if self.edition.embossed else ("",)
        return [self.named(ending + more) for ending in ENDINGS for more in read]

    def named(self, ending: str) -> str:
        file = f"{self.slug}-{self.tag}-{self.edition.name}{ending}.{self.edition.format.suffix}"
        return f"{self.slug}/{self.tag}/{file}"


STAGES = (0, 1, 2)  # of Format
PAGES = 2  # the stage of pages, each of which leads to those in other languages
ENDINGS = ("", "-draft", "-overdue", "-withdrawn")
UNREAD = "-not-proofread"
_PATH = re.compile(r"(?P<slug>[^/]+)/(?P<tag>[^/]+)/(?P=slug)-(?P=tag)-(?P<edition>[a-z0-9-]+?)"
                   rf"(?:{'|'.join(filter(None, ENDINGS))})?(?:{UNREAD})?\.(?:{'|'.join(one.suffix for one in Format)})")  # fmt: skip


def name_of(path: str) -> tuple[str, str] | None:
    """The leaflet in a language (slug/tag) and the edition that a path from output/ stands for; None where it is no path
    of a target."""
    found = _PATH.fullmatch(path)
    return (f"{found['slug']}/{found['tag']}", found["edition"]) if found else None


def ending(document: Document) -> str:
    """What a file's name says of its status. That it was recalled comes first. A translation that is not approved is a draft first of all; the English
    that is past its review date is overdue first of all, since that review will sign it too."""
    status = document.status
    if status.clear:
        return ""
    if status.withdrawn:
        return "-withdrawn"
    unsigned = status.state is not State.APPROVED or bool(status.untranslated)
    return "-overdue" if status.overdue and (document.tag == SOURCE or not unsigned) else "-draft"


@dataclass(frozen=True, slots=True)
class Group:
    """A leaflet in a language, with the editions to make of it."""

    slug: str
    tag: str
    editions: tuple[Edition, ...]

    @property
    def name(self) -> str:
        """Stable from build to build: what records are kept under."""
        return f"{self.slug}/{self.tag}"

    def part(self, stage: int) -> Group:
        """With the editions of one stage only."""
        wanted = tuple(one for one in self.editions if one.stage == stage)
        return replace(self, editions=wanted)

    def targets(self) -> Iterator[Target]:
        return (Target(self.slug, self.tag, edition) for edition in self.editions)


def published(project: Project) -> list[Group]:
    """Everything that the publisher wants and that can be offered, in reading order."""
    return chosen(project, Choice())


def told(groups: Iterable[Group]) -> str:
    """What stands for everything that is published."""
    names: dict[int, str] = {}  # of the editions, which many groups share
    parts = hashlib.sha256()
    for group in groups:
        if id(group.editions) not in names:
            names[id(group.editions)] = " ".join(
                f"{one.name}.{one.format.suffix}" for one in group.editions
            )
        parts.update(f"{group.name} {names[id(group.editions)]}\n".encode())
    return parts.hexdigest()


def not_offered(project: Project) -> Iterator[Diagnostic]:
    """What the publisher wants and no target stands for, with the reason; editions that lack the same, together."""
    for tag in project.tags:
        recorded = {slug: _recorded(project, tag, slug) for slug in project.slugs}
        lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for edition in project.publisher.editions:
            whys = {kind: _why(project, edition, tag, kind) for kind in set(recorded.values())}
            for why in filter(None, dict.fromkeys(whys.values())):
                slugs = tuple(slug for slug, kind in recorded.items() if whys[kind] == why)
                lacking.setdefault((why, slugs), []).append(edition.name)
        for (why, slugs), names in lacking.items():
            which = "" if len(slugs) == len(project.slugs) else f" of {', '.join(slugs)}"
            are = "is" if len(names) == 1 else "are"
            message = f"{', '.join(names)}{which} {are} not offered in {language(tag).name}: {why}"
            hint = "offer these patients another way; the rest is made"
            yield Diagnostic("B009", message, Location("source/publisher.yaml"), hint, Severity.WARNING)  # fmt: skip


def doubted(project: Project) -> Iterator[Diagnostic]:
    """Languages that a voice speaks of which it is known that listeners may not understand it; not where the charity chose
    another, or a person reads."""
    speech, _ = project.speech
    heard = [edition for edition in project.publisher.editions if edition.format.heard]
    for tag in project.tags if heard else ():
        read = all((tag, slug) in speech.recordings for slug in project.slugs)
        if (doubt := language(tag).voice_doubt) and tag not in speech.speakers and not read:
            message = f"the {language(tag).name} sound may not be understood: {doubt}"
            hint = f"let somebody listen to all of it before it is given out; correct words in source/lexicon/{tag}.pls, or put a person's recording into source/recordings/{tag}/"
            yield Diagnostic("B012", message, Location("source/publisher.yaml"), hint, Severity.WARNING)  # fmt: skip


def lacks(project: Project, edition: Edition, tag: str, slug: str) -> str:
    """Why an edition of a leaflet is not offered in a language; "" when it is."""
    return _why(project, edition, tag, _recorded(project, tag, slug))


def _recorded(project: Project, tag: str, slug: str) -> bool:
    """Whether a person speaks the leaflet."""
    return (tag, slug) in project.speech[0].recordings


def _why(project: Project, edition: Edition, tag: str, recorded: bool) -> str:
    if edition.format.brailled:
        return _unbrailled(edition, tag)
    if not edition.format.heard:
        return ""
    if edition.format is Format.M4B and importlib.util.find_spec("av") is None:
        return "an audio book needs a program that is not installed (the extra [m4b]; leaflet doctor gives the command)"
    if edition.format is Format.DAISY and recorded:
        return "a talking book needs the time of each sentence, and this is a person's recording"
    return "" if recorded else voice.lacks(tag, project.speech[0].speakers)


def _unbrailled(edition: Edition, tag: str) -> str:
    if why := liblouis.lacks(tag):
        return why
    if not edition.contracted and not language(tag).braille.uncontracted:
        return "its braille has no contractions here, so that the usual edition is uncontracted"
    return ""


def chosen(project: Project, choice: Choice) -> list[Group]:
    """What of the published is chosen. Raises LeafletError for a name that nothing has."""
    known(project, choice)
    wanted = [
        one
        for one in project.publisher.editions
        if not choice.editions or one.name in choice.editions
    ]

    @cache
    def offered(tag: str, recorded: bool) -> tuple[Edition, ...]:
        return tuple(one for one in wanted if not _why(project, one, tag, recorded))

    groups = (
        Group(slug, tag, offered(tag, _recorded(project, tag, slug)))
        for slug in project.slugs
        if not choice.slugs or slug in choice.slugs
        for tag in project.tags
        if not choice.tags or tag in choice.tags
    )
    return [group for group in groups if group.editions]


def known(project: Project, choice: Choice) -> None:
    """Raises LeafletError for a leaflet, language or format that the project does not have."""
    editions = [edition.name for edition in project.publisher.editions]
    wrong = [
        *_unknown("leaflet", choice.slugs, project.slugs),
        *_unknown("language", choice.tags, project.tags),
        *_unknown("format", choice.editions, editions),
    ]
    if wrong:
        raise LeafletError(*(errors(project.found) or wrong))


def _unknown(what: str, asked: Sequence[str], known: Sequence[str]) -> Iterator[Diagnostic]:
    for name in asked:
        if name not in known:
            yield Diagnostic(
                "B102",
                f"there is no {what} {quoted(name)}",
                Location("source"),
                instead(name, known),
            )


def instead(name: str, known: Sequence[str]) -> str:
    """What there is in place of a name that nothing has."""
    near = get_close_matches(PurePath(name).stem, known, 2)
    those = f"there is {known[0]}" if len(known) == 1 else f"there are {', '.join(known)}"
    return (
        f"did you mean {' or '.join(near)}?" if near else those if known else "there are none yet"
    )


def misnamed(slugs: Sequence[str]) -> list[Diagnostic]:
    """Leaflets that cannot be made under the name that they have."""
    found = _collisions(slugs)
    for slug in slugs:
        if slug in _TAKEN or not _writable(slug):
            why = "the pipeline itself uses this name" if slug in _TAKEN else "not every system can write this name"  # fmt: skip
            found.append(Diagnostic("B104", f"no leaflet can be called {quoted(slug)}: {why}", Location(source_path(slug)),
                                    "give the file another name in small letters, figures and hyphens, such as my-medicine.md"))  # fmt: skip
    return found


def _writable(slug: str) -> bool:
    """Whether file systems take it: Linux has room for 255 bytes, of which language, edition and status need their part."""
    return slug.isprintable() and "\ufffd" not in slug and len(slug.encode()) <= 120


def _collisions(slugs: Sequence[str]) -> list[Diagnostic]:
    """Leaflets whose files would be one file where Capitals and small letters, or two ways to write an accent, are not
    told apart (Windows, macOS)."""
    alike: dict[str, list[str]] = {}
    for slug in slugs:
        alike.setdefault(unicodedata.normalize("NFC", slug).casefold(), []).append(slug)
    return [
        Diagnostic("B103", f"the files of {' and '.join(same)} would have one name on Windows and macOS", Location(source_path(slug)),
                   "give one of the source files another name")
        for same in alike.values() if len(same) > 1 for slug in same
    ]  # fmt: skip
