"""The strict gate: nothing else in the pipeline reads a PO file.

A catalog that ``msgfmt -c`` (GNU gettext 0.21) rejects is rejected here too, with line, reason and
remedy, and is never half read: ``msgstr "Weź 150`` without its closing quote must not become 15.
It is stricter than msgfmt only by these codes:

T102  a byte that is no UTF-8 above the line that names the charset, where msgfmt does not look yet
T120  a NUL, after which msgfmt silently drops the rest of the file
T121  line ends of CR alone
T122  a {marker} that stands more often in the translation than in the English
T123  a Language header that is missing or names another language than the folder
T124  a charset other than UTF-8, or none
T125  control and direction characters that nobody can see
T126  msgstr[1 or a backslash at the end of a line, which go on in the next, a comment in a line of #|, a
      second mark in a line, as in #~ #|: no editor writes that
T127  an escape for a byte beyond ASCII
T128  the directives of a format that is not known here: those of the English, in their order
T129  a second line of flags (#,), which makes msgfmt forget the first, or a fuzzy mark that is written so that
      no tool sees it
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.catalogs import formats
from pipeline.catalogs.catalog import Catalog, Key, Message
from pipeline.catalogs.plurals import PluralError, Plurals, plurals
from pipeline.diagnostic import Diagnostic, Location, quoted, saved_as
from pipeline.facts import BIDI_CONTROLS, ISOLATES, PDI

_TOKEN = re.compile(
    r'(?P<space>[ \t\r\f\v]+)|(?P<string>"(?:[^"\\]|\\.)*")|(?P<keyword>[A-Za-z_]\w*)'
    r"|(?P<index>\[\s*\d+\s*\])|(?P<other>.)",
    re.DOTALL,
)
_PREFIX = re.compile(r"[ \t\f\v]*(?P<mark>#~\||#\||#~|#)")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]+|[0-7]{1,3}|.)", re.DOTALL)
_PLAIN_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "b": "\b",
    "r": "\r",
    "f": "\f",
    "v": "\v",
    "a": "\a",
    '"': '"',
    "\\": "\\",
}
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_SPLIT = re.compile(r"msgstr[ \t]*\[[ \t]*\d*[ \t]*$|^[ \t]*(#~)?[ \t]*\[|\\$")
_MARKER = re.compile(r"\{[A-Za-z_]\w*\}")
_FLAG = re.compile(r"range:\s*\d+\s*\.\.\s*\d+|[^\s,]+", re.ASCII)
_RANGE = re.compile(r"range:\s*(\d{1,9})\s*\.\.\s*(\d{1,9})", re.ASCII)

_OBSOLETE = "begin all of its lines with #~, or none"
_OLD = "delete the lines of this entry that begin with #|; they only remember the old English"
_QUOTES = 'a text begins and ends with straight ", and a " inside it is written \\"'


def read(data: bytes, path: str, tag: str | None) -> tuple[Catalog | None, list[Diagnostic]]:
    """The catalog, or None and everything that is wrong with the file.

    ``tag``: the language of the file's folder, which its header must name; None for a template.
    """
    catalog, found = examined(data, path, tag)
    return (None if found else catalog), found


def examined(data: bytes, path: str, tag: str | None) -> tuple[Catalog | None, list[Diagnostic]]:
    """As ``read``, but with the catalog where only single texts are refused, for a list of all that is wrong: not for use."""
    reader = _Reader(path)
    text = reader.decoded(data)
    if text is None:
        return None, reader.found
    reader.read(text)
    if reader.found:
        return None, reader.found
    newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    catalog = Catalog(tuple(reader.messages), path, "\n".join(reader.pending), newline)
    return catalog, list(_meaning(catalog, tag))


@dataclass(frozen=True)
class Seen:
    """What stands in a file, also in one that is refused: for people to look at, never for use.

    ``catalog``: every entry that is whole; ``broken``: each other one as it stands in the file, with the line of its msgid, where
    its English can be read; ``entries``: where each begins, comments and all, with its key, None where that cannot be read;
    ``places``: of which entry each finding is.
    """

    catalog: Catalog
    broken: Mapping[Key, tuple[int, str]]
    entries: tuple[tuple[int, Key | None], ...]
    places: Mapping[Diagnostic, Key | None]

    @cached_property
    def refused(self) -> frozenset[Key]:
        """The entries that no build would use: something is wrong in each."""
        return frozenset([*filter(None, self.places.values()), *self.broken])

    @property
    def rest(self) -> Catalog:
        """The entries in which nothing is wrong."""
        kept = (one for one in self.catalog.messages if one.key not in self.refused)
        return replace(self.catalog, messages=tuple(kept))

    def place(self, found: Diagnostic) -> Key | None:
        """The entry that a finding is of, None where it is of none that can be read."""
        return self.places.get(found, _at(self.entries, found.at.line))


def seen(data: bytes, path: str, tag: str) -> tuple[Seen, list[Diagnostic]]:
    """What people can be shown of a catalog, and all that is wrong with it."""
    reader = _Reader(path)
    reader.decoded(data)  # for what it finds
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    reader.read(text if "\n" in text else text.replace("\r", "\n"))
    catalog = Catalog(tuple(reader.messages), path)
    found = list(dict.fromkeys([*reader.found, *_meaning(catalog, tag)]))
    entries = tuple(sorted(reader.begun, key=lambda entry: entry[0]))
    places = {one: reader.late.get(one, _at(entries, one.at.line)) for one in found}
    return Seen(catalog, reader.unread, entries, places), found


def _at(entries: Sequence[tuple[int, Key | None]], line: int) -> Key | None:
    place = bisect_right(entries, line, key=lambda entry: entry[0])
    return entries[place - 1][1] if place else None


@dataclass
class _Entry:
    """An entry being read: its texts by keyword, with where each began."""

    line: int
    raw: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    previous: list[str] = field(default_factory=list)
    obsolete: bool = False
    begun: int = 0  # the line of msgctxt or msgid
    whole: bool = True  # whether its lines are its own: else ``raw`` cannot be used


# After which keyword each may stand; "" is the beginning of an entry.
_AFTER = {
    "msgctxt": {""},
    "msgid": {"", "msgctxt"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid"},
    "msgstr[": {"msgid_plural", "msgstr["},
}

_OLD_AFTER = {"msgctxt": ("",), "msgid": ("", "msgctxt"), "msgid_plural": ("msgid",)}  # in #| lines


class _Reader:
    """A reader of lines and tokens, as gettext's own lexer does it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Diagnostic] = []
        self.messages: list[Message] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.entry = _Entry(1)
        self.last = ""  # the keyword that strings go on
        self.filled = False  # whether it has a string
        self.broken = False  # after a syntax error, until the next entry begins
        self.pending: list[str] = []  # lines of comments that no entry has taken yet
        self.old = self.old_mark = ""  # the last keyword of #| lines, and their mark
        self.old_filled = False
        self.begun: list[tuple[int, Key | None]] = []  # where each entry begins
        self.unread: dict[Key, tuple[int, str]] = {}  # those that are not whole
        self.late: dict[Diagnostic, Key | None] = {}  # what is told at the line after its entry

    def report(self, code: str, message: str, line: int, hint: str = "") -> None:
        self.found.append(Diagnostic(code, message, Location(self.path, line), hint))

    def decoded(self, data: bytes) -> str | None:
        if data.startswith(b"\xef\xbb\xbf"):
            self.report(
                "T101",
                "the file begins with a mark that cannot be seen (a byte order mark)",
                1,
                "save it as UTF-8 without BOM",
            )
        if b"\0" in data and not saved_as(data):
            line = data[: data.index(b"\0")].count(b"\n") + 1
            self.report(
                "T120",
                "a character that cannot be seen (NUL) stands here; other programs would drop the rest of the file",
                line,
                "delete it, or get the file again",
            )
        if b"\r" in data and b"\n" not in data:
            self.report(
                "T121",
                "the file has the line ends of an old Macintosh, so that it is one line to other programs",
                1,
                "save it with the line ends of Unix or Windows (LF or CRLF)",
            )
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as problem:
            self.report(*_not_utf8(data, problem.start))
            return None
        return None if self.found else text

    def read(self, text: str) -> None:
        lines = text.split("\n")
        if lines[-1] == "":
            lines.pop()
        for number, line in enumerate(lines, 1):
            self.line(line.removesuffix("\r"), number)
        self.finish(len(lines))

    def line(self, line: str, number: int) -> None:
        if _CONFLICT.match(line):
            self.report(
                "T103",
                "two versions of the file are mixed here, between marks of git",
                number,
                "keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>",
            )
            return
        prefix = _PREFIX.match(line)
        mark = prefix["mark"] if prefix else ""
        if mark == "#":
            self.comment(line.strip(), number)
            if line.endswith("\\"):
                self.report("T126", "this comment ends with a \\", number, "delete the \\")
        elif line.strip(" \t\r\f\v"):
            self.entry.raw.append(line)
            if _SPLIT.search(line):
                self.report(
                    "T126",
                    "this line is broken where it cannot be",
                    number,
                    "join it with the next line",
                )
                self.broken = True
            self.tokens(line, prefix.end() if prefix else 0, mark, number)

    def comment(self, line: str, number: int) -> None:
        """A comment belongs to the next entry; it may not stand inside one."""
        self.end_by_comment(number)
        self.entry.raw.append(line)
        self.noted(line, number)

    def noted(self, line: str, number: int) -> None:
        kind, text = line[1:2], line[2:].strip()
        match kind:
            case ".":
                self.entry.extracted.append(text)
            case ":":
                self.entry.references += text.split()
            case "," | "!":  # both are flags to gettext
                if self.entry.flags:
                    hint = "write all of them on one line: #, fuzzy, python-brace-format"
                    self.report(
                        "T129",
                        "the marks of this entry stand on two lines that begin with #,",
                        number,
                        hint,
                    )
                self.entry.flags += _FLAG.findall(line[2:])
                if "fuzzy" in line and "fuzzy" not in self.entry.flags:
                    hint = "write the line as #, fuzzy"
                    self.report(
                        "T129",
                        "the fuzzy mark is written in a way that no program knows",
                        number,
                        hint,
                    )
            case _:
                self.entry.comments.append(line[1:].strip())

    def tokens(self, line: str, start: int, mark: str, number: int) -> None:
        position = start
        while position < len(line):
            token = _TOKEN.match(line, position)
            assert token
            position = token.end()
            match token.lastgroup:
                case "space":
                    continue
                case "string":
                    self.string(token[0], mark, number)
                case "keyword":
                    position = self.keyword(token[0], line, position, mark, number)
                case _ if token[0] == "#":
                    inner = _PREFIX.match(line, token.start())
                    if inner is None or inner["mark"] == "#":
                        self.end_by_comment(number)
                        self.noted(line[token.start() :], number)
                        if mark in ("#|", "#~|"):
                            self.report(
                                "T126",
                                "a comment stands in a line that begins with #|",
                                number,
                                "delete the comment",
                            )
                        return
                    self.report("T126", "two marks stand on one line", number, "delete one of them")
                    self.broken = True
                    return
                case _:
                    self.syntax(line, token[0], number)
                    return

    def end_by_comment(self, number: int) -> None:
        """A comment ends the entry: it may stand neither inside one nor after #| lines."""
        if self.old:
            self.report(
                "T108",
                "a comment stands below lines that begin with #|",
                number,
                "move it above them",
            )
            self.old = ""
        if self.last:
            self.complete(number)

    def syntax(self, line: str, token: str, number: int) -> None:
        if self.broken and token != '"':
            return
        self.broken = True
        if token == '"':
            self.report("T104", "a text has no closing quote", number, _QUOTES)
        else:
            self.report(
                "T105",
                f"{quoted(line.strip()[:40])} is no line of a catalog",
                number,
                "undo the last edit here; a comment begins with #, " + _QUOTES,
            )

    def keyword(self, word: str, line: str, position: int, mark: str, number: int) -> int:
        """Begin a field; the position after its index, msgstr[0]."""
        index = (
            re.compile(r"[ \t]*\[\s*(\d+)\s*\]").match(line, position) if word == "msgstr" else None
        )
        if mark in ("#|", "#~|"):
            self.previous(word, number, mark)
            return position
        name = "msgstr[" if index else word
        if name not in _AFTER:
            self.syntax(line, word, number)
            return len(line)
        self.close_previous(mark, number)
        if name in ("msgctxt", "msgid") and self.last in ("msgstr", "msgstr["):
            self.next_entry(line, word, number)
        self.begin(name, index[1] if index else "", mark, number)
        return index.end() if index else position

    def begin(self, name: str, index: str, mark: str, number: int) -> None:
        if self.broken and name in ("msgctxt", "msgid") and self.last != "msgctxt":
            self.abandon(number)
        if self.last not in _AFTER[name]:
            what = f"{name.rstrip('[')} after {self.last.rstrip('[') or 'nothing'}"
            if not self.broken:
                self.report(
                    "T106",
                    f"a line of this entry is missing or in another order: {what}",
                    number,
                    "an entry is msgid with the English, then msgstr with the translation; undo the last edit",
                )
            self.broken = True
            if name in ("msgctxt", "msgid"):
                self.abandon(number)
        elif self.last and not self.filled and not self.broken:
            self.report(
                "T106",
                f"no text stands after {self.last.rstrip('[')}",
                number,
                'write "" for an empty text',
            )
        forms = sum(key.startswith("msgstr[") for key in self.entry.texts)
        if name == "msgstr[" and (index.lstrip("0") or "0") != str(forms) and not self.broken:
            self.report(
                "T107",
                f"msgstr[{index}] is not the next plural form",
                number,
                "number them from 0 on: msgstr[0], msgstr[1]",
            )
        if not self.entry.begun:
            self.entry.begun, self.entry.obsolete = number, mark == "#~"
        elif self.entry.obsolete != (mark == "#~") and not self.broken:
            self.report(
                "T106",
                "some lines of this entry begin with #~ (no longer used), and others do not",
                number,
                _OBSOLETE,
            )
        self.last, self.filled = name, False
        self.entry.texts[f"{name}{index}]" if index else name] = ""

    def previous(self, word: str, number: int, mark: str) -> None:
        if self.last in ("msgstr", "msgstr["):
            self.next_entry(self.entry.raw[-1], "#", number)
        if (
            self.last
            or self.old not in _OLD_AFTER.get(word, ())
            or (self.old and not self.old_filled)
        ):
            self.report("T108", f"#| {word} stands where it cannot be", number, _OLD)
        self.old, self.old_mark, self.old_filled = word, mark, False

    def close_previous(self, mark: str, number: int) -> None:
        """The #| lines end where the entry itself begins: whole, and obsolete like it."""
        if self.old and (self.old == "msgctxt" or not self.old_filled):
            self.report("T108", f"no text stands after #| {self.old}", number, _OLD)
        elif self.old and (self.old_mark == "#~|") != (mark == "#~"):
            self.report(
                "T106",
                "some lines of this entry begin with #~ (no longer used), and others do not",
                number,
                _OBSOLETE,
            )
        self.old = ""

    def string(self, token: str, mark: str, number: int) -> None:
        if mark in ("#|", "#~|"):
            if not self.old:
                self.report(
                    "T108",
                    "a text stands alone after #|",
                    number,
                    _OLD,
                )
            self.unescaped(token, number)
            self.old_filled = True
            return
        if not self.last:
            if not self.broken:
                self.report(
                    "T106",
                    "this text belongs to no entry",
                    number,
                    "write msgid or msgstr before it, or delete it",
                )
            self.broken = True
            return
        if self.entry.obsolete != (mark == "#~") and not self.broken:
            self.report(
                "T106",
                "some lines of this entry begin with #~ (no longer used), and others do not",
                number,
                _OBSOLETE,
            )
        name = next(reversed(self.entry.texts))
        self.entry.texts[name] += self.unescaped(token, number)
        self.filled = True

    def unescaped(self, token: str, number: int) -> str:
        def character(escape: re.Match[str]) -> str:
            code = escape[1]
            if code in _PLAIN_ESCAPES:
                return _PLAIN_ESCAPES[code]
            value = (
                int(code[1:], 16)
                if code[0] == "x" and len(code) > 1
                else int(code, 8)
                if code.isdigit() and code[0] in "01234567"
                else -1
            )
            if value == 0:
                self.report(
                    "T120",
                    f"\\{code} stands for a character that cannot be seen",
                    number,
                    "delete it",
                )
            elif value >= 128:
                self.report(
                    "T127", f"\\{code} stands for no character", number, "type the character itself"
                )
            elif value < 0:
                self.report(
                    "T109",
                    f"\\{code} means nothing in a catalog",
                    number,
                    r"write \\ for a backslash, \" for a quote, \n for a new line",
                )
            return chr(value) if 0 < value < 128 else ""

        text = _ESCAPE.sub(character, token[1:-1]) if "\\" in token else token[1:-1]
        if "\4" in text:
            self.report(
                "T109", "a character that cannot be seen (U+0004) stands here", number, "delete it"
            )
        return text

    def complete(self, number: int) -> None:
        """End the entry before line ``number``; what comes is the next one's."""
        entry, self.entry = self.entry, _Entry(number)
        complete = self.last in ("msgstr", "msgstr[") and self.filled
        if self.last and not complete and not self.broken:
            what = (
                f"no text stands after {self.last.rstrip('[')}"
                if not self.filled
                else f"the entry ends after {self.last}"
            )
            self.report(
                "T106",
                what,
                number,
                "an entry is msgid with the English, then msgstr with the translation; undo the last edit",
            )
            self.late[self.found[-1]] = _key(entry)
        if complete and not self.broken:
            self.add(entry)
        elif self.last:
            self.leave(entry)
        self.last, self.filled, self.broken = "", False, False

    def next_entry(self, line: str, begins: str, number: int) -> None:
        """End the entry at a line that belongs to the next one."""
        own = re.match(rf"[ \t]*(#~)?[ \t]*{begins}", line) is not None
        self.entry.raw.pop()
        self.entry.whole = self.entry.whole and own
        self.complete(number)
        self.entry.raw.append(line)
        self.entry.whole = own

    def abandon(self, number: int) -> None:
        self.leave(self.entry)
        self.entry = _Entry(number)
        self.last, self.filled, self.broken = "", False, False

    def leave(self, entry: _Entry) -> None:
        """Keep what stands there, for ``seen``, of an entry that cannot be read."""
        key = _key(entry)
        self.begun.append((entry.line, key if key and key[1] else None))
        if key and key[1]:
            self.unread.setdefault(key, (entry.begun, "\n".join(entry.raw)))

    def add(self, entry: _Entry) -> None:
        self.begun.append((entry.line, _key(entry)))
        texts = entry.texts
        forms = tuple(text for name, text in texts.items() if name.startswith("msgstr"))
        raw_previous = tuple(
            row.lstrip(" \t").removeprefix("#~").removeprefix("#").removeprefix("|").strip()
            for row in entry.raw
            if re.match(r"[ \t]*#~?\|", row)
        )
        message = Message(
            texts["msgid"], forms, texts.get("msgctxt"), texts.get("msgid_plural"),
            tuple(entry.flags), tuple(entry.extracted), tuple(entry.comments), tuple(entry.references),
            raw_previous, entry.obsolete, entry.begun, "\n".join(entry.raw) if entry.whole else "",
        )  # fmt: skip
        if message.key in self.seen:
            self.report(
                "T110",
                f"this English stands in line {self.seen[message.key]} too, with a translation of its own",
                entry.begun,
                "keep the entry with the right translation and delete the other",
            )
        self.seen.setdefault(message.key, entry.begun)
        self.messages.append(message)

    def finish(self, number: int) -> None:
        if self.old:
            self.report(
                "T108", "lines that begin with #| belong to no entry", number, "delete them"
            )
        if self.last or self.broken:
            self.complete(number)
        self.pending = self.entry.raw


