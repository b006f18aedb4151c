"""A gettext catalog as a value that loses nothing: every comment, flag, previous text and header line.

Neither Babel's Catalog nor polib's POFile is used for reading: Babel cannot hold ``#|`` contexts,
``#~|`` lines or unknown headers, and both read a damaged file without a word (docs/notes/translation.md).
What the strict gate has checked must be what is used, so the gate's own parse is the catalog.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

Key = tuple[str | None, str]  # msgctxt and msgid


@dataclass(frozen=True, slots=True)
class Message:
    """One entry. ``msgstr`` has one text, or one a plural form; ``previous`` holds the ``#|`` lines as written.

    ``raw`` is the entry as it stands in its file, so that what nobody changed is written as it was,
    wrapping included; ``changed`` leaves it behind.
    """

    msgid: str
    msgstr: tuple[str, ...] = ("",)
    context: str | None = None
    plural: str | None = None
    flags: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()  # #. for translators, from the source
    comments: tuple[str, ...] = ()  # #  by translators
    references: tuple[str, ...] = ()  # #: source/x.md:3
    previous: tuple[str, ...] = ()  # #| without the mark
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    raw: str = field(default="", compare=False, repr=False)

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether its text may be used: complete, agreed and not obsolete."""
        return all(self.msgstr) and not self.fuzzy and not self.obsolete

    def changed(self, **changes: object) -> Message:
        """The same entry with other values, to be written anew."""
        return replace(self, raw="", **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Catalog:
    """The entries of a PO or POT file, the header (msgid "") first. ``path`` is relative to the project's root."""

    messages: tuple[Message, ...]
    path: str = field(default="", compare=False)
    tail: str = field(default="", compare=False)  # comments after the last entry
    newline: str = field(default="\n", compare=False)  # as the translator's editor writes it

    @cached_property
    def _by_key(self) -> Mapping[Key, Message]:
        return {message.key: message for message in self.messages if not message.obsolete}

    def get(self, msgid: str, context: str | None = None) -> Message | None:
        """The living entry, translated or not."""
        return self._by_key.get((context, msgid))

    def at(self, line: int) -> Message | None:
        """The living entry whose texts stand on a line of the file."""
        texts = (m for m in self.messages if m.msgid and not m.obsolete and m.line <= line)
        last = max(texts, key=lambda message: message.line, default=None)
        return last if last and line < last.line + _text_lines(last) else None

    def translation(self, msgid: str, context: str | None = None) -> str | None:
        """The text that may be printed; None when there is none, or only a fuzzy one."""
        message = self.get(msgid, context)
        return message.msgstr[0] if message and message.translated else None

    @property
    def header(self) -> Message | None:
        """The first entry, which names language and charset; None in a catalog without."""
        return self.get("")

    @property
    def living(self) -> tuple[Message, ...]:
        """The entries that translators see, without header and obsolete ones."""
        return tuple(m for m in self.messages if m.msgid and not m.obsolete)


def _text_lines(message: Message) -> int:
    """How many lines of its file an entry has from its msgctxt or msgid on."""
    rows = message.raw.split("\n")
    first = next((n for n, row in enumerate(rows) if re.match(r"\s*msg", row)), 0)
    return len(rows) - first


def headers(header: Message | None) -> dict[str, str]:
    """The fields of a header entry, in their order."""
    rows = (row.partition(":") for row in (header.msgstr[0] if header else "").split("\n"))
    return {name.strip(): value.strip() for name, colon, value in rows if colon}


def write(catalog: Catalog) -> bytes:
    """The file. An entry that nobody changed is written as it was read; others unwrapped, as msgcat --no-wrap does."""
    blocks = [message.raw or entry(message) for message in catalog.messages]
    text = "\n\n".join([*blocks, *filter(None, [catalog.tail])]) + "\n"
    return text.replace("\n", catalog.newline).encode()


def entry(message: Message) -> str:
    """One entry as text, without a blank line."""
    return "\n".join(row for rows in _rows(message).values() for row in rows)


def _rows(message: Message) -> dict[str, list[str]]:
    """The lines of an entry, by what they hold; ``text``: msgctxt, msgid and msgstr."""
    mark = "#~ " if message.obsolete else ""
    texts = _field(mark, "msgctxt", message.context) if message.context is not None else []
    texts += _field(mark, "msgid", message.msgid)
    if message.plural is None:
        texts += _field(mark, "msgstr", message.msgstr[0])
    else:
        texts += _field(mark, "msgid_plural", message.plural)
        for number, text in enumerate(message.msgstr):
            texts += _field(mark, f"msgstr[{number}]", text)
    return {
        "comments": [f"# {comment}".rstrip() for comment in message.comments],
        "extracted": [f"#. {comment}".rstrip() for comment in message.extracted],
        "references": [f"#: {' '.join(message.references)}"] if message.references else [],
        "flags": [f"#, {', '.join(message.flags)}"] if message.flags else [],
        "previous": [f"#{mark[1:2]}| {row}" for row in message.previous],
        "text": texts,
    }


_MARK = re.compile(r"#(~?\||[.:,!~]|)|(?=msg|\")")
_HOLDS = {".": "extracted", ":": "references", ",": "flags", "!": "flags", "|": "previous", "~|": "previous",
          "~": "text", None: "text", "": "comments"}  # fmt: skip


def as_it_was(message: Message, old: Message) -> Message:
    """A changed entry with the lines of its file that the change did not touch: editors wrap texts and references,
    and a diff should show what changed. ``message`` and ``old`` have the same texts."""
    lines: dict[str, list[str]] = {name: [] for name in _rows(message)}
    for row in old.raw.split("\n"):
        mark = _MARK.match(row)
        if mark is None:  # indented by hand, or nothing at all
            return replace(message, raw="")
        lines[_HOLDS[mark[1]]].append(row)
    new = _rows(message)
    for name in ("comments", "extracted", "references", "flags"):
        if getattr(message, name) != getattr(old, name):
            lines[name] = new[name]
    if message.previous != old.previous:
        lines["previous"] = new["previous"]
    if message.obsolete != old.obsolete:
        mark_of = "~" if message.obsolete else ""
        lines["previous"] = [re.sub(r"^#~?\|", f"#{mark_of}|", row) for row in lines["previous"]]
        lines["text"] = [
            f"#~ {row}" if mark_of else re.sub("^#~ ?", "", row) for row in lines["text"]
        ]
    return replace(message, raw="\n".join(row for rows in lines.values() for row in rows))


def _field(mark: str, name: str, text: str) -> list[str]:
    """A text on one line, or after an empty first line when it has several."""
    parts = re.split(r"(?<=\n)(?!\Z)", text)
    if len(parts) == 1:
        return [f"{mark}{name} {quoted(text)}"]
    return [f'{mark}{name} ""', *(f"{mark}{quoted(part)}" for part in parts)]


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r",
            "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}  # fmt: skip


def quoted(text: str) -> str:
    """The text as a PO file has it, between quotes."""
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'


def unquoted(text: str) -> str:
    """The inverse of ``quoted``, for text that the gate has read; other escapes stay as they are."""
    plain = {escape[1]: c for c, escape in _ESCAPES.items()}
    return re.sub(r"\\(.)", lambda escape: plain.get(escape[1], escape[0]), text[1:-1])
