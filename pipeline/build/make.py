"""Who makes a target: an edition's renderer, chosen by its format."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from pipeline.build import cache
from pipeline.build.cache import Made, Samples
from pipeline.build.plan import Target
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Medium, for_medium
from pipeline.publisher import Edition, Format, PrintProfile
from pipeline.speech.lexicon import Lexicon


@dataclass(frozen=True)
class Job:
    """A target with all that making it needs."""

    target: Target
    document: Document
    content: str
    inputs: str
    lexicons: Mapping[str, Lexicon]
    output: Path

    @property
    def path(self) -> str:
        return self.target.path(self.document)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: the file, or why there is none."""

    made: Made | None
    found: tuple[Diagnostic, ...] = ()


def render(
    document: Document, edition: Edition, lexicons: Mapping[str, Lexicon], samples: Samples | None
) -> bytes:
    """The file of an edition. Raises LeafletError. Libraries are loaded when they are needed."""
    match edition.format:
        case Format.PDF:
            from pipeline.render import pdf

            options = pdf.Options(PrintProfile(edition.body), edition.ua)
            return pdf.render(for_medium(document, Medium.PRINT), options)
        case Format.DOCX:
            from pipeline.render import docx

            return docx.render(for_medium(document, Medium.WORD), docx.Options(edition.body))
        case Format.MP3:
            from pipeline.speech import audio

            return audio.render(
                for_medium(document, Medium.AUDIO), audio.Options(lexicons, samples)
            )
        case _:
            assert_never(edition.format)


def make(job: Job) -> Done:
    """Render a job and write its file. Never raises: what went wrong is told, a fault of ours with a report on the disk."""
    try:
        data = render(job.document, job.target.edition, job.lexicons, Samples(job.output))
        return Done(cache.made(job.output, job.path, job.content, job.inputs, data))
    except LeafletError as problem:
        return Done(None, problem.diagnostics)
    except OSError as problem:
        return Done(None, cache.unwritable(job.output, problem).diagnostics)
    except Exception:  # our own fault: the others are still made
        return Done(None, (_crashed(job, traceback.format_exc()),))


def _crashed(job: Job, report: str) -> Diagnostic:
    name = f"crash-{job.target.name.replace('/', '-')}.txt"
    cache.put(job.output / cache.FOLDER / name, report.encode())
    at = Location(f"output/{job.path}")
    return Diagnostic("B901", "the pipeline failed to make this: a fault of the pipeline, not yours", at,
                      f"please report it with output/{cache.FOLDER}/{name}")  # fmt: skip