def _key(entry: _Entry) -> Key | None:
    return (entry.texts.get("msgctxt"), entry.texts["msgid"]) if "msgid" in entry.texts else None


def _not_utf8(data: bytes, place: int) -> tuple[str, str, int, str]:
    """A file in the charset that it names, or one that is broken."""
    named = re.search(rb"charset=([!-~]+?)(?:\\n|[\s\"])", data)
    if named and named[1].upper() != b"UTF-8":
        line = data[: named.start()].count(b"\n") + 1
        hint = "save it as UTF-8 from the translator's program, with charset=UTF-8 at its top"
        return "T124", f"the file is saved as {named[1].decode()}, not as UTF-8", line, hint
    line = data[:place].count(b"\n") + 1
    return (
        "T102",
        f"this file is not saved as UTF-8{saved_as(data)}",
        line,
        "save it as UTF-8; a spreadsheet or Word cannot save a catalog, Poedit can",
    )


# What the texts mean: header, plural forms, formats. As msgfmt -c asks, of what would be used.

Wrong = tuple[str, str, str]  # code, what, remedy


def _meaning(catalog: Catalog, tag: str | None) -> Iterator[Diagnostic]:
    header = catalog.header
    if header is None:
        hint = 'run leaflet update, or copy the first entry (msgid "") of another catalog'
        yield Diagnostic(
            "T111",
            "the first entry, which names the language, is missing",
            Location(catalog.path, 1),
            hint,
        )
        return
    yield from _placed(catalog, header, _header(header.msgstr[0], tag))
    forms = None
    try:
        forms = plurals(header.msgstr[0])
    except PluralError as wrong:
        yield from _placed(catalog, header, [("T112", str(wrong), f"write it as {_PLURAL_FORMS}")])
    else:
        if forms is None and any(_used(m) and m.plural is not None for m in catalog.messages):
            without = (
                "T112",
                "the first entry does not say how this language forms the plural",
                f"write into it {_PLURAL_FORMS}",
            )
            yield from _placed(catalog, header, [without])
    for message in catalog.messages:
        if not message.obsolete:
            yield from _placed(catalog, message, _unseen(message))
        if message is not header and _used(message):
            yield from _placed(catalog, message, _pair(message, forms))


