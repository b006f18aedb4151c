"""Signatures: who signs what, and whether they may.

A signature is given to texts as they stand at that moment. Whoever read a proof signs with its code, which is refused
when anything in the leaflet has changed since.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import project as projects
from pipeline.build import files, plan, releases
from pipeline.build.committed import lost
from pipeline.build.lock import locked
from pipeline.build.plan import Choice, chosen
from pipeline.catalogs import digests, people, signoff
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.digests import Signable
from pipeline.catalogs.signoff import Act, Event, History, Standing
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors, quoted
from pipeline.document import Document, Grade, State
from pipeline.languages import SOURCE, language
from pipeline.project import Project

CODE_LENGTH = 12  # hex digits of a proof's code: no two versions of a leaflet share them
_LONGEST_NAME = 80  # characters
_LONGEST_EXCERPT = 60  # characters of a text in the history
_EXCERPTS = 3  # texts of an event that are told by their words


@dataclass(frozen=True, slots=True)
class Pen:
    """Who signs as what, and when."""

    did: Act
    name: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed of a leaflet in a language, what the leaflet now is there, and what its English is."""

    event: Event
    tag: str
    state: State
    english: State

    def __str__(self) -> str:
        event = self.event
        told = f"{event.by} {event.did} {event.leaflet} in {self.tag}: {event.what}. It is now {self.state}."
        if self.english is not State.APPROVED and self.tag != SOURCE:
            told += f" Its English is {self.english}: it is released when that is approved too."
        return told


@dataclass(frozen=True)
class Leaflet:
    """A leaflet in a language, with the history that it stands in."""

    document: Document
    source: Document
    history: History

    @property
    def standing(self) -> Standing:
        return signoff.standing(self.history, self.document, self.source)

    @property
    def at(self) -> Location:
        """Where it is signed."""
        return Location(projects.signoff_path(self.document.tag))

    @property
    def name(self) -> str:
        """For messages."""
        return f"{self.document.slug} in {self.document.tag}"


def sign(
    project: Project,
    slugs: Sequence[str],
    tag: str,
    pen: Pen,
    places: Sequence[str] = (),
    proof: str = "",
) -> tuple[list[Signed], list[Diagnostic]]:
    """Sign leaflets of a language as they stand, all where none is named; what was signed, and why the rest was not.
    Raises LeafletError where the request itself is wrong: then nothing is signed.

    ``places``: single texts to sign instead, each by a line of its catalog (of its source, for the English), FILE:LINE;
    ``proof``: the code of the proof that was read, of one leaflet.
    """
    groups = chosen(project, Choice(tuple(slugs), (tag,)))
    _refuse([*_pseudo(tag), *_misused(slugs, places, proof)])
    pen = replace(pen, name=_known(project, pen.name))
    signed: list[Signed] = []
    with locked(project.output):
        history, found = projects.history(project, tag)
        _refuse([*found, *lost(project, tag)])
        wanted = _texts_at(project, [group.slug for group in groups], tag, places)
        for slug in wanted if places else [group.slug for group in groups]:
            leaflet, wrong = _leaflet(project, slug, tag, pen.on, history)
            found += wrong
            if leaflet is None:
                continue
            event = signature(leaflet, pen, wanted.get(slug), proof, project.publisher.signers)
            if isinstance(event, Diagnostic):
                found.append(event)
            else:
                history = history.and_then(event)
                signed.append(_signed(project, replace(leaflet, history=history)))
        if signed:
            files.put(project.root / projects.signoff_path(tag), signoff.write(history))
    return signed, found


def _signed(project: Project, leaflet: Leaflet) -> Signed:
    tag, state = leaflet.document.tag, leaflet.standing.state
    english = projects.in_english(leaflet.source)
    of_english = projects.standing(project, english, leaflet.source)[0].state
    return Signed(leaflet.history.events[-1], tag, state, of_english)


# Braille.


@dataclass(frozen=True, slots=True)
class Proofread:
    """What a braille reader signed. ``code``: of the braille, as its proof for sighted people has it."""

    event: Event
    tag: str
    code: str

    def __str__(self) -> str:
        event = self.event
        return f"{event.by} has proofread {event.leaflet} in {self.tag}: {event.what}. Its code is {self.code}."


