"""Where things are and what to publish: a folder with source/ and translations/ as values.

A charity may keep its leaflets apart from this code. Nothing outside the folder is read, however its
files name it. What reads a leaflet itself is loaded where one is read: a build with nothing to make reads none.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import inline, publisher, wishes
from pipeline.braille import liblouis
from pipeline.catalogs import gate, signoff
from pipeline.catalogs import glossary as glossaries
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.gate import Seen
from pipeline.catalogs.glossary import Glossary
from pipeline.catalogs.signoff import History, Signers, Standing
from pipeline.diagnostic import (
    Diagnostic,
    LeafletError,
    Location,
    errors,
    saved_as,
    unread,
)
from pipeline.document import Document, Grade, Medium, Offer, State, Status, Way, for_medium
from pipeline.document import lines as lines_of
from pipeline.languages import SOURCE, Engine, language, pseudo_languages
from pipeline.publisher import Format, Publisher
from pipeline.speech import lexicon, voice
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.options import Options, Recording
from pipeline.speech.voice import Speaker

if TYPE_CHECKING:
    from pipeline.checks.accepted import Accepted
    from pipeline.checks.pair import Pair

ABSENT = "absent"  # stands for the digest of a file that is not there or cannot be read
_LARGEST = 20_000_000  # bytes: more than any leaflet, catalog or picture
RECORDINGS = "recordings"  # in source/
WATCHED = ("source", "translations")  # what people edit
_PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Project:
    """``slugs``: every leaflet; ``found``: what is wrong with the publisher's own file; ``read``: for the path of every
    file that was asked for so far the digest of what was read, or why it was not: what the results depend on; ``speech``: how the
    charity wants its leaflets spoken, and what is wrong with its files for that."""

    root: Path
    publisher: Publisher
    slugs: tuple[str, ...]
    found: tuple[Diagnostic, ...] = ()
    read: dict[str, str] = field(default_factory=dict, compare=False)
    speech: tuple[Options, tuple[Diagnostic, ...]] = (Options(), ())

    @property
    def output(self) -> Path:
        return self.root / "output"

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """English, then the languages to publish in."""
        folder = self.root / "translations"
        present = (
            sorted(p.name for p in folder.iterdir() if (p / "LC_MESSAGES").is_dir())
            if folder.is_dir()
            else []
        )
        present = [tag for tag in present if tag not in pseudo_languages()]
        wanted = self.publisher.languages or present
        return tuple(dict.fromkeys((SOURCE, *wanted)))


def load(root: Path) -> Project:
    """The project in a folder. Raises LeafletError when it holds no leaflets."""
    if not (root / "source").is_dir():
        hint = "go to the folder that holds source/ and translations/, or name it: --root FOLDER; leaflet new begins a first one"
        raise LeafletError(
            Diagnostic(
                "B001",
                "this folder holds no source/, so it is not a charity's folder",
                Location(str(root)),
                hint,
            )
        )
    slugs = tuple(sorted(_slug(path) for path in (root / "source").glob("[!.]*.md")))
    none = Diagnostic("B008", "source/ holds no leaflet", Location("source"), _no_leaflets(root))
    empty = Project(root.resolve(), Publisher(readable=False), slugs, () if slugs else (none,))
    charity, found = text(empty, "source/publisher.yaml")
    if charity is None:
        none = Diagnostic("B003", "this file, which names the charity, is missing", Location("source/publisher.yaml"), 'leaflet new NAME --charity "Our Charity" writes it')  # fmt: skip
        told = found if present(empty, "source/publisher.yaml") else [none]
        return replace(empty, found=(*empty.found, *told), speech=_speech(empty))
    read, wrong = wishes.read(
        charity, "source/publisher.yaml", lambda name: data(empty, f"source/{name}")[0]
    )
    charitys = replace(empty, publisher=read, found=(*empty.found, *wrong))
    return replace(charitys, speech=_speech(charitys))


def _slug(path: Path) -> str:
    """The leaflet's name; U+FFFD in it stands for bytes that are no UTF-8, which no other file can be named after."""
    return path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Fragments(Mapping[str, str]):
    """The text of each shared fragment by name, read when it is included. What cannot be read is missing."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def __getitem__(self, name: str) -> str:
        from pipeline import parse

        named = bool(name) and "/" not in name and not name.startswith(".")
        found = text(self.project, f"{parse.SHARED_FOLDER}/{name}.md")[0] if named else None
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        from pipeline import parse

        folder = self.project.root / parse.SHARED_FOLDER
        return iter(sorted(path.stem for path in folder.glob("*.md")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def present(project: Project, path: str) -> bool:
    """Whether the project has such a file."""
    if (project.root / path).exists():
        return True
    project.read.setdefault(path, ABSENT)
    return False


def with_pseudo(project: Project, tags: Sequence[str]) -> Project:
    """The project with the pseudo-languages that are asked for by name: none is published by default."""
    asked = [tag for tag in tags if tag in pseudo_languages()]
    charity = replace(project.publisher, languages=(*project.tags, *asked))
    return replace(project, publisher=charity) if asked else project


def data(project: Project, path: str) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes of a file of the project; None, and why, when it cannot or must not be read."""
    found, wrong = _data(project, path)
    absent = ABSENT if any(one.code == "B003" for one in wrong) else ""
    # The first reading counts: of a file that changes meanwhile, part of the result is of that one.
    project.read.setdefault(path, absent if found is None else hashlib.sha256(found).hexdigest())
    return found, wrong


