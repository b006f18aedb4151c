"""Pages made of a document and of what stands beside them: the sound with its times, and other files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from pipeline.build.beside import Shown
from pipeline.build.page_begins import printed
from pipeline.build.talking import narrator
from pipeline.document import Document, Medium, for_medium
from pipeline.publisher import Format
from pipeline.render import epub, html
from pipeline.render.aloud import Chapter, Heard, Sound
from pipeline.speech import audio
from pipeline.speech.narrate import Narration
from pipeline.speech.options import Options


def web(document: Document, speech: Options, shown: Shown) -> bytes:
    """The page in a language. Raises LeafletError."""
    narration = narrated(document, speech, shown)
    return html.render(for_medium(document, Medium.WEB), options(narration, shown))


def book(document: Document, speech: Options, shown: Shown) -> bytes:
    """The e-book in a language. Raises LeafletError."""
    narration = narrated(document, speech, shown)
    heard = sound(narration, "") if narration else None
    if heard:
        heard = replace(heard, narrator=narrator(document, speech))
    frames = b"".join(narration.frames()) if narration else b""
    large = shown.beside.large
    begins = printed(document, shown, Medium.WEB)
    source = PurePath(large.path).name if large and begins else ""
    chosen = epub.Options(heard, frames, source, begins)
    return epub.render(for_medium(document, Medium.WEB), chosen)


def narrated(document: Document, speech: Options, shown: Shown) -> Narration | None:
    """The narration that the sound beside the page was made from; its clips are kept already. None where there is none."""
    if shown.beside.file(Format.MP3) is None:
        return None
    return audio.narrated(for_medium(document, Medium.AUDIO), speech)


def options(narration: Narration | None, shown: Shown) -> html.Options:
    played = shown.beside.file(Format.MP3)
    return html.Options(
        sound(narration, shown.address(played.path)) if narration and played else None,
        tuple(html.Sister(tag, shown.address(path)) for tag, path in shown.beside.sisters),
        tuple(
            html.File(
                one.edition.name,
                shown.address(one.path),
                one.size,
                narration.seconds if narration and one.edition.format.heard else 0.0,
            )
            for one in shown.beside.files
        ),
    )


def sound(narration: Narration, address: str) -> Sound:
    """Nothing is heard at a known time in a person's recording, but for where its chapters begin."""
    said = zip(narration.cues, narration.script.utterances, strict=False)
    heard = (Heard(one.shown, one.at, cue.begin, cue.end, one.added) for cue, one in said)
    chapters = (Chapter(one.title, one.begin) for one in narration.chapters)
    return Sound(address, narration.seconds, tuple(chapters), tuple(heard))
