"""The first step: a leaflet to fill in, and a language to translate into.

Nothing that is there is written over, and what is written parses and builds as a draft.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from pipeline import doctor, exchange, languages, wishes
from pipeline import project as projects
from pipeline.build.files import put
from pipeline.build.plan import misnamed
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors, quoted
from pipeline.document import Text
from pipeline.exchange import Merged
from pipeline.inline import write
from pipeline.languages import Language
from pipeline.project import Project

CHARITY = "source/publisher.yaml"
REVIEW_YEARS = 3  # between reviews of health information at most (PIF TICK criteria)
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")  # Windows takes no file of such a name
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Starter:
    """What is asked for a new leaflet. ``charity``: its publisher's name, where the folder has none yet."""

    slug: str
    title: str
    summary: str
    reviewed: datetime.date
    review_due: datetime.date
    charity: str = ""


def begin(root: Path, starter: Starter) -> list[str]:
    """Write the leaflet, and publisher.yaml where there is none; the paths of what was written. Raises LeafletError."""
    path = projects.source_path(starter.slug)
    if problem := _problem(root, path, starter):
        raise LeafletError(problem)
    written = []
    if not (root / CHARITY).exists():
        put(root / CHARITY, _charity(starter.charity).encode())
        written.append(CHARITY)
    put(root / path, "\n".join(_source(starter, _included(root))).encode())
    return [*written, path]


def refused(root: Path, slug: str) -> Diagnostic | None:
    """Why no leaflet of this name can be begun; None where one can."""
    if not _SLUG.fullmatch(slug) or misnamed([slug]) or _DEVICE.fullmatch(slug):
        shown = slug if len(slug) <= 40 else f"{slug[:37]}..."
        hint = f"use small letters, figures and hyphens, such as {_proposed(slug)}"
        return Diagnostic(
            "B511", f"no leaflet can be called {quoted(shown)}", Location("source"), hint
        )
    path = projects.source_path(slug)
    if (root / path).exists() or (root / path).is_symlink():
        hint = "give the new one another name: leaflet new NAME"
        return Diagnostic("B512", "a leaflet of this name is there already", Location(path), hint)
    return None


def _proposed(slug: str) -> str:
    """The nearest name that is one."""
    plain = unicodedata.normalize("NFKD", slug.removesuffix(".md")).encode("ascii", "ignore")
    near = re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:60].strip("-")
    return "car-t-cells" if misnamed([near]) or not near or _DEVICE.fullmatch(near) else near


def _problem(root: Path, path: str, starter: Starter) -> Diagnostic | None:
    at = Location(path)
    if problem := refused(root, starter.slug):
        return problem
    if starter.review_due <= starter.reviewed:
        return Diagnostic(
            "B513",
            "the next review is not after the last one",
            at,
            "give a later day, such as --review-due 2029-01-31",
        )
    if not (root / CHARITY).exists() and not starter.charity.strip():
        return Diagnostic(
            "B514",
            "it is not said who publishes the leaflet",
            Location(CHARITY),
            'add --charity "Our Charity"',
        )
    return None


def _included(root: Path) -> list[str]:
    """The shared texts that the charity's other leaflets end with, in the order of the first one that does."""
    for path in sorted((root / "source").glob("[!.]*.md")):
        if found := re.findall(
            r"^::: include (\S+)$", path.read_text("utf-8", "replace"), re.MULTILINE
        ):
            return [name for name in found if (root / f"source/shared/{name}.md").is_file()]
    return []


def _charity(name: str) -> str:
    return f"""# The charity, its numbers and what it publishes. Facts and links given here may be used in every leaflet.
name: {_quoted(name)}
# facts:
#   helpline: {{phone: 0800 000 0000}}
# languages: [en]  (leaflet add-language pl adds one)
editions: [clear-print, large-print, giant-print, word, audio, web]
"""


def _source(starter: Starter, included: list[str]) -> Iterator[str]:
    yield from (
        "---",
        "# What this leaflet is about, in one sentence. Every line that begins with # is for you: readers never see it.",
        f"summary: {_quoted(write((Text(starter.summary),)))}",
        "# The day of the last review, and the day on which the next one is due. Past it, every file says that it is overdue.",
        f"reviewed: {starter.reviewed}",
        f"review_due: {starter.review_due}",
        "# A figure is a fact: declare it here, and write {first_stay} in the text. Take the # away in front of what you need.",
        "# facts:",
        "#   first_stay: {days: 9}",
        "#   dose: {mg: 5}",
        "# An address stands here, and its label in the text: [our page][ours]. confirm: true until somebody has opened it.",
        "# links:",
        "#   ours: {address: https://www.example.org/, confirm: true}",
        "# Names with figures or in capitals, and how they are read aloud.",
        "# terms:",
        "#   CD19: {spoken: C D nineteen}",
        "---",
        "",
        f"# {_title(starter.title)}",
        "",
        "Say in two or three short sentences what this is, and whom it is for.",
        "",
        "## Summary",
        "",
        "- Say first what matters most.",
        "- Use one line for each point.",
        "",
        "## How you have it",
        "",
        "Say what happens, in the order in which it happens.",
        "",
        "::: warning",
        "Say here what nobody may miss, or take these three lines out.",
        ":::",
        "",
        "## Possible side effects",
        "",
        "Say which ones need help at once, and whom to call.",
        "",
    )
    for name in included:
        yield from (f"::: include {name}", "")


