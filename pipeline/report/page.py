"""The page, from what a build wrote into report.json: tables to read, charts to look at, lists to print and tick."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from pipeline import webpages
from pipeline.report.charts import Bar, bars
from pipeline.report.evidence import Counted, lines, schemes, worksheet
from pipeline.report.links import doubts
from pipeline.report.proving import Proofs
from pipeline.report.validating import Validated, asked

AHEAD = 90  # days
MOST = 5  # findings of a validator that are shown; report.json has all
LISTED = 10_000  # files: a page that lists more of them is too long to open
_NOBODY = Validated()
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """A review that is due. ``days``: from today, negative for a day that is past."""

    leaflet: str
    languages: str
    day: str
    days: int

    @property
    def said(self) -> str:
        if self.days < 0:
            return f"{-self.days} days ago"
        return "today" if self.days == 0 else f"in {self.days} days"


def page(
    data: Mapping[str, Any], today: datetime.date, proofs: Proofs, validated: Validated = _NOBODY
) -> bytes:
    """The page, complete in one file. ``data``: of report.json; ``proofs``: what finished files were told, by their digest;
    ``validated``: what other people's validators said of them."""
    counted = _counted(data, proofs, validated)
    css = webpages.part(__package__, "report.css")
    text = webpages.template(__package__, "report.html", tidy=True).render(
        data=data,
        today=today,
        css=Markup(css),
        sum=webpages.allowed(css),
        counted=counted,
        leaflets=list(_leaflets(data, proofs, validated)),
        listed=len(data["files"]) <= LISTED,
        validators=asked(validated, data),
        most=MOST,
        due=list(_due(data["leaflets"], today)),
        ahead=AHEAD,
        links=list(_links(data["leaflets"])),
        lacking=list(_lacking(data["leaflets"])),
        worksheet=list(_worksheet(data)),
        schemes=schemes(),
        lines=lines(counted),
        charts=_charts(data),
        href=quote,
        size=_size,
    )
    return f"{text.rstrip()}\n".encode()


def _counted(data: Mapping[str, Any], proofs: Proofs, validated: Validated) -> Counted:
    rows, made = data["leaflets"], data["files"]
    addresses = {(row["leaflet"], one["label"]): one for row in rows for one in row.get("links", ())}  # fmt: skip
    told = [proofs[row["sha256"]] for row in made if row["sha256"] in proofs]
    surveys = {leaflet for leaflet, label in addresses if label.startswith(("survey", "feedback"))}
    severities = Counter(one["severity"] for one in data["found"])
    return Counted(
        versions=len(rows),
        approved=sum(row["state"] == "approved" for row in rows),
        dated=sum(bool(row.get("due")) for row in rows),
        overdue=sum(bool(row.get("overdue")) for row in rows),
        links=len(addresses),
        unconfirmed=sum(one["confirm"] for one in addresses.values()),
        surveys=len(surveys),
        leaflets=len({row["leaflet"] for row in rows}),
        languages=list(dict.fromkeys(row["name"] for row in rows)),
        editions=list(dict.fromkeys(data["editions"])),
        lacking=sum(len(row["not_offered"]) for row in rows),
        facts=sum(row["facts"] for row in made),
        made=len(made),
        megabytes=sum(row["bytes"] for row in made) / 1_000_000,
        proven=sum(not found for found in told),
        failed=sum(bool(found) for found in told),
        validators=[f"{one.tool}: {one.said}" for one in asked(validated, data)],
        errors=severities["error"],
        warnings=severities["warning"],
    )


def _leaflets(
    data: Mapping[str, Any], proofs: Proofs, validated: Validated
) -> Iterator[dict[str, Any]]:
    """Each leaflet with its languages, and each language with its editions."""
    made = {(row["leaflet"], row["language"], row["edition"]): row for row in data["files"]}
    names = data["editions"] if len(made) <= LISTED else ()
    for slug, rows in _by_leaflet(data).items():
        title = next((row["title"] for row in rows if row.get("title")), slug)
        languages = [{**row, "said": _state(row), "texts_said": _texts(row),
                      "editions": [_edition(row, made.get((slug, row["language"], name)), name, proofs, validated)
                                   for name in names]} for row in rows]  # fmt: skip
        yield {"slug": slug, "title": title, "languages": languages}


