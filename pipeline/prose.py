"""Plain English advice for the leaflets of a project, and what a person has decided to leave as it is.

``accepted:`` in a leaflet's front matter leaves a finding of that leaflet; in publisher.yaml, of every leaflet and shared text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import project as projects
from pipeline.checks import plain, spelling
from pipeline.checks.plain import PLAIN, Prose
from pipeline.diagnostic import Diagnostic, Location, Severity, errors, quoted
from pipeline.frontmatter import Fields, Form, Node
from pipeline.frontmatter import Sequence as Items
from pipeline.project import Project

WORDS = "source/words.txt"  # what the charity knows to be right: one word a line, # before a remark
CHARITY = "source/publisher.yaml"
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that stays as it is. ``text``: words of its message, "" for every finding of the code."""

    code: str
    text: str
    at: Location

    def holds(self, found: Diagnostic) -> bool:
        """Whether it lets the finding stand: it has its code, and its message its text."""
        return found.code == self.code and self.text.casefold() in found.message.casefold()


def advice(project: Project) -> list[Diagnostic]:
    """What would make the English easier to read, but for what was accepted; waivers that nothing needs; and once, where
    spelling cannot be checked, what is missing for it."""
    known = _known(project)
    common, told = _waivers(project, CHARITY)
    needed: set[Waiver] = set()
    unread = not (project.slugs and project.publisher.readable)
    for slug in project.slugs:
        document, wrong = projects.english(project, slug)
        if document is None or errors(wrong) or not project.publisher.readable:
            unread = True
            continue
        own, more = _waivers(project, projects.source_path(slug))
        told += more
        knows = None if spelling.missing() else spelling.knows
        for found in PLAIN.run(Prose(projects.in_english(document), known, knows)):
            waivers = [one for one in (*own, *common) if one.holds(found)]
            needed |= set(waivers)
            told += [] if waivers else [found]
        told += _unneeded(own, needed)
    if not unread:  # else nobody knows what stands in a leaflet that cannot be read
        told += _unneeded(common, needed)
    if why := spelling.missing():
        told.append(
            Diagnostic(
                "S509",
                f"spelling is not checked: {why}",
                Location(WORDS),
                "leaflet doctor gives the command that mends it; until then slips of spelling stay unseen",
                Severity.WARNING,
            )
        )
    return sorted(set(told), key=lambda one: (one.at, one.code, one.message))


def _unneeded(waivers: Sequence[Waiver], needed: set[Waiver]) -> Iterator[Diagnostic]:
    for one in waivers:
        spelling_off = one.code == plain.SPELLING and spelling.missing()
        if one not in needed and not spelling_off:
            message = f"this accepts nothing: no {one.code}{f' with {quoted(one.text)}' if one.text else ''} is found"
            yield Diagnostic(
                "S508",
                message,
                one.at,
                "delete it; left here, it could hide a later finding",
                Severity.WARNING,
            )


def _known(project: Project) -> frozenset[str]:
    """The words that the charity calls right, in small letters; a line of several words is each of them."""
    if not projects.present(project, WORDS):
        return frozenset()
    text, _ = projects.text(project, WORDS)
    lines = (line.partition("#")[0] for line in (text or "").splitlines())
    return frozenset(word.lower() for line in lines for word in line.split())


def _waivers(project: Project, path: str) -> tuple[list[Waiver], list[Diagnostic]]:
    """What a file accepts. What cannot be read accepts nothing and is reported."""
    text, _ = projects.text(project, path)
    front = _FRONT.match(text or "") if path != CHARITY else None
    form = Form(path, first=1 if front else 0)
    body = (front[1] or "") if front else (text or "") if path == CHARITY else ""
    fields = form.read(body) if body else None
    form.found.clear()  # the rest of the file is for those who read it
    node = next(
        (node for key, node in (fields.entries if fields else ()) if key.text == "accepted"), None
    )
    waivers = list(_read(form, node)) if node else []
    return waivers, form.found


def _read(form: Form, node: Node) -> Iterator[Waiver]:
    example = 'accepted: [{code: S505, text: not recommended, why: "It is the medicines agency\'s own phrase."}]'
    if not isinstance(node, Items):
        form.report("S004", "accepted: is no list", node.line, f"write {example}")
        return
    codes = {one.code for one in PLAIN.known}
    for entry in node.nodes:
        fields = form.known(entry, "code", "text", "why") if isinstance(entry, Fields) else {}
        code, text, why = (form.text(fields.get(name)) for name in ("code", "text", "why"))
        if code not in codes:
            form.report(
                "S004",
                f"{code or 'an entry without a code'} cannot be accepted here",
                entry.line,
                f"only the codes {', '.join(sorted(codes))} can: {example}",
            )
        elif not why:
            form.report(
                "S004", f"no reason is given why {code} may stay", entry.line, f"add why: {example}"
            )
        else:
            yield Waiver(code, text or "", Location(form.path, entry.line))