def _data(project: Project, path: str) -> tuple[bytes | None, list[Diagnostic]]:
    full = project.root / path
    at = Location(path)
    try:
        if not full.resolve().is_relative_to(project.root):
            hint = "copy the file into the folder, and name it from there"
            return None, [
                Diagnostic("B002", "this name leads out of the project's folder", at, hint)
            ]
        if not full.is_file():
            return None, [
                Diagnostic(
                    "B003",
                    "there is no such file",
                    at,
                    "look for a slip in its name, or put the file there",
                )
            ]
        if full.stat().st_size > _LARGEST:
            message = f"this is larger than {_LARGEST // 1_000_000} MB"
            return None, [Diagnostic("B004", message, at, "see whether it is the right file")]
        return full.read_bytes(), []
    except OSError as problem:
        return None, [unread(problem, at)]
    except RuntimeError:  # Path.resolve, before Python 3.13
        return None, [
            Diagnostic(
                "B003",
                "this is a link that leads to itself",
                at,
                "delete it, and put the file itself here",
            )
        ]


def _no_leaflets(root: Path) -> str:
    """What to do where source/ holds none; what stands there may be one under another name."""
    other = sorted(path.name for path in (root / "source").glob("[!.]*") if path.suffix.lower() in (".txt", ".docx", ".doc", ".html"))  # fmt: skip
    if not other:
        return "begin one with leaflet new NAME"
    if other[0].lower().endswith(".txt"):
        return f"the name of a leaflet ends in .md: rename source/{other[0]}"
    return f"the name of a leaflet ends in .md: leaflet import source/{other[0]} makes one of it"