_PLURAL_FORMS = "Plural-Forms: nplurals=2; plural=(n != 1);"


def _used(message: Message) -> bool:
    """Whether msgfmt takes the entry: by its first plural form, the others may be empty."""
    return bool(message.msgstr[0]) and not message.fuzzy and not message.obsolete


def _placed(catalog: Catalog, message: Message, found: Iterable[Wrong]) -> Iterator[Diagnostic]:
    at = Location(catalog.path, message.line)
    return (Diagnostic(code, what, at, hint) for code, what, hint in found)


def _header(text: str, tag: str | None) -> Iterator[Wrong]:
    """Charset and language; of a template only the charset."""
    charset = re.search(r"charset=([^ \t\n]*)", text)  # msgfmt, too, takes the first it meets
    named = charset[1] if charset else "none"
    if named.upper() not in ("UTF-8", *(("CHARSET",) if tag is None else ())):
        hint = "write Content-Type: text/plain; charset=UTF-8 there, and save the file as UTF-8"
        yield "T124", f"the top of the file names the charset {named}, not UTF-8", hint
    for language in _languages(text) if tag is not None else ():
        if language.replace("-", "_") != tag:
            said = f"says {language}" if language else "names no language"
            hint = f"write Language: {tag} at its top if the file is in {tag}; else move it to the folder of its language"
            yield "T123", f"the top of the file {said}, its folder is {tag}", hint