def proofread(
    project: Project, slugs: Sequence[str], tag: str, edition: str, pen: Pen, code: str = ""
) -> tuple[list[Proofread], list[Diagnostic]]:
    """A braille reader signs leaflets of a language as they stand in braille, all where none is named; what was signed, and why
    the rest was not. Raises LeafletError where the request itself is wrong: then nothing is signed.

    ``code``: of the braille that was read, of one leaflet. The signature is given to all editions of the same braille.
    """
    grade = _grade(project, slugs, tag, edition)
    _refuse([*_pseudo(tag), *_misused(slugs, (), code)])
    pen = replace(pen, name=_known(project, pen.name))
    signed: list[Proofread] = []
    with locked(project.output):
        history, found = projects.history(project, tag)
        _refuse([*found, *lost(project, tag)])
        for group in chosen(project, Choice(tuple(slugs), (tag,), (edition,))):
            leaflet, wrong = _leaflet(project, group.slug, tag, pen.on, history)
            found += wrong
            if leaflet is None:
                continue
            event = _of_braille(project, leaflet, grade, pen, code)
            if not isinstance(event, Event):
                found += event
            else:
                history = history.and_then(event)
                signed.append(Proofread(history.events[-1], tag, event.whole[:CODE_LENGTH]))
        if signed:
            files.put(project.root / projects.signoff_path(tag), signoff.write(history))
    return signed, found


def _grade(project: Project, slugs: Sequence[str], tag: str, name: str) -> Grade:
    """Of the edition with this name. Raises LeafletError where no braille reader reads it, or the language does not have it."""
    plan.known(project, Choice(tuple(slugs), (tag,), (name,)))
    edition = next(one for one in project.publisher.editions if one.name == name)
    at = Location("source/publisher.yaml")
    if edition.embossed is None:
        braille = [one.name for one in project.publisher.editions if one.embossed]
        hint = (
            f"name an edition of braille with --format: {', '.join(braille) or 'none is made here'}"
        )
        raise LeafletError(Diagnostic("T148", f"{name} is not proofread by a braille reader", at, hint))  # fmt: skip
    if why := plan.lacks(project, edition, tag, ""):
        hint = "there is nothing to sign; leaflet doctor shows what braille each language has"
        raise LeafletError(Diagnostic("T148", f"there is no {name} in {language(tag).name}: {why}", at, hint))  # fmt: skip
    return edition.embossed


def _of_braille(
    project: Project, leaflet: Leaflet, grade: Grade, pen: Pen, code: str
) -> Event | Sequence[Diagnostic]:
    """The signature of a leaflet's braille; or why it is refused."""
    document = leaflet.document
    try:
        whole = projects.braille_digest(document, grade)
    except LeafletError as problem:
        return problem.diagnostics
    if not whole.startswith(code):
        hint = f"make it again with leaflet build --format braille-proof --tag {document.tag}, and read what has changed"
        return [
            Diagnostic(
                "T143",
                f"the braille of {leaflet.name} has changed since this proof was made",
                leaflet.at,
                hint,
            )
        ]
    if projects.braille_readers(project, document, grade).has(Act.APPROVED, pen.name):
        return [_twice(leaflet, pen)]
    what = "the braille" if grade is Grade.USUAL else "the uncontracted braille"
    return Event(pen.on, pen.name, Act.APPROVED, document.slug, what, grade, whole)


# Drafts and recalls.


def drafted(project: Project, slugs: Sequence[str], tag: str, on: datetime.date) -> list[str]:
    """Write down that a machine made the translation of leaflets, all of a language where none is named: every file says so until
    somebody has reviewed it. Raises LeafletError where it cannot be written down."""
    groups = chosen(project, Choice(tuple(slugs), (tag,)))
    _refuse([*_pseudo(tag), *_no_translation(tag)])
    with locked(project.output):
        history, found = projects.history(project, tag)
        _refuse(found)
        for group in groups:
            event = Event(on, "a machine", Act.DRAFTED, group.slug, "the translation")
            history = history.and_then(event)
        files.put(project.root / projects.signoff_path(tag), signoff.write(history))
    return [group.slug for group in groups]


def _no_translation(tag: str) -> Iterator[Diagnostic]:
    if tag == SOURCE:
        yield Diagnostic(
            "T140",
            "the English is the source, not a translation",
            Location("command line"),
            "name another language with --tag, such as --tag pl",
        )


def withdraw(
    project: Project, slug: str, tag: str, why: str, name: str, on: datetime.date
) -> Event:
    """Recall a leaflet, in one language or (``tag`` empty) in all of them. Raises LeafletError where it cannot be written down.

    Nothing that is wrong with the leaflet keeps it from being recalled.
    """
    _refuse([*_no_such(project, slug, tag), *_reasonless(why)])
    by = _known(project, name) if name.strip() else "not said"
    place = tag or SOURCE
    with locked(project.output):
        history, found = projects.history(project, place)
        _refuse(found)
        event = Event(on, by, Act.WITHDRAWN, slug, " ".join(why.split()))
        history = history.and_then(event)
        files.put(project.root / projects.signoff_path(place), signoff.write(history))
    return history.events[-1]


