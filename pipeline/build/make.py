"""What the workers of a build do: resolve a leaflet in a language, and make a file of it.

Neither ever raises: what went wrong is told, a fault of ours with a report on the disk.
"""

from __future__ import annotations

import datetime
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import assert_never

from pipeline import project as projects
from pipeline.build import files, keys
from pipeline.build.beside import NOTHING, Beside, Shown
from pipeline.build.files import Data
from pipeline.build.parity import facts_found
from pipeline.build.plan import Group, Target
from pipeline.build.records import Made
from pipeline.build.store import Store
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Medium, for_medium
from pipeline.project import Project
from pipeline.publisher import Edition, Format, PrintProfile
from pipeline.speech.options import GONE, Options


@dataclass(frozen=True)
class Order:
    """What every worker of a build must know. ``name``: another for each build, by which orders are told apart."""

    name: str
    project: Project = field(compare=False)
    today: datetime.date = field(compare=False)
    speech: Options = field(compare=False)
    store: Store = field(compare=False)


@dataclass(frozen=True)
class Resolution:
    """A leaflet in a language: the Document (None where an error keeps it), what is wrong, the content key of each edition
    by name, and the digest of every file that was read."""

    document: Document | None
    found: tuple[Diagnostic, ...]
    contents: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)


def resolve(order: Order, group: Group) -> Resolution:
    """Parse, translate and check."""
    try:
        return _resolved(order, group)
    except LeafletError as problem:
        return Resolution(None, problem.diagnostics)
    except Exception:
        at = Location(projects.source_path(group.slug))
        crashed = _crashed(order.project.output, group.name, at, traceback.format_exc())
        return Resolution(None, (crashed,))


def _resolved(order: Order, group: Group) -> Resolution:
    source, found, read = _english(order, group.slug)
    project = replace(order.project, read=dict(read))
    document, found = projects.translated(project, source, found, group.tag, order.today)
    contents = keys.content(document, group.editions, order.speech) if document else {}
    return Resolution(document, tuple(found), contents, project.read)


@lru_cache(maxsize=4)  # the languages of a leaflet are resolved one after another
def _english(
    order: Order, slug: str
) -> tuple[Document | None, list[Diagnostic], Mapping[str, str]]:
    project = replace(order.project, read=dict(order.project.read))
    document, found = projects.english(project, slug)
    return document, found, project.read


