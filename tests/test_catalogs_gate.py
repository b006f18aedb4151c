"""The strict gate: what it refuses, with the line and the remedy, and what it reads."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from pipeline.catalogs import catalog, gate
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.diagnostic import Diagnostic

PATH = "translations/pl/LC_MESSAGES/x.po"
HEADER = """msgid ""
msgstr ""
"Language: pl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
FIRST = HEADER.count("\n") + 1  # the line after it


def read(entries: str, header: str = HEADER) -> tuple[Catalog | None, list[Diagnostic]]:
    return gate.read((header + entries).encode(), PATH, "pl")


def refused(entries: str, header: str = HEADER) -> list[tuple[str, int]]:
    found, wrong = read(entries, header)
    assert found is None, "it was read"
    assert all(d.hint for d in wrong), "a refusal without a remedy"
    return [(d.code, d.at.line) for d in wrong]


def test_a_lost_quote_is_refused_at_its_line_and_the_dose_is_not_cut() -> None:
    found, wrong = read('msgid "Take {dose} mg"\nmsgstr "Weź 150\n')
    assert found is None
    assert str(wrong[0]) == (
        f"{PATH}:{FIRST + 1}: error T104: a text has no closing quote\n"
        '    hint: a text begins and ends with straight ", and a " inside it is written \\"'
    )


BRACE = "#, python-brace-format\n"


@pytest.mark.parametrize(
    ("entries", "code", "line"),
    [
        ("<<<<<<< ours\n", "T103", 0),
        ('msgid "a"\nmsgstr "b"\n=======\n', "T103", 2),
        ('msgid "a"\nmsgstr "b" c"\n', "T105", 1),
        ('msgid "a"\nmsgstr b\n', "T105", 1),
        ("some prose\n", "T105", 0),
        ('msgid "a"\n', "T106", 0),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', "T106", 2),
        ('msgstr "a"\n', "T106", 0),
        ('msgid\nmsgstr "a"\n', "T106", 1),
        ('# c\n"alone"\n', "T106", 1),
        ('#~ msgid "a"\nmsgstr "b"\n', "T106", 1),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', "T107", 2),
        ('#| msgid\nmsgid "a"\nmsgstr "b"\n', "T108", 1),
        ('#| msgctxt "x"\nmsgid "a"\nmsgstr "b"\n', "T108", 1),
        ('#| msgid "x"\n#| msgctxt "y"\nmsgid "a"\nmsgstr "b"\n', "T108", 1),
        ('#| msgid "x"\n# c\nmsgid "a"\nmsgstr "b"\n', "T108", 1),
        ('#| msgid "x"\n#~ msgid "a"\n#~ msgstr "b"\n', "T106", 1),
        ('msgid "a"\nmsgstr "b\\q"\n', "T109", 1),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "T110", 3),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "T112", 0),
        ('msgid "a\\n"\nmsgstr "b"\n', "T113", 0),
        (BRACE + 'msgid "{n} days"\nmsgstr "dni"\n', "T114", 1),
        (BRACE + 'msgid "{n} days"\nmsgstr "{m} dni"\n', "T114", 1),
        (BRACE + 'msgid "{n} days"\nmsgstr "{n dni"\n', "T114", 1),
        ('msgid "a"\nmsgstr "b\\000c"\n', "T120", 1),
        (BRACE + 'msgid "{n} days"\nmsgstr "{n} {n} dni"\n', "T122", 1),
        ('msgid "a"\nmsgstr "b\u202ec"\n', "T125", 0),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0\n] "c"\nmsgstr[1] "d"\n', "T126", 2),
        ('msgid "a" \\\nmsgstr "b"\n', "T126", 0),
        ('msgid "a"\nmsgstr "b\\351"\n', "T127", 1),
        ('msgid "a"\nmsgstr "b"\n#| msgid "c"\n', "T108", 2),
        ('#, possible-c-format\nmsgid "%d"\nmsgstr "%s"\n', "T114", 1),
        ('#, qt-format\nmsgid "%1"\nmsgstr "%2"\n', "T128", 1),
        ('#, fuzzy\n#, no-wrap\nmsgid "a"\nmsgstr "b"\n', "T129", 1),
        ('#,\u3000fuzzy\nmsgid "a"\nmsgstr "b"\n', "T129", 0),
        ('#| # c\nmsgid "a"\nmsgstr "b"\n', "T126", 0),
        ('#~| #| msgid "x"\nmsgid "a"\nmsgstr "b"\n', "T126", 0),
        ('msgid "a\\x4"\nmsgstr "b"\n', "T109", 0),
    ],
)
def test_what_msgfmt_refuses_and_a_little_more_is_refused_at_its_line(
    entries: str, code: str, line: int
) -> None:
    assert (code, FIRST + line) in refused(entries)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"\xef\xbb\xbf" + HEADER.encode(), "T101", 1),
        (HEADER.encode() + b'msgid "a"\nmsgstr "\xff"\n', "T102", FIRST + 1),
        (HEADER.encode() + b'msgid "a"\nmsgstr "b\0c"\n', "T120", FIRST + 1),
        (HEADER.replace("\n", "\r").encode(), "T121", 1),
        (HEADER.replace("pl", "de", 1).encode(), "T123", 1),
        (HEADER.replace('"Language: pl\\n"\n', "").encode(), "T123", 1),
        (HEADER.replace("UTF-8", "ISO-8859-2").encode(), "T124", 1),
        (b'msgid "a"\nmsgstr "b"\n', "T111", 1),
        (b"", "T111", 1),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(data: bytes, code: str, line: int) -> None:
    found, wrong = gate.read(data, PATH, "pl")
    assert found is None and (code, line) in [(d.code, d.at.line) for d in wrong]


