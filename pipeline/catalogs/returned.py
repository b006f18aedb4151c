"""What a translator's program brought back, taken into a catalog text by text, or refused with what to do.

A text is taken only when its English is ours to the letter, its codes are those of the English, and nobody has
changed the translation here meanwhile. Signatures are elsewhere and stand for texts: a text that changes here
loses them by itself (``pipeline.catalogs.signoff``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs import gate, segments
from pipeline.catalogs.catalog import Catalog, Key, Message
from pipeline.catalogs.segments import Code, Unit, units
from pipeline.catalogs.xliff import Pieces, Tag, Translated, shown
from pipeline.diagnostic import Diagnostic, Location, quoted


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the texts of one file."""

    path: str
    changed: int = 0
    same: int = 0
    empty: int = 0
    unfinished: int = 0  # of these, fuzzy: the translator's program says that they are not done
    refused: int = 0

    def __str__(self) -> str:
        parts = [f"{self.changed} texts changed", f"{self.same} as they were"]
        parts += [f"{self.empty} without a translation"] if self.empty else []
        parts += [f"{self.unfinished} not finished (fuzzy)"] if self.unfinished else []
        parts += [f"{self.refused} refused, which stand as they were"] if self.refused else []
        return f"{self.path}: {', '.join(parts)}"


class _Refused(Exception):
    """Why a text is not taken: code, what, remedy."""


def take(
    catalog: Catalog, found: Sequence[Translated], path: str, tag: str, replacing: bool = False
) -> tuple[Catalog, Taken, list[Diagnostic]]:
    """The catalog with the texts that may be taken from the file at ``path``, and why the others may not.

    ``replacing``: also over a translation that was changed here since the file went out.
    """
    known = {unit.id: unit for unit in units(catalog)}
    messages: dict[Key, Message] = {message.key: message for message in catalog.living}
    told: list[Diagnostic] = []
    taken = Taken(catalog.path)
    seen: set[str] = set()
    for one in found:
        try:
            unit = _unit(one, known, seen)
            text = _text(one.target, segments.source(unit.source))
            changed = _changed(messages[unit.message.key], unit, text, one)
            if changed != messages[unit.message.key]:
                _unchanged_here(unit, one, replacing)
                _valid(catalog, changed, tag)
        except _Refused as why:
            code, what, hint = why.args
            told.append(Diagnostic(code, what, Location(path, one.line), hint))
            taken = replace(taken, refused=taken.refused + 1)
            continue
        messages[unit.message.key] = changed
        taken = _counted(taken, unit, text, changed)
    return _written(catalog, messages), taken, told


def _unit(one: Translated, known: dict[str, Unit], seen: set[str]) -> Unit:
    """The text of ours that a unit translates, its English compared letter by letter."""
    if one.id not in known:
        hint = "the English has changed since the file went out: run leaflet export again, and ask for that file"
        raise _Refused("X201", f"no text of this leaflet has the id {shown(one.id)}", hint)
    if one.id in seen:
        raise _Refused(
            "X202",
            f"the id {shown(one.id)} stands in the file twice",
            "ask the translator for a whole file",
        )
    seen.add(one.id)
    unit = known[one.id]
    codes = {piece.id: piece.text for piece in segments.source(unit.source) if isinstance(piece, Code)}  # fmt: skip
    said = "".join(
        piece if isinstance(piece, str) else piece.text or codes.get(piece.id, "")
        for piece in one.source
    )
    if said != unit.source:
        hint = f"ask for a translation of {quoted(unit.source)}; a mistake in the English is corrected in source/"
        raise _Refused("X203", f"the English in the file was edited to {shown(said)}", hint)
    return unit


def _text(target: Pieces, english: segments.Segment) -> str:
    """The translation as it stands in a catalog, its codes from our English."""
    codes = {piece.id: piece.text for piece in english if isinstance(piece, Code)}
    return "".join(piece if isinstance(piece, str) else _code(piece, codes) for piece in target)