@dataclass(frozen=True)
class Job:
    """A file to make, with all that making it needs. ``state``: of its inputs; ``beside``: what it shows beside the
    document."""

    target: Target
    document: Document
    content: str
    state: str
    beside: Beside = NOTHING

    @property
    def path(self) -> str:
        return self.target.path(self.document)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: the file, or why there is none."""

    made: Made | None
    found: tuple[Diagnostic, ...] = ()


def make(order: Order, job: Job) -> Done:
    """Render a job, or take what was rendered before, and write its file. A piece of sound that another build trimmed away
    meanwhile is made anew."""
    done = _made(order, job)
    return _made(order, job) if any(one.code == GONE for one in done.found) else done


def _made(order: Order, job: Job) -> Done:
    output = order.project.output
    begun = time.perf_counter()
    try:
        unkept: tuple[Diagnostic, ...] = ()
        data: Data | None = order.store.get(job.content)
        if data is None:
            data = _rendered(order, job)
            unkept = _kept(order.store, job.content, data)
        file = f"output/{job.path}"
        facts = facts_found(job.document, job.target.edition, order.speech, data, file)
        looks, digest = files.publish(output, job.path, data)
    except LeafletError as problem:
        return Done(None, problem.diagnostics)
    except files.HELD as problem:
        return Done(None, (files.held(job.path, problem),))
    except OSError as problem:
        return Done(None, files.unwritable(output, problem).diagnostics)
    except Exception:
        at = Location(f"output/{job.path}")
        return Done(None, (_crashed(output, job.target.name, at, traceback.format_exc()),))
    seconds = round(time.perf_counter() - begun, 3)
    known = files.lasting(looks)
    return Done(Made(job.path, job.content, job.state, digest, files.size(looks), seconds, known, facts), unkept)  # fmt: skip


def _rendered(order: Order, job: Job) -> Data:
    shown = Shown(job.beside, job.path, order.project.output)
    return render(job.document, job.target.edition, order.speech, order.store, shown)


def _kept(store: Store, key: str, data: Data) -> tuple[Diagnostic, ...]:
    """What kept a file from being kept: it is made all the same. What comes in parts is made of pieces that are kept already."""
    try:
        if isinstance(data, bytes):
            store.put(key, data)
    except LeafletError as problem:
        return problem.diagnostics
    return ()


def render(
    document: Document,
    edition: Edition,
    speech: Options,
    samples: Store | None,
    shown: Shown = Shown(),  # noqa: B008
) -> Data:
    """The file of an edition. Raises LeafletError. Libraries are loaded when they are needed."""
    medium, speech = edition.format.medium, replace(speech, cache=samples)
    match medium:
        case Medium.PRINT:
            return _print(document, edition)
        case Medium.WORD:
            return _word(document, edition)
        case Medium.BRAILLE:
            return _braille(document, edition, shown)
        case Medium.WEB:
            return _page(document, edition.format, speech, shown)
        case Medium.AUDIO:
            return _sound(document, edition.format, speech)
        case _:
            assert_never(medium)


def _print(document: Document, edition: Edition) -> bytes:
    from pipeline.render import pdf

    options = pdf.Options(PrintProfile(edition.body), edition.ua)
    return pdf.render(for_medium(document, Medium.PRINT), options)


def _word(document: Document, edition: Edition) -> bytes:
    from pipeline.render import docx

    return docx.render(for_medium(document, Medium.WORD), docx.Options(edition.body))


def _braille(document: Document, edition: Edition, shown: Shown) -> bytes:
    from pipeline.render import braille

    begins = _print_pages(document, edition, shown)
    options = braille.Options(edition.format, edition.page, edition.contracted, begins)
    return braille.render(for_medium(document, Medium.BRAILLE), options)


def _print_pages(document: Document, edition: Edition, shown: Shown) -> tuple[int, ...]:
    """Where pages of large print begin in braille that names them."""
    if not edition.stage:
        return ()
    from pipeline.build.page_begins import printed

    return printed(document, shown, Medium.BRAILLE)


def _page(document: Document, format: Format, speech: Options, shown: Shown) -> bytes:
    from pipeline.build import pages

    match format:
        case Format.HTML:
            return pages.web(document, speech, shown)
        case Format.EPUB:
            return pages.book(document, speech, shown)
        case _:
            raise AssertionError(f"{format} is no page")


def _sound(document: Document, format: Format, speech: Options) -> Data:
    from pipeline.speech import audio

    heard = for_medium(document, Medium.AUDIO)
    match format:
        case Format.MP3:
            return audio.mp3(heard, speech)
        case Format.TRACKS:
            return audio.tracks(heard, speech)
        case Format.TIMINGS:
            return audio.timings(heard, speech)
        case Format.M4B:
            from pipeline.speech.m4b import render as audio_book

            return audio_book(heard, speech)
        case Format.DAISY:
            from pipeline.build import talking

            return talking.daisy(document, speech)
        case _:
            raise AssertionError(f"{format} is no sound")


def _crashed(output: Path, name: str, at: Location, report: str) -> Diagnostic:
    name = f"crash-{name.replace('/', '-')}.txt"
    files.put(output / files.FOLDER / name, report.encode())
    return Diagnostic("B901", "this could not be made: it is a fault of the pipeline, and nothing that you wrote is wrong", at,
                      f"please report it, and send output/{files.FOLDER}/{name}")  # fmt: skip
