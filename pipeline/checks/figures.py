"""Figures in running text, and what of a text is no running text: markers, addresses, telephone numbers.

A figure may be read in more than one way: 1,000 is a thousand in English and one in Polish; 5.30 is a
number and a time of day. All readings are kept; what the English says decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

HELD = "\ufffc"  # stands for a marker: a figure whose value the text does not show

_MARKER = re.compile(r"\$?\{\{?\s*[\w.!:\[\]-]*\s*\}?\}|%\{\w+\}|\$[A-Za-z_]\w*")
_FORMAT = re.compile(
    r"%(?:\(\w+\)|\d+\$)?[-+#0]*(?:\*|\d+)?(?:\.\d+)?(?:hh|h|ll|l|L|z|j|t|I)?[diouxXeEfFgGcrsap]"
)
_LABEL = re.compile(r"\]\[[A-Za-z0-9][\w-]*\]|\]\{lang=[\w-]+\}|\]\([^()\s]*\)", re.ASCII)
# HTML's own tags: <file> in the help of a program is a word for people.
_TAG = re.compile(
    r"</?(?:a|abbr|audio|b|big|body|br|code|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|kbd|li|link|meta|object|ol|p|pre|q|s|script|small|span|"
    r"speak|break|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_ENDINGS = "com|org|net|info|gov|edu|uk|eu|ie|de|fr|es|it|pl|ro|nhs|health|care|int|io|app|me|tv|wales|scot|ca|au|nz|us|in|pk|bd|cn"
_URL = re.compile(
    r"(?:https?|ftp)://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+"
    r"|(?<![A-Za-z0-9.@/-])(?:www\.)[A-Za-z0-9][A-Za-z0-9./_~%?=&#+-]*"
    rf"|(?<![A-Za-z0-9.@/-])(?:[A-Za-z0-9-]+\.)+(?:{_ENDINGS})(?![A-Za-z0-9]|\.[A-Za-z0-9])(?:/[A-Za-z0-9./_~%?=&#+-]*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![A-Za-z0-9.,+/])(?:\+|\(\+?)?\d[\d\s\u00a0\u202f().\u2010\u2011\u2013-]{5,}\d(?![\d%]|[.,/:]\d)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+")
_FIGURE = re.compile(r"\d+(?:[.,٫]\d+|[ \u00a0\u202f\u2009']\d{3}(?!\d))*")
_TIME = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-3])(?:[:.]([0-5]\d))?\s*([ap])\.?\s?m\b\.?|(?<![\d.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits. ``readings``: what it may say, the likeliest first; each is one number or several."""

    readings: tuple[tuple[Decimal, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a text holds that must stand in every language as it is, and the text without it."""

    text: str
    markers: tuple[str, ...]
    formats: tuple[str, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...]
    addresses: tuple[str, ...]


def kept(text: str, formats: bool) -> Kept:
    """The text taken apart. ``formats``: whether % begins a format (c-format, python-format)."""
    labels, text = _taken(text, _LABEL, " ")
    tags, text = _taken(text, _TAG, " ")
    emails, text = _taken(text, _EMAIL, " ")
    urls, text = _taken(text, _URL, " ")
    # Before $s of %2$s is a marker.
    found, text = _taken(text, _FORMAT, HELD) if formats else ((), text)
    markers, text = _taken(text, _MARKER, HELD)
    entities, text = _taken(text, _ENTITY, " ")
    text = text.replace("%%", "%") if formats else text
    return Kept(text, markers, found, labels, (*tags, *entities), (*emails, *urls))


def _taken(text: str, pattern: re.Pattern[str], instead: str) -> tuple[tuple[str, ...], str]:
    """What a pattern finds in a text, and the text with ``instead`` there. A mark at the end of an address is the sentence's."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        whole = match[0].rstrip(".,;:!?'") if pattern is _URL else match[0]
        found.append(whole)
        return instead + match[0][len(whole) :]

    rest = pattern.sub(take, text)
    return tuple(found), rest


def phones(text: str, known: Sequence[str] = ()) -> tuple[list[str], str]:
    """The telephone numbers of a folded text, digits only, and the text without them. ``known``: numbers that it should
    hold, which are found also right behind another figure ("2026 020 7946 0123")."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        begin = _begin(match[0])
        written = match[0][begin:]
        digits = re.sub(r"\D", "", written)
        if not _is_phone(written.strip(), digits):
            return match[0]
        found.append(digits)
        return match[0][:begin] + " " * len(written)

    for number in dict.fromkeys(known):
        pattern = r"(?<!\d)\+?" + r"[ \u00a0().\u2011-]{0,3}".join(number) + r"(?!\d)"
        text, times = re.subn(pattern, lambda match: " " * len(match[0]), text)
        found += [number] * times
    return found, _PHONE.sub(take, text)


def _begin(written: str) -> int:
    """Where the number begins: a year may stand before it, "2026 020 7946 0123"."""
    year = re.match(r"(?:19|20)\d\d\s(?=0[\d\s]{8})", written)
    return year.end() if year else 0


def _is_phone(written: str, digits: str) -> bool:
    """Seven digits or more that begin with 0 or +, or long groups that no number is grouped in; no date, no range."""
    if not 7 <= len(digits) <= 15 or re.fullmatch(r"\d{1,4}[-./–]\d{1,2}[-./–]\d{1,4}", written):
        return False
    if re.search(r"\d{4}\s?[-–]\s?\d{4}$", written) and len(digits) == 8 and digits[0] in "12":
        return False  # years
    if written[0] == "+" or written.startswith("(+"):
        return True
    if digits[0] == "0":
        return len(re.split(r"[.\s]", written)) > 1 or "." not in written
    return len(digits) >= 9 and not _GROUPED.fullmatch(written) and " – " not in written


def times(text: str) -> tuple[list[tuple[int, int, bool, int, int]], str]:
    """The times of day of a folded English text: hour, minute, whether a minute stands there, place; and the text without them."""
    found = []

    def take(match: re.Match[str]) -> str:
        hour, minute, half, hour24, minute24 = match.groups()
        value = int(hour or hour24)
        if half == "p" and value < 12:
            value += 12
        said = minute or minute24
        found.append((value, int(said or 0), bool(said), match.start(), match.end()))
        return " " * len(match[0])

    return found, _TIME.sub(take, text)


def figures(text: str, mark: str) -> Iterator[Figure]:
    """The figures of a folded text. ``mark``: the language's own sign before decimal places."""
    for match in _FIGURE.finditer(text):
        yield Figure(tuple(readings(match[0], mark)), match.start(), match.end())


def readings(written: str, mark: str) -> Iterator[tuple[Decimal, ...]]:
    """What ``written`` may say. A point or comma with three figures after it is read as the language does."""
    parts = re.split(r"[.,٫ \u00a0\u202f\u2009']", written)
    marks = re.findall(r"[.,٫ \u00a0\u202f\u2009']", written)
    numbers = tuple(map(Decimal, parts))
    if not marks:
        yield numbers
        return
    last, groups = marks[-1], marks[:-1]
    if _is_decimal(parts, marks, mark) and last not in groups:
        if all(len(part) == 3 for part in parts[1:-1]) or not groups:
            yield (Decimal(f"{''.join(parts[:-1])}.{parts[-1]}"),)
    elif (
        all(2 <= len(part) <= 3 for part in parts[1:])
        and len(parts[-1]) == 3
        and len(parts[0]) <= 3
        and parts[0][0] != "0"
    ):
        yield (Decimal("".join(parts)),)
    yield numbers


def _is_decimal(parts: list[str], marks: list[str], mark: str) -> bool:
    last, after = marks[-1], parts[-1]
    if last not in ".,٫":
        return False
    if last == "٫" or len(after) != 3 or parts[0] == "0" or len(parts[0]) > 3:
        return True
    if len(marks) > 1:
        return last not in marks[:-1]
    return last == mark
