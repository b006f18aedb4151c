"""A small charity in a folder: two leaflets, a shared fragment, English and Polish."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from pipeline import exchange, signing
from pipeline import project as projects
from pipeline.build.plan import Choice
from pipeline.build.run import Result, build
from pipeline.build.store import Store
from pipeline.build.workers import Workers
from pipeline.catalogs import catalog, gate
from pipeline.catalogs.signoff import Act
from pipeline.document import State
from pipeline.project import Project

TODAY = datetime.date(2026, 1, 31)
NOW = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)

PUBLISHER = """name: A Charity
facts:
  helpline: {phone: 08088 010 444}
languages: [en, pl]
editions: [clear-print, word]
"""
LEAFLET = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
facts:
  stay: {days: 9}
---
# Title of NAME

Stay {stay} days.

::: side-effects
- Fever: 70.8%
:::

::: include help
"""
HELP = "## Help\n\nCall {helpline}.\n"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def edit(root: Path, path: str, was: str, now: str) -> None:
    """Change one text of a file, which must be there."""
    text = (root / path).read_text("utf-8")
    assert text.count(was) == 1, f"{was!r} stands {text.count(was)} times in {path}"
    write(root, path, text.replace(was, now))


def charity(root: Path, *names: str) -> Path:
    """The folder of a charity whose leaflets are complete in Polish and signed by nobody."""
    write(root, "source/publisher.yaml", PUBLISHER)
    write(root, "source/shared/help.md", HELP)
    for name in names or ("alpha", "beta"):
        write(root, f"source/{name}.md", LEAFLET.replace("NAME", name))
    exchange.update(projects.load(root), [], NOW)
    for path in (root / "translations").rglob("*.po"):
        translated(path)
    return root


def translated(path: Path) -> None:
    """Every message of a catalog in a Polish of our own."""
    found, wrong = gate.read(path.read_bytes(), path.name, "pl")
    assert found and not wrong
    messages = [
        m.changed(msgstr=(f"„{m.msgid}”".replace("days", "dni"),)) if m.msgid else m
        for m in found.messages
    ]
    path.write_bytes(catalog.write(catalog.Catalog(tuple(messages), tail=found.tail)))


def also_in(root: Path, tag: str, days: str) -> None:
    """The Polish catalogs again as those of another language, which calls days so."""
    edit(root, "source/publisher.yaml", "[en, pl]", f"[en, pl, {tag}]")
    for path in (root / "translations/pl/LC_MESSAGES").iterdir():
        text = path.read_text("utf-8").replace("Language: pl", f"Language: {tag}")
        write(root, f"translations/{tag}/LC_MESSAGES/{path.name}", text.replace("dni", days))


class AtOnce:
    """Workers that do each task at once, in this process."""

    count = 1

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(task(*given))
        return future


def made(
    root: Path,
    *,
    today: datetime.date = TODAY,
    choice: Choice = Choice(),  # noqa: B008
    workers: Workers | None = None,
    store: Store | None = None,
) -> Result:
    """What a build of the folder brings; in this process unless there are ``workers``."""
    project = projects.load(root)
    kept = store or Store(project.output / ".cache/store")
    return build(project, choice, today, lambda *_: None, workers or AtOnce(), kept)


def files(root: Path) -> dict[str, bytes]:
    """Every file that patients may get, by its path from output/."""
    output = root / "output"
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
        and ".cache" not in path.parts
        and path.name not in ("report.json", "report.html", "index.html")
    }


def sign(root: Path, slug: str, tag: str, reviewed: str = "Ann", approved: str = "Ben") -> None:
    """Sign everything that a leaflet says in a language; nobody does what "" stands for."""
    for did, name in ((Act.REVIEWED, reviewed), (Act.APPROVED, approved)):
        if name:
            _, wrong = signing.sign(projects.load(root), [slug], tag, signing.Pen(did, name, TODAY))
            assert not wrong, wrong


def state(project: Project, slug: str, tag: str) -> State:
    document, _ = projects.resolve(project, slug, tag, TODAY)
    assert document
    return document.status.state