def _languages(text: str) -> list[str]:
    return [row.strip() for row in re.findall(r"^Language:(.*)$", text, re.MULTILINE)] or [""]


def _unseen(message: Message) -> Iterator[Wrong]:
    for text in message.msgstr:
        for c in text:
            if (
                (c in BIDI_CONTROLS and c not in ISOLATES + PDI)
                or (ord(c) < 32 and c not in "\n\t")
                or c in "\u2028\u2029\ufeff\ufffd\x7f"
            ):
                yield (
                    "T125",
                    f"U+{ord(c):04X} cannot be seen and must not be typed",
                    "delete it; marks for the direction of text are set for you",
                )
                return


def _pair(message: Message, forms: Plurals | None) -> Iterator[Wrong]:
    """What msgfmt -c asks of an entry whose text is used."""
    if message.plural is not None and forms and len(message.msgstr) != forms.count:
        here, there = len(message.msgstr), forms.count
        hint = "write one msgstr[...] for each, numbered from 0"
        yield (
            "T112",
            f"this has {here} plural {'form' if here == 1 else 'forms'}, and the top of the file says {there}",
            hint,
        )
    if not message.msgid:
        return
    for text in (*(() if message.plural is None else (message.plural,)), *message.msgstr):
        for ends, where in ((str.startswith, "begin"), (str.endswith, "end")):
            if ends(message.msgid, "\n") != ends(text, "\n"):
                hint = r"write \n there in both texts, or in neither"
                yield (
                    "T113",
                    f"one of the two texts {where}s with a new line, and the other does not",
                    hint,
                )
    yield from _formats(message, forms)
    yield from _doubled(message)