def test_everything_wrong_is_said_at_once() -> None:
    entries = 'msgid "a"\nmsgstr "b\n\nmsgid "c"\nmsgstr "d\\q"\n\nmsgid "e"\nmsgstr "f"\n\nmsgid "e"\nmsgstr "g"\n'
    codes = [code for code, _ in refused(entries)]
    assert codes == ["T104", "T109", "T110"]


def test_every_kind_of_entry_is_read_as_it_is_meant() -> None:
    found, wrong = read("""# by a translator
#. for a translator
#: source/x.md:3 source/y.md:4
#, fuzzy, python-brace-format
#| msgctxt "old"
#| msgid "was"
msgctxt "verb"
msgid ""
"say \\"x\\" "
"\\\\ \\t{n}\\n"
msgstr "\\"y\\" {n}\\n"

msgid "one"
msgid_plural "many"
msgstr[0] "jeden"
msgstr[1] "wiele"

#~ msgid "gone"
#~ msgstr "dawne"

# the end
""")
    assert not wrong and found
    first, plural, gone = found.messages[1:]
    assert first == Message(
        'say "x" \\ \t{n}\n', ('"y" {n}\n',), "verb", None, ("fuzzy", "python-brace-format"), ("for a translator",),
        ("by a translator",), ("source/x.md:3", "source/y.md:4"), ('msgctxt "old"', 'msgid "was"'),
    )  # fmt: skip
    assert plural.msgstr == ("jeden", "wiele") and plural.plural == "many"
    assert gone.obsolete and found.tail == "# the end"
    assert found.get("one") is plural and found.get("gone") is None
    assert first.line == FIRST + 6


def test_fuzzy_and_half_translated_text_is_never_given_out() -> None:
    found, _ = read('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n')
    assert found and found.translation("a") is None and found.translation("c") is None


def test_no_bytes_make_the_gate_raise() -> None:
    chance = random.Random(7)
    good = (HEADER + 'msgid "a {n}"\nmsgstr "b {n}"\n\n#~ msgid "x"\n#~ msgstr "y"\n').encode()
    for _ in range(2000):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(data))
            data[place : place + chance.randrange(3)] = bytes(
                chance.choices(b'"\\#~|[]{}\n\r msgidtr\0\xff%', k=chance.randrange(3))
            )
        found, wrong = gate.read(bytes(data), PATH, "pl")
        assert (found is None) == bool(wrong)


# What people may see of a file that is refused.