def _by_leaflet(data: Mapping[str, Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in data["leaflets"]:
        found.setdefault(row["leaflet"], []).append(row)
    return found


def _state(row: Row) -> str:
    if row["state"] == "error":
        return "cannot be made: see the findings"
    if row["machine"] and row["state"] == "draft":
        return "draft by a machine"
    return str(row["state"])


def _texts(row: Row) -> str:
    if row["state"] == "error":
        return ""
    return f"{row['texts'] - row['untranslated']} of {row['texts']}"


def _edition(
    row: Row, file: Row | None, name: str, proofs: Proofs, validated: Validated
) -> dict[str, Any]:
    """A cell of the table: the file, or why there is none."""
    if file is None:
        why = row["not_offered"].get(name, "")
        return {"name": name, "file": None, "why": f"not offered: {why}" if why else "not made"}
    told = proofs.get(file["sha256"])
    facts = _facts(file)
    proof = (
        "not asked"
        if told is None
        else "passed"
        if not told
        else f"{len(told)} finding{'s' if len(told) > 1 else ''}"
    )
    return {"name": name, "file": file, "why": "", "facts": facts, "proof": proof, "told": told or [],
            "validators": validated.verdicts(file["sha256"])}  # fmt: skip


def _facts(file: Row) -> str:
    """What was found again, and what only a person can hear."""
    found = f"all {file['facts']} found" if file["facts"] else ""
    if why := file.get("to_hear"):
        return (
            f"{found} in its text; its sound is for a person to hear: {why}"
            if found
            else f"for a person to hear: {why}"
        )
    return found or "none to look for"


def _due(rows: Sequence[Row], today: datetime.date) -> Iterator[Due]:
    """The soonest first; one row for the languages of a leaflet that share a day."""
    by_day: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.get("due"):
            by_day.setdefault((row["due"], row["leaflet"]), []).append(row["language"])
    for (day, leaflet), tags in sorted(by_day.items()):
        days = (datetime.date.fromisoformat(day) - today).days
        if days <= AHEAD:
            yield Due(leaflet, ", ".join(tags), day, days)


def _links(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Each address once, with what is doubtful about it."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        for one in row.get("links", ()):
            found.setdefault((row["leaflet"], one["label"]), one)
    shared = Counter(one["address"] for one in found.values())
    for (leaflet, label), one in found.items():
        told = [*(["marked confirm: true"] if one["confirm"] else []), *doubts(one["address"])]
        if shared[one["address"]] > 1:
            told.append(f"{shared[one['address']]} links have this address")
        yield {"leaflet": leaflet, "label": label, "doubts": told, **{k: one[k] for k in ("address", "at")}}  # fmt: skip


def _lacking(rows: Sequence[Row]) -> Iterator[dict[str, str]]:
    """What is not offered, with the languages that share a reason."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for edition, why in row["not_offered"].items():
            by_reason.setdefault((edition, why), []).append(row["name"])
    for (edition, why), names in by_reason.items():
        yield {"edition": edition, "languages": ", ".join(dict.fromkeys(names)), "why": why}


def _worksheet(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The checks of people, each with the languages that it concerns, a leaflet at a time."""
    made: dict[tuple[str, str], set[str]] = {}
    unheard: dict[str, set[str]] = {}
    for row in data["files"]:
        made.setdefault((row["leaflet"], row["edition"]), set()).add(row["language"])
        if row.get("to_hear"):
            unheard.setdefault(row["leaflet"], set()).add(row["language"])
    for slug, rows in _by_leaflet(data).items():
        tags = [row["language"] for row in rows]
        checks = []
        for check in worksheet():
            concerned = [tag for tag in tags if tag != "en"] if check["languages"] == "translated" else tags  # fmt: skip
            if "editions" in check:
                there = set().union(*(made.get((slug, one), set()) for one in check["editions"]))
                concerned = [tag for tag in concerned if tag in there]
            if check["languages"] == "unheard":
                concerned = [tag for tag in concerned if tag in unheard.get(slug, ())]
            if concerned:
                checks.append({**check, "tags": concerned})
        yield {"slug": slug, "checks": checks}


def _charts(data: Mapping[str, Any]) -> dict[str, Markup]:
    texts: dict[str, list[int]] = {}
    for row in data["leaflets"]:
        whole = texts.setdefault(row["name"], [0, 0])
        whole[0] += row.get("texts", 0) - row.get("untranslated", 0)
        whole[1] += row.get("texts", 0)
    seconds: Counter[str] = Counter()
    for row in data["files"]:
        seconds[row["edition"]] += row["seconds"]
    translated = [
        Bar(name, done / whole if whole else 0, f"{done} of {whole}")
        for name, (done, whole) in texts.items()
    ]
    lasted = [Bar(name, took, f"{took:.1f} s") for name, took in seconds.most_common()]
    return {
        "texts": bars("texts", "Texts that stand in their language", translated, 1),
        "seconds": bars("seconds", "Seconds that each edition took, over all languages", lasted),
    }


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{max(1, round(number / 1000))} kB"  # fmt: skip