def text(project: Project, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file, which must be UTF-8."""
    found, wrong = data(project, path)
    if found is None:
        return None, wrong
    try:
        return found.decode("utf-8"), []
    except UnicodeDecodeError as problem:
        line = found[: problem.start].count(b"\n") + 1
        return None, [
            Diagnostic(
                "S001",
                f"this file is not saved as UTF-8{saved_as(found)}",
                Location(path, line),
                "open it in your editor, choose Save as, and UTF-8 as its encoding",
            )
        ]


def source_path(slug: str) -> str:
    return f"source/{slug}.md"


def catalog_path(tag: str, domain: str) -> str:
    return f"translations/{tag}/LC_MESSAGES/{domain}.po"


def glossary_path(tag: str) -> str:
    return f"translations/{tag}/{glossaries.FILE}"


def signoff_path(tag: str) -> str:
    return "source/signoff.json" if tag == SOURCE else f"translations/{tag}/signoff.json"


# Documents.


def english(project: Project, slug: str) -> tuple[Document | None, list[Diagnostic]]:
    """The leaflet as it is written, figures not yet in any language; None when its file cannot be read."""
    from pipeline import parse

    found, wrong = text(project, source_path(slug))
    if found is None:
        return None, wrong
    document, more = parse.parse(
        found,
        source_path(slug),
        project.publisher,
        _Fragments(project),
        lambda name: data(project, f"source/{name}")[0],
    )
    return document, more


def resolve(
    project: Project, slug: str, tag: str, today: datetime.date
) -> tuple[Document | None, list[Diagnostic]]:
    """The leaflet in a language with its status; None when an error keeps it from being made."""
    source, found = english(project, slug)
    return translated(project, source, found, tag, today)


def translated(
    project: Project,
    source: Document | None,
    found: Sequence[Diagnostic],
    tag: str,
    today: datetime.date,
) -> tuple[Document | None, list[Diagnostic]]:
    """The same, of what ``english`` gave: a build reads the English once for all its languages."""
    told = [*project.found, *found]
    if source is None or errors(told):
        return None, told
    catalogs, wrong = _catalogs(project, source, tag)
    own_words, more = words(project, tag)
    told += [*wrong, *more]
    if errors(told):
        return None, told
    document, more = checked(project, source, catalogs, own_words, tag, today)
    told += more
    if errors(told):
        return None, told
    status, unsigned = _status(project, document, source, today)
    whole = replace(document, status=status, offer=offer(project, document.slug, tag))
    read = tuple(one for one in Grade if braille_readers(project, whole, one).approved)
    return replace(whole, status=replace(status, proofread=read)), [*told, *unsigned]


def checked(
    project: Project,
    source: Document,
    catalogs: Mapping[str, Catalog],
    own_words: Mapping[str, str],
    tag: str,
    today: datetime.date,
) -> tuple[Document, list[Diagnostic]]:
    """The leaflet in the words of ``catalogs`` by domain, without its status, and what the checks say of its texts."""
    from pipeline.checks.source import SOURCE as SOURCE_CHECKS
    from pipeline.checks.source import Leaflet
    from pipeline.checks.translation import findings
    from pipeline.translate import translate

    document, found = translate(source, catalogs, own_words, language(tag))
    known, more = _accepted(project, tag)
    approved, wrong = glossary(project, tag)
    pairs = list(_pairs(source, document, catalogs, approved))
    found += [*more, *wrong, *SOURCE_CHECKS.run(Leaflet(source, today))]
    return document, [*found, *(one for _, one in known.left(findings(pairs)))]


def offer(project: Project, slug: str, tag: str) -> Offer:
    """How else the leaflet can be had; addresses as the folder output/release has them. What is made in other languages and not
    in this one is said to be lacking: whoever needs it looks for it here."""
    charity, (speech, _) = project.publisher, project.speech
    recorded = (tag, slug) in speech.recordings
    mute = "" if recorded else voice.lacks(tag, speech.speakers)
    helpline = "helpline" if "helpline" in dict(charity.facts) else ""
    lacking = {Way.AUDIO: bool(mute), Way.BRAILLE: bool(liblouis.lacks(tag))}
    made = publisher.made(charity)
    ways = tuple(way for way in made if not lacking.get(way))
    without = (*charity.not_offered, *(way for way in made if lacking.get(way)))
    page = f"{charity.published_at}/{slug}/{tag}/" if charity.published_at else ""
    sound = next((one for one in charity.editions if one.format is Format.MP3), None)
    audio = (
        f"{page}{slug}-{tag}-{sound.name}.{sound.format.suffix}"
        if page and sound and not mute
        else ""
    )
    others = tuple(other for other in project.tags if other != tag)
    return Offer(helpline, ways, charity.on_request, without, others, audio, page)


def _accepted(project: Project, tag: str) -> tuple[Accepted, list[Diagnostic]]:
    from pipeline.checks import accepted

    path = f"translations/{tag}/{accepted.FILE}"
    if tag == SOURCE or not present(project, path):
        return accepted.Accepted(), []
    found, wrong = data(project, path)
    known, more = accepted.read(found, path)
    return known, [*wrong, *more]


def glossary(project: Project, tag: str) -> tuple[Glossary, list[Diagnostic]]:
    """The terms that a language has approved forms of; none without a glossary."""
    path = glossary_path(tag)
    if tag == SOURCE or language(tag).pseudo or not present(project, path):
        return Glossary(), []
    found, wrong = data(project, path)
    catalog, more = gate.read(found, path, tag) if found is not None else (None, [])
    return glossaries.glossary(catalog), [*wrong, *more]


def _pairs(
    source: Document, document: Document, catalogs: Mapping[str, Catalog], approved: Glossary
) -> Iterator[Pair]:
    """Each message of the leaflet whose translation is used."""
    from pipeline.checks.pair import Pair
    from pipeline.checks.translation import msgstr_line

    terms = tuple(term.name for term in document.terms)
    for english in dict.fromkeys(
        (e.domain, inline.write(e.inlines), e.context) for e in lines_of(source) if e.inlines
    ):
        domain, msgid, context = english
        message = catalogs[domain].get(msgid, context or None) if domain in catalogs else None
        if message and message.translated:
            at = Location(catalogs[domain].path, msgstr_line(message))
            yield Pair(
                msgid,
                message.msgstr[0],
                document.tag,
                at,
                message.flags,
                terms,
                leaflet=True,
                context=message.context,
                glossary=approved,
            )


def _catalogs(
    project: Project, source: Document, tag: str
) -> tuple[dict[str, Catalog], list[Diagnostic]]:
    """The leaflet's catalogs by domain, through the strict gate."""
    if tag == SOURCE or language(tag).pseudo:
        return {}, []
    catalogs, found = {}, []
    for domain in domains(source):
        catalog, wrong = catalog_of(project, tag, domain)
        found += wrong
        if catalog:
            catalogs[domain] = catalog
    return catalogs, found


def domains(document: Document) -> list[str]:
    """The catalogs that a leaflet's lines belong to, its own first."""
    return list(dict.fromkeys((document.slug, *(line.domain for line in lines_of(document)))))


def catalog_of(project: Project, tag: str, domain: str) -> tuple[Catalog | None, list[Diagnostic]]:
    path = catalog_path(tag, domain)
    if not present(project, path):
        return None, [
            Diagnostic(
                "T115",
                "this catalog is missing, so that nothing is made in this language",
                Location(path),
                "leaflet update writes it (or make update)",
            )
        ]
    found, wrong = data(project, path)
    return gate.read(found, path, tag) if found is not None else (None, wrong)


def catalog_seen(project: Project, tag: str, domain: str) -> tuple[Seen | None, list[Diagnostic]]:
    """A catalog for people to look at, also where it is refused; None where there is no file to read."""
    path = catalog_path(tag, domain)
    found, wrong = data(project, path)
    return gate.seen(found, path, tag) if found is not None else (None, wrong)


def words(project: Project, tag: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """The pipeline's own words in a language, msgid to text: those that ship with it, then the charity's own."""
    if tag == SOURCE or language(tag).pseudo:
        return {}, []
    texts: dict[str, str] = {}
    shipped = files("pipeline").joinpath(f"locale/{tag}/LC_MESSAGES/pipeline.po")
    found: list[Diagnostic] = []
    if shipped.is_file():
        catalog, wrong = gate.read(
            shipped.read_bytes(), f"pipeline/locale/{tag}/LC_MESSAGES/pipeline.po", tag
        )
        texts |= _texts(catalog)
        found += wrong
    if present(project, catalog_path(tag, "pipeline")):
        catalog, wrong = catalog_of(project, tag, "pipeline")
        texts |= _texts(catalog)
        found += wrong
    return texts, found


def _texts(catalog: Catalog | None) -> dict[str, str]:
    return {m.msgid: m.msgstr[0] for m in catalog.living if m.translated} if catalog else {}


def _status(
    project: Project, document: Document, source: Document, today: datetime.date
) -> tuple[Status, list[Diagnostic]]:
    """A translation is no better than the English that it was made from, and without the days of its reviews neither is more
    than a draft."""
    own, found = standing(project, document, source)
    state, withdrawn = own.state, own.withdrawn
    if document.tag != SOURCE:
        english, wrong = standing(project, in_english(source), source)
        state, found = signoff.least(state, english.state), [*found, *wrong]
        withdrawn = withdrawn or english.withdrawn
    if not document.dates.known:
        state = State.DRAFT
    due = document.dates.review_due
    overdue = due is not None and due < today
    status = replace(document.status, state=state, overdue=overdue, machine=own.machine, withdrawn=withdrawn)  # fmt: skip
    return status, found


def in_english(source: Document) -> Document:
    """The English with its figures as English writes them."""
    from pipeline.translate import translate

    return translate(source, {}, {}, language(SOURCE))[0]


def standing(
    project: Project, document: Document, source: Document
) -> tuple[Standing, list[Diagnostic]]:
    """Who has signed the document, text by text, as it stands now."""
    known, found = history(project, document.tag)
    return signoff.standing(known, document, source), found


def braille_readers(project: Project, document: Document, grade: Grade) -> Signers:
    """Who has signed the leaflet's braille in a grade as it stands now."""
    known, _ = history(project, document.tag)
    if not known.signatures(document.slug, grade):
        return Signers()
    try:
        digest = braille_digest(document, grade)
    except LeafletError:  # it has no braille now: whoever makes it is told
        return Signers()
    return signoff.proofreaders(known, document.slug, grade, digest) if digest else Signers()


def braille_digest(document: Document, grade: Grade) -> str:
    """What a braille reader signs; "" where the language has no such braille. Raises LeafletError for what cannot be written."""
    has = grade is Grade.USUAL or language(document.tag).braille.uncontracted
    if liblouis.lacks(document.tag) or not has:
        return ""
    from pipeline.render import braille  # only where somebody has signed braille

    return braille.digest(for_medium(document, Medium.BRAILLE), grade)


def history(project: Project, tag: str) -> tuple[History, list[Diagnostic]]:
    """The sign-off of a language; an empty one, with what is wrong, where it cannot be read."""
    path = signoff_path(tag)
    if not present(project, path):
        return History(), []
    stored, wrong = data(project, path)
    known, more = signoff.read(stored, path)
    return known, [*wrong, *more]


# Speech.


def _speech(project: Project) -> tuple[Options, tuple[Diagnostic, ...]]:
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
        if not path.resolve().is_relative_to(project.root) or not path.is_file():
            message = f"the voice {wanted.name} of {language(tag).name} is not in this folder"
            hint = "put its file there, and write its path in this folder, such as source/voices/pl.onnx"
            found.append(Diagnostic("B010", message, Location("source/publisher.yaml"), hint))
        chosen[tag] = Speaker(wanted, _digest(path), str(path))
    return chosen, found


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
