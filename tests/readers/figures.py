"""Every figure of a text, written or spoken (by the reader of pipeline/checks/parity), in order, in one canonical form: "70.8%", "48", "08088010444",
and a date as day, month ("M6") and year in the order of its language."""

from __future__ import annotations

import re

from pipeline.checks.parity.heard import MONTH, spoken

__all__ = ["spoken", "written"]

_UNSEEN = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"))


# Written.

_TERM = re.compile(r"\b(?!SC)[A-Z]{1,3}\d{1,2}\b")  # CD19
_YEAR = re.compile(r" \d{4}")  # "may" and the Romanian for more are months before a year only
_WRITTEN = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d\d?)月(?:(?P<day>\d\d?)日)?"
    r"|(?P<phone>(?<![\d.,])0\d{3,4}(?: \d{3}){2})|(?P<percent>\d+(?:[.,]\d+)?)\s?%"
    r"|(?P<number>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)|(?P<name>[\w\u0980-\u09ff\u0a00-\u0a7f]+)"
)


def written(text: str, tag: str) -> list[str]:
    """The figures of a text as it stands on a page."""
    text = _TERM.sub("", text.translate(_UNSEEN).replace("\u00a0", " ").replace("\u202f", " "))
    if tag == "ro":
        text = re.sub(r"(?<=\d)\.(?=\d{3}\b)", " ", text)  # 1.000 persons
    found: list[str] = []
    for match in _WRITTEN.finditer(text):
        match match.lastgroup:
            case "month" | "day":
                found += [match["year"], f"M{match['month']}", *filter(None, [match["day"]])]
            case "phone":
                found.append(match["phone"].replace(" ", ""))
            case "percent":
                found.append(match["percent"].replace(",", ".") + "%")
            case "number":
                found.append(re.sub(r"\D", "", match["number"]))
            case _:
                name = match["name"]
                month = MONTH.get(tag, {}).get(name.lower())
                certain = name.lower() not in ("may", "mai") or _YEAR.match(text, match.end())
                if month and certain:
                    found.append(month)
                elif digits := re.fullmatch(r"[A-Z]+(\d+)", name):
                    found.append(digits[1])
    return found