def _no_such(project: Project, slug: str, tag: str) -> Iterator[Diagnostic]:
    at = Location("source")
    known = dict.fromkeys((*project.slugs, *releases.released(project.output)))
    if slug not in known:
        yield Diagnostic("B102", f"there is no leaflet {quoted(slug)}", at, plan.instead(slug, list(known)))  # fmt: skip
    if tag and tag not in project.tags:
        yield Diagnostic("B102", f"there is no language {quoted(tag)}", at, plan.instead(tag, project.tags))  # fmt: skip


def _reasonless(why: str) -> Iterator[Diagnostic]:
    said = " ".join(why.split())
    if not said or not said.isprintable():
        hint = 'add --why "The dose in the second section is wrong."'
        yield Diagnostic("T147", "it is not said why the leaflet is withdrawn", Location("command line"), hint)  # fmt: skip


# What may be signed at all.


def _refuse(wrong: Sequence[Diagnostic]) -> None:
    if wrong:
        raise LeafletError(*wrong)


def _pseudo(tag: str) -> Iterator[Diagnostic]:
    if language(tag).pseudo:
        yield Diagnostic(
            "T140",
            f"{tag} is a made-up language for tests, which nobody signs",
            Location("source/publisher.yaml"),
            "name another language with --tag",
        )


def _misused(slugs: Sequence[str], places: Sequence[str], proof: str) -> Iterator[Diagnostic]:
    at = Location("command line")
    if proof and (places or len(slugs) != 1):
        yield Diagnostic(
            "T140",
            "a proof is of one whole leaflet",
            at,
            "name it with --leaflet NAME, and leave out --at",
        )
    if proof and not re.fullmatch(rf"[0-9a-f]{{{CODE_LENGTH},64}}", proof):
        hint = f"copy the {CODE_LENGTH} letters and figures at the top of the proof"
        yield Diagnostic("T140", f"{quoted(proof)} is not the code of a proof", at, hint)


def _known(project: Project, name: str) -> str:
    """The name as it is written down. Raises LeafletError for a name that cannot be one, or that the charity does not list."""
    said = " ".join(unicodedata.normalize("NFC", name).split())
    at = Location("source/publisher.yaml")
    if not any(c.isalpha() for c in said) or not name.isprintable() or len(said) > _LONGEST_NAME:
        hint = 'give your own name: --by "Ann Bell"'
        raise LeafletError(Diagnostic("T141", f"nobody can sign as {quoted(name)}", at, hint))
    listed = {signoff.folded(one): one for one in project.publisher.signers}
    if listed and signoff.folded(said) not in listed:
        hint = f"those are {', '.join(listed.values())}; ask whoever keeps signers: in this file to add a name"
        raise LeafletError(Diagnostic("T141", f"{said} is not among those who may sign", at, hint))
    return listed.get(signoff.folded(said), said)


def _leaflet(
    project: Project, slug: str, tag: str, today: datetime.date, history: History
) -> tuple[Leaflet | None, list[Diagnostic]]:
    source, found = projects.english(project, slug)
    document, told = projects.translated(project, source, found, tag, today)
    if document is None or source is None:
        return None, errors(told)
    return Leaflet(document, source, history), []


# Single texts.


def _texts_at(
    project: Project, slugs: Sequence[str], tag: str, places: Sequence[str]
) -> Mapping[str, frozenset[str]]:
    """For each leaflet the keys of the texts that stand at the places. A text that leaflets share is meant in all of them."""
    found: dict[str, frozenset[str]] = {}
    empty = {place: _place(place) for place in places}
    for slug in slugs if places else ():
        source, _ = projects.english(project, slug)
        if source is None:
            continue
        texts = digests.signables(projects.in_english(source), source)
        catalogs = (
            {}
            if tag == SOURCE
            else {d: projects.catalog_of(project, tag, d)[0] for d in projects.domains(source)}
        )
        for place in places:
            if keys := frozenset(one.key for one in texts if _stands(one, _place(place), catalogs)):
                found[slug] = found.get(slug, frozenset()) | keys
                empty.pop(place, None)
    hint = "name the line of a msgid or msgstr in the catalog; for the English, the line where a paragraph begins"
    _refuse([Diagnostic("T142", "no text stands here", at, hint) for at in empty.values()])
    return found


def _place(text: str) -> Location:
    path, _, line = text.rpartition(":")
    if not path or not (line.isascii() and line.isdecimal()):
        hint = "write FILE:LINE, such as translations/ur/LC_MESSAGES/shared.po:12"
        raise LeafletError(
            Diagnostic(
                "T142", f"{quoted(text)} names no line of a file", Location("command line"), hint
            )
        )
    return Location(path, int(line))


def _stands(one: Signable, at: Location, catalogs: Mapping[str, Catalog | None]) -> bool:
    if not catalogs:
        return one.at == at
    catalog = catalogs.get(one.domain)
    message = catalog.at(at.line) if catalog and catalog.path == at.path else None
    return message is not None and message.key == (one.context or None, one.msgid)


# What is signed.