def _code(piece: Tag, codes: dict[str, str]) -> str:
    hint = "ask for the placeholders of the English, each as it is"
    ours = codes.get(piece.id) if piece.name == "ph" else None
    if piece.name != "ph" or (ours is None and piece.text is None):
        raise _Refused(
            "X204", f"<{piece.name} {shown(piece.id)}> is no placeholder of the English", hint
        )
    if ours is not None and piece.text not in (None, ours):
        raise _Refused("X204", f"the placeholder {ours} was made {shown(piece.text or '')}", hint)
    return ours or str(piece.text)


def _unchanged_here(unit: Unit, one: Translated, replacing: bool) -> None:
    """A text that had no translation may get one; another only over that with which the file went out."""
    if unit.target and one.was != unit.was and not replacing:
        hint = "compare the two; leaflet import-translation --replace takes those of the file"
        said = f"{shown(unit.target)} (fuzzy)" if unit.message.fuzzy else shown(unit.target)
        raise _Refused(
            "X205",
            f"somebody changed this translation here since the file went out; it now is {said}",
            hint,
        )


def _changed(message: Message, unit: Unit, text: str, one: Translated) -> Message:
    """The message with the text in its form; without one it stays as it is."""
    if not text:
        return message
    msgstr = (*message.msgstr[: unit.form], text, *message.msgstr[unit.form + 1 :])
    doubted = message.fuzzy and text == message.msgstr[unit.form]
    finished = not doubted if one.finished is None else one.finished
    fuzzy = not finished or (unit.form > 0 and message.fuzzy)
    changed = _marked(message, fuzzy).changed(msgstr=msgstr)
    if changed == message:
        return message
    return changed if msgstr != message.msgstr else catalogs.as_it_was(changed, message)


def _marked(message: Message, fuzzy: bool) -> Message:
    """The message as fuzzy, or agreed: then what it was made from has gone."""
    if fuzzy == message.fuzzy:
        return message
    flags = tuple(flag for flag in message.flags if flag != "fuzzy")
    return message.changed(flags=("fuzzy", *flags)) if fuzzy else message.changed(flags=flags, previous=())  # fmt: skip


def _valid(catalog: Catalog, message: Message, tag: str) -> None:
    """The gate has the last word, as if the text stood in the catalog."""
    alone = Catalog(tuple(filter(None, [catalog.header, message])))
    _, wrong = gate.read(catalogs.write(alone), catalog.path, tag)
    for one in wrong:
        raise _Refused(one.code, one.message, one.hint)


def _counted(taken: Taken, unit: Unit, text: str, changed: Message) -> Taken:
    if not text:
        return replace(taken, empty=taken.empty + 1)
    unfinished = taken.unfinished + changed.fuzzy
    if text == unit.target and changed.fuzzy == unit.message.fuzzy:
        return replace(taken, same=taken.same + 1, unfinished=unfinished)
    return replace(taken, changed=taken.changed + 1, unfinished=unfinished)


def _written(catalog: Catalog, messages: dict[Key, Message]) -> Catalog:
    def new(message: Message) -> Message:
        return messages.get(message.key, message) if message.msgid and not message.obsolete else message  # fmt: skip

    return replace(catalog, messages=tuple(map(new, catalog.messages)))


def unwritable(catalog: Catalog) -> Iterator[Diagnostic]:
    """Texts that no XML file can hold (XML 1.0, 2.2 Characters)."""
    for unit in units(catalog):
        for c in f"{unit.source}{unit.target}":
            if not _xml(ord(c)):
                at = Location(catalog.path, unit.message.line)
                yield Diagnostic(
                    "X206",
                    f"a file for translators cannot hold the character U+{ord(c):04X}, which cannot be seen",
                    at,
                    "delete it",
                )
                break


def _xml(c: int) -> bool:
    return c in (9, 10, 13) or 0x20 <= c <= 0xD7FF or 0xE000 <= c <= 0xFFFD or c >= 0x10000