def _formats(message: Message, forms: Plurals | None) -> Iterator[Wrong]:
    source = message.msgid if message.plural is None else message.plural
    for kind in formats.kinds(message.flags):
        hint = "copy each {marker} (or sign such as %s) from the English, and add none"
        for number, text in enumerate(message.msgstr):
            strict = _strict(message, forms, number)
            differs = formats.differs(kind, source, text, strict)
            if differs and formats.known(kind):
                yield "T114", f"the two texts do not agree: {differs}", hint
            elif differs:
                yield (
                    "T128",
                    f"the signs that a program fills in ({kind}) are not those of the English",
                    hint,
                )


def _strict(message: Message, forms: Plurals | None, number: int) -> bool:
    """Whether a form must use every argument: "one file" need not say its figure."""
    if message.plural is None or len(message.msgstr) == 1:
        return True
    if forms is None or not forms.often(number):
        return False
    ranges = [found for flag in message.flags if (found := _RANGE.fullmatch(flag))]
    return not ranges or forms.within(number, int(ranges[-1][1]), int(ranges[-1][2])) > 1


def _doubled(message: Message) -> Iterator[Wrong]:
    wanted = Counter(_MARKER.findall(message.plural or message.msgid))
    for text in message.msgstr:
        for marker in Counter(_MARKER.findall(text)) - wanted:
            if marker in message.msgid:
                hint = "delete it where the English does not have it"
                yield "T122", f"{marker} stands more often than in the English", hint