def signature(
    leaflet: Leaflet,
    pen: Pen,
    keys: frozenset[str] | None,
    proof: str,
    listed: Sequence[str] = (),
) -> Event | Diagnostic:
    """The signature of the texts with these keys, of the whole leaflet where there are none; or why it is refused.
    ``listed``: who may sign, so that all of them are people of their own."""
    standing = leaflet.standing
    texts = [one for one in standing.texts if keys is None or one.key in keys]
    whole = digests.whole(leaflet.document)
    if not whole.startswith(proof):
        return _changed_since(leaflet)
    if left := [one for one in texts if not one.translated]:
        return _not_translated(leaflet, left)
    if pen.did is Act.APPROVED and (
        why := _unreviewed(standing, texts, pen.name, keys is None, listed)
    ):
        hint = f"somebody else signs first: leaflet review --leaflet {leaflet.document.slug} --tag {leaflet.document.tag} --by NAME; two people of nearly one name are listed under signers: in source/publisher.yaml"
        return Diagnostic("T145", f"{leaflet.name} cannot be approved by {pen.name}: {why}", leaflet.at, hint)  # fmt: skip
    new = [one for one in texts if not standing.texts[one].has(pen.did, pen.name)]
    wholly = keys is None and not standing.whole.has(pen.did, pen.name)
    if not new and not wholly:
        return _twice(leaflet, pen)
    return Event(
        pen.on,
        pen.name,
        pen.did,
        leaflet.document.slug,
        _said(new, wholly),
        whole=whole if wholly else "",
        texts=tuple(one.signed for one in new),
    )


def _changed_since(leaflet: Leaflet) -> Diagnostic:
    document = leaflet.document
    hint = f"make it again and read what has changed: leaflet proof --leaflet {document.slug} --tag {document.tag}"
    return Diagnostic("T143", f"{leaflet.name} has changed since this proof was made", leaflet.at, hint)  # fmt: skip


def _not_translated(leaflet: Leaflet, left: Sequence[Signable]) -> Diagnostic:
    what = "this text stands" if len(left) == 1 else f"{len(left)} texts stand"
    hint = f"translate what is left, the first of it {_excerpt(left[0])}; leaflet check lists all of it"
    return Diagnostic("T144", f"{leaflet.name} cannot be signed: {what} in English", leaflet.at, hint)  # fmt: skip


def _unreviewed(
    standing: Standing, texts: Sequence[Signable], name: str, wholly: bool, listed: Sequence[str]
) -> str:
    """Why somebody may not approve: what nobody, or nobody else, has reviewed as it now stands. "" where they may."""
    reviewers = [(standing.texts[one].reviewed, _excerpt(one)) for one in texts]
    reviewers += [(standing.whole.reviewed, "the leaflet as a whole")] if wholly else []
    names = dict.fromkeys(other for given, _ in reviewers for other, _ in given)
    own = {other for other in names if _one_person(name, other, listed)}
    lacking = [what for given, what in reviewers if {other for other, _ in given} <= own]
    if not lacking:
        return ""
    by = (
        f"nobody but {' or '.join(own)}"
        if own and len(lacking) == len(reviewers)
        else "nobody else"
    )
    more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
    return f"{by} has reviewed {lacking[0]}{more}"


def _one_person(name: str, other: str, listed: Sequence[str]) -> bool:
    """Whether somebody may be who signed by another name; not where the charity lists both."""
    known = {signoff.folded(one) for one in listed}
    if {signoff.folded(name), signoff.folded(other)} <= known:
        return signoff.folded(name) == signoff.folded(other)
    return signoff.folded(name) == signoff.folded(other) or people.alike(name, other)


def _twice(leaflet: Leaflet, pen: Pen) -> Diagnostic:
    hint = "nothing is left to do"
    if pen.did is Act.REVIEWED:
        hint = f"somebody else can approve it: leaflet approve --leaflet {leaflet.document.slug} --tag {leaflet.document.tag} --by NAME"
    said = f"{pen.name} has {pen.did} this already, and nothing has changed since: {leaflet.name}"
    return Diagnostic("T146", said, leaflet.at, hint)


def _said(texts: Sequence[Signable], wholly: bool) -> str:
    """What an event signs, for whoever reads the history."""
    told = [_excerpt(one) for one in texts] if len(texts) <= _EXCERPTS else []
    count = "1 text" if len(texts) == 1 else f"{len(texts)} texts"
    parts = [f"{count}: {', '.join(told)}" if told else count] if texts else []
    return "; ".join([*parts, *(["the leaflet as a whole"] if wholly else [])])


def _excerpt(one: Signable) -> str:
    cut = one.msgid if len(one.msgid) <= _LONGEST_EXCERPT else f"{one.msgid[: _LONGEST_EXCERPT - 3]}..."  # fmt: skip
    return f"“{cut}”"