def damaged() -> Iterator[bytes]:
    """Files that are refused and some that are not, as in the test above, and what editors and merges make of them."""
    chance = random.Random(8)
    entries = "".join(f'#: x.md:{n}\n#, python-brace-format\nmsgid "text {n} {{a}}"\nmsgstr "tekst {n} {{a}}"\n\n' for n in range(4))  # fmt: skip
    good = (HEADER + entries + '#, fuzzy\nmsgid "a"\nmsgstr "b"\n').encode()
    for _ in range(600):
        data = bytearray(good)
        for _ in range(chance.randrange(3)):
            place = chance.randrange(len(data))
            more = chance.choices(b'"\\#~|[]{}\n\r msgidtr\0\xff%', k=chance.randrange(3))
            data[place : place + chance.randrange(3)] = bytes(more)
        yield bytes(data)


def test_what_is_seen_of_a_file_and_what_is_used_of_it_never_differ() -> None:
    """Of a sound file all is seen; of another, no build gets more than it did, and every entry in which something is wrong is named."""
    sound = 0
    for data in damaged():
        used, wrong = gate.read(data, PATH, "pl")
        seen, told = gate.seen(data, PATH, "pl")
        assert (used is None) == bool(told) and set(wrong) <= set(told), data
        if used:
            sound += 1
            assert seen.rest == seen.catalog == used and not seen.broken and not seen.refused
        assert not {one.key for one in seen.rest.messages} & seen.refused
        assert seen.broken.keys() <= seen.refused
        assert all(seen.place(one) in {None, *seen.refused} for one in told)
    assert 50 < sound < 550


def test_an_entry_without_fault_is_seen_beside_any_that_has_one() -> None:
    """Where one entry alone was spoiled, the others are those of the sound file."""
    texts = [f'msgid "text {n} {{a}}"\nmsgstr "tekst {n} {{a}}"\n\n' for n in range(5)]
    whole, _ = gate.seen((HEADER + "".join(texts)).encode(), PATH, "pl")
    chance = random.Random(9)
    for _ in range(1000):
        spoiled = list(texts)
        lines = spoiled[2].split("\n")
        lines[1] = _spoiled(chance, lines[1])
        spoiled[2] = "\n".join(lines)
        seen, _ = gate.seen((HEADER + "".join(spoiled)).encode(), PATH, "pl")
        assert _others(seen.rest) == _others(whole.catalog), spoiled[2]


def _others(found: Catalog) -> list[tuple[str, tuple[str, ...], bool, int]]:
    return [(one.msgid, one.msgstr, one.fuzzy, one.line) for one in found.messages if "2" not in one.msgid]  # fmt: skip


def _spoiled(chance: random.Random, line: str) -> str:
    """A line of which one sign is lost, doubled or another, within itself."""
    place = chance.randrange(len(line))
    return line[:place] + chance.choice(["", '"', "\\", "{", "}", "#", "[", "x"]) + line[place + chance.randrange(2) :]  # fmt: skip


@pytest.mark.parametrize("entry", [
    'msgid "a"\nmsgid_plural "b"\nmsgstr[DIGITS] "c"\n',
    '#, range: 0..DIGITS, c-format\nmsgid "%d"\nmsgid_plural "%d"\nmsgstr[0] "%d"\nmsgstr[1] "%d"\n',
    'msgid "\\xDIGITS"\nmsgstr "b"\n',
    '#, c-format\nmsgid "%DIGITS$s"\nmsgstr "%DIGITS$s %*DIGITS$d"\n',
])  # fmt: skip
def test_no_number_is_too_long_to_be_read_or_refused(entry: str) -> None:
    for text in (entry, HEADER.replace("nplurals=2", "nplurals=DIGITS"), HEADER.replace("n != 1", "n != DIGITS")):  # fmt: skip
        header = "" if text.startswith("msgid") and "Language" in text else HEADER
        found, wrong = gate.read((header + text).replace("DIGITS", "9" * 5000).encode(), PATH, "pl")
        assert (found is None) == bool(wrong)


@pytest.mark.slow
def test_ten_megabytes_on_one_line_are_read() -> None:
    long = "x" * 10_000_000
    found, wrong = read(f'msgid "a"\nmsgstr "{long}"\n')
    assert not wrong and found and found.translation("a") == long


def test_what_is_read_is_written_as_it_was() -> None:
    text = (
        HEADER
        + '#. a\n#: b:1\nmsgid ""\n"wrapped "\n"so"\nmsgstr "x"\n\n#~ msgid "y"\n#~ msgstr "z"\n'
    )
    found, _ = gate.read(text.encode(), PATH, "pl")
    assert found and catalog.write(found).decode() == text
