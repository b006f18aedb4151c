"""Damaged catalogs: what editors, merges, mail and tired people do to a PO file, by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n"Last-Translator: a\\n"\n'
    '"Language-Team: a\\n"\n"Language: pl\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n\n'
)
ENTRIES = (
    '# note\n#. hint\n#: source/x.md:3\n#, python-brace-format\nmsgid "Take {a} pills"\nmsgstr "Weź {a} 150"\n',
    '#, fuzzy\n#| msgid "Old"\nmsgid "New"\nmsgstr "Nowy"\n',
    'msgctxt "m"\nmsgid "May"\nmsgstr "Maj"\n',
    'msgid ""\n"long "\n"text\\n"\nmsgstr ""\n"długi "\n"tekst\\n"\n',
    'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n',
    'msgid "empty"\nmsgstr ""\n',
    '#~ msgid "gone"\n#~ msgstr "nie ma"\n',
    'msgid "say \\"x\\" \\\\ \\t"\nmsgstr "\\"y\\""\n',
)
FIRST = HEADER.count("\n")

Lines = list[str]


def _line(chance: random.Random, lines: Lines, wanted: Callable[[str], bool]) -> int:
    return chance.choice([n for n in range(FIRST, len(lines)) if wanted(lines[n])])


def _text(line: str) -> bool:
    return line.endswith('"') and len(line) > 10


def lost_quote(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.endswith('"'))
    lines[n] = lines[n][:-1]


def first_quote_lost(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: '"' in line and not line.startswith("#"))
    lines[n] = lines[n].replace('"', "", 1)


def lost_line(chance: random.Random, lines: Lines) -> None:
    del lines[_line(chance, lines, lambda line: line.startswith("msg"))]


def conflict(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines))
    lines[n:n] = [chance.choice(["<<<<<<< ours", "=======", ">>>>>>> theirs"])]


def quote_inside(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, _text)
    place = chance.randrange(8, len(lines[n]) - 1)
    lines[n] = lines[n][:place] + '"' + lines[n][place:]


def escape(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, _text)
    place = chance.randrange(8, len(lines[n]) - 1)
    lines[n] = lines[n][:place] + "\\" + chance.choice("qxzu'089n7\"") + lines[n][place:]


def twice(chance: random.Random, lines: Lines) -> None:
    lines += chance.choice(ENTRIES).split("\n")


def cut(chance: random.Random, lines: Lines) -> None:
    text = "\n".join(lines)
    lines[:] = text[: chance.randrange(len(HEADER), len(text))].split("\n")


def character(chance: random.Random, lines: Lines) -> None:
    text = "\n".join(lines)
    place = chance.randrange(len(HEADER), len(text))
    added = chance.choice(["", '"', "#", "\\", "\n", " ", "\t", "{", "}", "x", "~", "|", "[", "\r"])
    lines[:] = (text[:place] + added + text[place + (added == "") :]).split("\n")


def tail(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines) - 1)
    lines[n] += chance.choice([" # c", " x", "  ", ' "y"', " msgid"])


def half_obsolete(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines) - 1)
    lines[n] = f"#~ {lines[n]}"


def swapped(chance: random.Random, lines: Lines) -> None:
    a, b = (chance.randrange(FIRST, len(lines) - 1) for _ in range(2))
    lines[a], lines[b] = lines[b], lines[a]


def capital(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.startswith("msg"))
    lines[n] = lines[n].capitalize()


def marker(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: "{a}" in line)
    lines[n] = lines[n].replace("{a}", chance.choice(["{b}", "", "{a", "{a!r}", "{{a}}", "{0}", "{a} {"]))  # fmt: skip


def plural(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.startswith("msgstr["))
    lines[n] = lines[n].replace(lines[n][7], chance.choice("0123"))


def plural_form(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.startswith("msgstr["))
    match chance.randrange(3):
        case 0:
            del lines[n]
        case 1:
            lines[n] = f'{lines[n][:9]} ""'
        case _:
            last = _line(chance, lines, lambda line: line.startswith("msgstr[2]"))
            lines.insert(last + 1, 'msgstr[3] "d"')


_PLURAL_FORMS = (
    "nplurals=2; plural=(n != 1);", "nplurals=3; plural=n;", "nplurals=3; plural=n-1;", "nplurals=3; plural=n%0;",
    "nplurals=3; plural=(n != 1;", "nplurals=3; plural=n==1 ? 0;", "nplurals=3; plural=n==1 ? 0 : 2 x;",
    "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=0; plural=0;", "nplurals=-3; plural=0;", "nplurals=3;",
    "plural=n>1;", "nplurals= 3; plural=n>1 && !(n==4) || n%7;", "nplurals=3 plural=n>1", "nplurals=three; plural=0;",
)  # fmt: skip


def plural_rule(chance: random.Random, lines: Lines) -> None:
    n = next(n for n, line in enumerate(lines) if line.startswith('"Plural-Forms'))
    lines[n] = f'"Plural-Forms: {chance.choice(_PLURAL_FORMS)}\\n"'
    if chance.random() < 0.2:
        del lines[n]


def header(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST - 1)
    match chance.randrange(3):
        case 0:
            del lines[n]
        case 1:
            lines.insert(n, lines[chance.randrange(2, FIRST - 1)])
        case _:
            lines[n] = lines[n].replace(": ", chance.choice([":", " ", ": x"]))


def flags(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.startswith(("msgid", "msgctxt")))
    known = ("fuzzy", "c-format", "possible-c-format", "no-c-format", "python-format", "python-brace-format", "range: 0..1", "no-wrap", "qt-format")  # fmt: skip
    lines.insert(n, f"#, {', '.join(chance.sample(known, chance.randrange(1, 3)))}")


def directive(chance: random.Random, lines: Lines) -> None:
    """A message of a program, with one directive in the English and perhaps another in the translation."""
    every = ("%d", "%i", "%u", "%s", "%5.1f", "%1$s", "%(n)d", "%(n)s", "%", "%%", "%y", "{0}", "{n:>3}", "{n.x}", "{", "{}", "x")  # fmt: skip
    kind = chance.choice(["c-format", "python-format", "python-brace-format", "qt-format"])
    one, other = chance.choice(every), chance.choice(every)
    lines += [f"#, {kind}", f'msgid "of {one}"', f'msgid_plural "of {one} s"', *(f'msgstr[{n}] "z {chance.choice((one, other))}"' for n in range(3))]  # fmt: skip


def previous(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines))
    old = (
        '#| msgid "was"',
        '#| msgctxt "was"',
        '#| "was"',
        "#| msgstr",
        '#~| msgid "was"',
        "#| # c",
        '#| msgid "was',
    )
    lines[n:n] = chance.sample(old, chance.randrange(1, 3))


def tab(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: " " in line)
    lines[n] = lines[n].replace(" ", "\t", chance.randrange(1, 4))


def twofold(chance: random.Random, lines: Lines) -> None:
    """Two damages of other kinds at once."""
    for one in chance.sample(MUTATIONS[:-1], 2):
        try:
            one(chance, lines)
        except (IndexError, ValueError):  # the first left nothing for the second
            return


MUTATIONS = (lost_quote, first_quote_lost, lost_line, conflict, quote_inside, escape, twice, cut, character, tail,
             half_obsolete, swapped, capital, marker, plural, plural_form, plural_rule, header, flags, directive, previous,
             tab, twofold)  # fmt: skip


def mutants(mutate: Callable[[random.Random, Lines], None], count: int) -> Iterator[str]:
    """Catalogs with one damage each, the same on every run."""
    chance = random.Random(mutate.__name__)
    for _ in range(count):
        lines = (HEADER + "\n".join(chance.sample(ENTRIES, len(ENTRIES)))).split("\n")
        mutate(chance, lines)
        yield "\n".join(lines)


# Damage to the file as bytes.


def _anywhere(chance: random.Random, data: bytes, added: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + added + data[place:]


def byte_order_mark(chance: random.Random, data: bytes) -> bytes:
    return (
        b"\xef\xbb\xbf" + data
        if chance.random() < 0.5
        else _anywhere(chance, data, b"\xef\xbb\xbf")
    )


def carriage_return(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\r"]), chance.choice([1, 5, -1]))


def nul(chance: random.Random, data: bytes) -> bytes:
    return _anywhere(chance, data, b"\0")


def no_utf8(chance: random.Random, data: bytes) -> bytes:
    return _anywhere(
        chance, data, chance.choice([b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xc0\xaf"])
    )


def other_charset(chance: random.Random, data: bytes) -> bytes:
    """The bytes, the header or both in another charset."""
    name = chance.choice(["ISO-8859-2", "CP1250", "GBK", "UTF-16", "ASCII", "nonsense"])
    text = data.decode().replace(
        "charset=UTF-8", f"charset={name}" if chance.random() < 0.7 else "charset=UTF-8"
    )
    return (
        text.encode(name, "replace")
        if name != "nonsense" and chance.random() < 0.7
        else text.encode()
    )


def ten_megabytes(chance: random.Random, data: bytes) -> bytes:
    return (
        data
        + b'msgid "x"\nmsgstr "'
        + b"y" * 10_000_000
        + chance.choice([b'"\n', b"\n", b'\\q"\n'])
    )


BYTES = (byte_order_mark, carriage_return, nul, no_utf8, other_charset, ten_megabytes)
