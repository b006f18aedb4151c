"""Lines and tokens of a PO file, as gettext's own lexer reads them, with what stands where it cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.catalogs.catalog import Key, Message
from pipeline.diagnostic import Diagnostic, Location, quoted, saved_as

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
_INDEX = re.compile(r"[ \t]*\[\s*(\d+)\s*\]")  # of msgstr[0]
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_SPLIT = re.compile(r"msgstr[ \t]*\[[ \t]*\d*[ \t]*$|^[ \t]*(#~)?[ \t]*\[|\\$")
_FLAG = re.compile(r"range:\s*\d+\s*\.\.\s*\d+|[^\s,]+", re.ASCII)

_OLD_HINT = "delete the lines of this entry that begin with #|; they only remember the old English"
_ENTRY_HINT = (
    "an entry is msgid with the English, then msgstr with the translation; undo the last edit"
)
_QUOTES_HINT = 'a text begins and ends with straight ", and a " inside it is written \\"'
_OLD_MARKS = ("#|", "#~|")


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


class Reader:
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
        """The text; None where it cannot be read as it is, which is reported."""
        if data.startswith(b"\xef\xbb\xbf"):
            what = "the file begins with a mark that cannot be seen (a byte order mark)"
            self.report("T101", what, 1, "save it as UTF-8 without BOM")
        if b"\0" in data and not saved_as(data):
            line = data[: data.index(b"\0")].count(b"\n") + 1
            message = "a character that cannot be seen (NUL) stands here; other programs would drop the rest of the file"
            self.report("T120", message, line, "delete it, or get the file again")
        if b"\r" in data and b"\n" not in data:
            why = "the file has the line ends of an old Macintosh, so that it is one line to other programs"
            hint = "save it with the line ends of Unix or Windows (LF or CRLF)"
            self.report("T121", why, 1, hint)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as problem:
            self.report(*_not_utf8(data, problem.start))
            return None
        return None if self.found else text

    def read(self, text: str) -> None:
        """Every entry of the text, and what is wrong with it."""
        lines = text.split("\n")
        if lines[-1] == "":
            lines.pop()
        for number, line in enumerate(lines, 1):
            self.line(line.removesuffix("\r"), number)
        self.finish(len(lines))

    def line(self, line: str, number: int) -> None:
        if _CONFLICT.match(line):
            what = "two versions of the file are mixed here, between marks of git"
            hint = "keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>"
            self.report("T103", what, number, hint)
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
                hint = "join it with the next line"
                self.report("T126", "this line is broken where it cannot be", number, hint)
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
                self.flags(line, number)
            case _:
                self.entry.comments.append(line[1:].strip())

    def flags(self, line: str, number: int) -> None:
        if self.entry.flags:
            what = "the marks of this entry stand on two lines that begin with #,"
            hint = "write all of them on one line: #, fuzzy, python-brace-format"
            self.report("T129", what, number, hint)
        self.entry.flags += _FLAG.findall(line[2:])
        if "fuzzy" in line and "fuzzy" not in self.entry.flags:
            what = "the fuzzy mark is written in a way that no program knows"
            self.report("T129", what, number, "write the line as #, fuzzy")

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
                    self.mark_inside(line, token.start(), mark, number)
                    return
                case _:
                    self.syntax(line, token[0], number)
                    return

    def mark_inside(self, line: str, start: int, mark: str, number: int) -> None:
        """A # behind something else: the comment that ends the line, or a second mark."""
        inner = _PREFIX.match(line, start)
        if inner is not None and inner["mark"] != "#":
            self.report("T126", "two marks stand on one line", number, "delete one of them")
            self.broken = True
            return
        self.end_by_comment(number)
        self.noted(line[start:], number)
        if mark in _OLD_MARKS:
            what = "a comment stands in a line that begins with #|"
            self.report("T126", what, number, "delete the comment")

    def end_by_comment(self, number: int) -> None:
        """A comment ends the entry: it may stand neither inside one nor after #| lines."""
        if self.old:
            what = "a comment stands below lines that begin with #|"
            self.report("T108", what, number, "move it above them")
            self.old = ""
        if self.last:
            self.complete(number)

    def syntax(self, line: str, token: str, number: int) -> None:
        if self.broken and token != '"':
            return
        self.broken = True
        if token == '"':
            self.report("T104", "a text has no closing quote", number, _QUOTES_HINT)
        else:
            shown = quoted(line.strip()[:40])
            hint = "undo the last edit here; a comment begins with #, " + _QUOTES_HINT
            self.report("T105", f"{shown} is no line of a catalog", number, hint)

    def keyword(self, word: str, line: str, position: int, mark: str, number: int) -> int:
        """Begin a field; the position after its index, msgstr[0]."""
        index = _INDEX.match(line, position) if word == "msgstr" else None
        if mark in _OLD_MARKS:
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
        self.check_order(name, number)
        forms = sum(key.startswith("msgstr[") for key in self.entry.texts)
        if name == "msgstr[" and (index.lstrip("0") or "0") != str(forms) and not self.broken:
            hint = "number them from 0 on: msgstr[0], msgstr[1]"
            self.report("T107", f"msgstr[{index}] is not the next plural form", number, hint)
        if not self.entry.begun:
            self.entry.begun, self.entry.obsolete = number, mark == "#~"
        else:
            self.check_mark(mark, number)
        self.last, self.filled = name, False
        self.entry.texts[f"{name}{index}]" if index else name] = ""

    def check_order(self, name: str, number: int) -> None:
        """Each keyword stands behind those that it may, and behind a text."""
        before = self.last.rstrip("[")
        if self.last not in _AFTER[name]:
            if not self.broken:
                what = f"a line of this entry is missing or in another order: {name.rstrip('[')} after {before or 'nothing'}"
                self.report("T106", what, number, _ENTRY_HINT)
            self.broken = True
            if name in ("msgctxt", "msgid"):
                self.abandon(number)
        elif self.last and not self.filled and not self.broken:
            hint = 'write "" for an empty text'
            self.report("T106", f"no text stands after {before}", number, hint)

    def check_mark(self, mark: str, number: int) -> None:
        """All lines of an entry are obsolete, or none is."""
        if self.entry.obsolete != (mark == "#~") and not self.broken:
            self.partly_obsolete(number)

    def partly_obsolete(self, number: int) -> None:
        what = "some lines of this entry begin with #~ (no longer used), and others do not"
        self.report("T106", what, number, "begin all of its lines with #~, or none")

    def previous(self, word: str, number: int, mark: str) -> None:
        if self.last in ("msgstr", "msgstr["):
            self.next_entry(self.entry.raw[-1], "#", number)
        if (
            self.last
            or self.old not in _OLD_AFTER.get(word, ())
            or (self.old and not self.old_filled)
        ):
            self.report("T108", f"#| {word} stands where it cannot be", number, _OLD_HINT)
        self.old, self.old_mark, self.old_filled = word, mark, False

    def close_previous(self, mark: str, number: int) -> None:
        """The #| lines end where the entry itself begins: whole, and obsolete like it."""
        if self.old and (self.old == "msgctxt" or not self.old_filled):
            self.report("T108", f"no text stands after #| {self.old}", number, _OLD_HINT)
        elif self.old and (self.old_mark == "#~|") != (mark == "#~"):
            self.partly_obsolete(number)
        self.old = ""

    def string(self, token: str, mark: str, number: int) -> None:
        if mark in _OLD_MARKS:
            if not self.old:
                self.report("T108", "a text stands alone after #|", number, _OLD_HINT)
            self.unescaped(token, number)
            self.old_filled = True
            return
        if not self.last:
            if not self.broken:
                hint = "write msgid or msgstr before it, or delete it"
                self.report("T106", "this text belongs to no entry", number, hint)
            self.broken = True
            return
        self.check_mark(mark, number)
        name = next(reversed(self.entry.texts))
        self.entry.texts[name] += self.unescaped(token, number)
        self.filled = True

    def unescaped(self, token: str, number: int) -> str:
        """What stands between the quotes."""
        text = token[1:-1]
        if "\\" in text:
            text = _ESCAPE.sub(lambda escape: self.character(escape[1], number), text)
        if "\4" in text:
            what = "a character that cannot be seen (U+0004) stands here"
            self.report("T109", what, number, "delete it")
        return text

    def character(self, code: str, number: int) -> str:
        """What stands for an escape, without its backslash; "" for what can stand for nothing."""
        if code in _PLAIN_ESCAPES:
            return _PLAIN_ESCAPES[code]
        value = _value(code)
        if value == 0:
            what = f"\\{code} stands for a character that cannot be seen"
            self.report("T120", what, number, "delete it")
        elif value >= 128:
            hint = "type the character itself"
            self.report("T127", f"\\{code} stands for no character", number, hint)
        elif value < 0:
            hint = r"write \\ for a backslash, \" for a quote, \n for a new line"
            self.report("T109", f"\\{code} means nothing in a catalog", number, hint)
        return chr(value) if 0 < value < 128 else ""

    def complete(self, number: int) -> None:
        """End the entry before line ``number``; what comes is the next one's."""
        entry, self.entry = self.entry, _Entry(number)
        complete = self.last in ("msgstr", "msgstr[") and self.filled
        if self.last and not complete and not self.broken:
            what = f"the entry ends after {self.last}"
            if not self.filled:
                what = f"no text stands after {self.last.rstrip('[')}"
            self.report("T106", what, number, _ENTRY_HINT)
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
            what = f"this English stands in line {self.seen[message.key]} too, with a translation of its own"
            hint = "keep the entry with the right translation and delete the other"
            self.report("T110", what, entry.begun, hint)
        self.seen.setdefault(message.key, entry.begun)
        self.messages.append(message)

    def finish(self, number: int) -> None:
        """End the last entry. ``number``: of the last line."""
        if self.old:
            what = "lines that begin with #| belong to no entry"
            self.report("T108", what, number, "delete them")
        if self.last or self.broken:
            self.complete(number)
        self.pending = self.entry.raw


def _key(entry: _Entry) -> Key | None:
    return (entry.texts.get("msgctxt"), entry.texts["msgid"]) if "msgid" in entry.texts else None


def _value(code: str) -> int:
    """The character that an escape numbers; -1 for none."""
    if code[0] == "x" and len(code) > 1:
        return int(code[1:], 16)
    return int(code, 8) if code.isdigit() and code[0] in "01234567" else -1


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
