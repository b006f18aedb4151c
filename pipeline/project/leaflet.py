"""A leaflet in a language, resolved: translated, checked, with its status and how else it can be had.

What reads a leaflet is loaded where one is read: a build with nothing to make reads none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import inline, publisher
from pipeline.braille import liblouis
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.glossary import Glossary
from pipeline.diagnostic import Diagnostic, Location, errors
from pipeline.document import Document, Grade, Offer, Way
from pipeline.document import lines as lines_of
from pipeline.languages import SOURCE, language
from pipeline.project.catalogs import catalogs_of, glossary, words
from pipeline.project.files import Project, data, present
from pipeline.project.signed import braille_readers, status_of
from pipeline.project.source import english
from pipeline.publisher import Format
from pipeline.speech import voice

if TYPE_CHECKING:
    from pipeline.checks.accepted import Accepted
    from pipeline.checks.pair import Pair


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
    catalogs, wrong = catalogs_of(project, source, tag)
    own_words, more = words(project, tag)
    told += [*wrong, *more]
    if errors(told):
        return None, told
    document, more = checked(project, source, catalogs, own_words, tag, today)
    told += more
    if errors(told):
        return None, told
    status, unsigned = status_of(project, document, source, today)
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


def _accepted(project: Project, tag: str) -> tuple[Accepted, list[Diagnostic]]:
    from pipeline.checks import accepted

    path = f"translations/{tag}/{accepted.FILE}"
    if tag == SOURCE or not present(project, path):
        return accepted.Accepted(), []
    found, wrong = data(project, path)
    known, more = accepted.read(found, path)
    return known, [*wrong, *more]


def _pairs(
    source: Document, document: Document, catalogs: Mapping[str, Catalog], approved: Glossary
) -> Iterator[Pair]:
    """Each message of the leaflet whose translation is used."""
    from pipeline.checks.pair import Pair
    from pipeline.checks.translation import msgstr_line

    terms = tuple(term.name for term in document.terms)
    messages = (
        (line.domain, inline.write(line.inlines), line.context)
        for line in lines_of(source)
        if line.inlines
    )
    for domain, msgid, context in dict.fromkeys(messages):
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