def _title(title: str) -> str:
    return write((Text(" ".join(title.split())),))


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


# A language.


@dataclass(frozen=True, slots=True)
class Added:
    """A language that a charity can now translate into. ``listed``: whether publisher.yaml named it already; ``has``:
    what there is for it on this machine and in the pipeline, and what is lacking."""

    tag: str
    name: str
    listed: bool
    merged: tuple[Merged, ...]
    has: tuple[doctor.Finding, ...]


def add_language(root: Path, tag: str, now: datetime.datetime) -> tuple[Added, list[Diagnostic]]:
    """Set up the catalogs of a language and name it in publisher.yaml, whose comments and layout stay. Raises LeafletError."""
    spoken = _language(tag)
    tag = languages.folder(tag)  # zh-hans and PL are the folders zh_Hans and pl
    if tag == languages.SOURCE or spoken.pseudo:
        problem = Diagnostic(
            "B515",
            f"{spoken.name} is not a language to translate into",
            Location("--tag"),
            "name another one, such as leaflet add-language pl",
        )
        raise LeafletError(problem)
    before = projects.load(root)
    if wrong := errors(before.found):
        raise LeafletError(*wrong)
    listed = tag in before.tags
    charity = None if listed or not before.publisher.languages else _listing(before, tag)
    project = replace(
        before,
        publisher=replace(before.publisher, languages=tuple(dict.fromkeys((*before.tags, tag)))),
    )
    _, found = exchange.extract(project, now)
    merged, more = exchange.update(project, [tag], now)
    if charity is not None:
        put(root / CHARITY, charity.encode())
    return Added(tag, spoken.name, listed, tuple(merged), tuple(_has(project, tag))), [
        *found,
        *more,
    ]


def _language(tag: str) -> Language:
    """The language of a tag, however it is typed. Raises LeafletError, which names those that may be meant."""
    try:
        return languages.language(tag)
    except LeafletError as problem:
        [known] = problem.diagnostics
        meant = [one.tag for one in languages.languages().values() if _is_meant(tag, one)]
        if not meant:
            raise
        raise LeafletError(
            replace(known, hint=f"perhaps {' or '.join(meant)} is meant")
        ) from problem


def _is_meant(typed: str, one: Language) -> bool:
    """Whether somebody may call a language so: by its name, its own name, or the first part of its tag."""
    word = typed.strip().casefold()
    names = (one.name.casefold(), one.name.partition(" (")[0].casefold(), one.autonym.casefold())
    first = re.split("[-_]", word)[0]
    return (
        not one.pseudo
        and bool(word)
        and (word in names or first == re.split("_", one.tag)[0].casefold())
    )


def _has(project: Project, tag: str) -> Iterator[doctor.Finding]:
    """What the machine has for a language, then what the pipeline itself has."""
    alone = replace(project, publisher=replace(project.publisher, languages=(tag,)))
    yield from (one for one in doctor.examine(alone) if one.subject == tag)
    pipeline = files("pipeline")
    words = pipeline.joinpath(f"locale/{tag}/LC_MESSAGES/pipeline.po").is_file()
    remedy = "the pipeline's own words (Page, Warning) stand in English until translations/TAG/LC_MESSAGES/pipeline.po has them"
    yield doctor.Finding(tag, "words", words, "" if words else remedy.replace("TAG", tag))
    known = pipeline.joinpath(f"data/vocabulary/{tag}.toml").is_file()
    remedy = "translations are checked by figures, signs and length only: a person must look at number words, units and negations"
    yield doctor.Finding(tag, "number words", known, "" if known else remedy)


def _listing(project: Project, tag: str) -> str:
    """publisher.yaml with one language more, and not another character changed."""
    text, wrong = projects.text(project, CHARITY)
    if text is None:
        raise LeafletError(*wrong)
    added = _with_item(text, tag)
    read, found = wishes.read(
        added, CHARITY, lambda name: projects.data(project, f"source/{name}")[0]
    )
    if found or read != replace(project.publisher, languages=(*project.publisher.languages, tag)):
        hint = f"add {tag} to languages: by hand, then run leaflet update --tag {tag}"
        raise LeafletError(
            Diagnostic(
                "B516",
                "no language could be added to languages: without changing more of this file",
                Location(CHARITY),
                hint,
            )
        )
    return added


def _with_item(text: str, tag: str) -> str:
    """The YAML with an item at the end of ``languages``, written as those before it are."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    fields: Mapping[str, yaml.Node] = {key.value: value for key, value in root.value}
    items = fields["languages"]
    if not isinstance(items, yaml.SequenceNode) or not items.value:
        return text
    last = items.value[-1]
    end = last.end_mark.index
    if items.flow_style:
        return f"{text[:end]}, {tag}{text[end:]}"
    line = text.find("\n", end)
    line = len(text) if line < 0 else line
    indent = " " * (last.start_mark.column - 2)
    return f"{text[:line]}\n{indent}- {tag}{text[line:]}"
