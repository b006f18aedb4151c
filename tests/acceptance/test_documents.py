"""Every command of the pages for people, typed as it stands there, in a folder of its own, in the order of the page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pypdfium2
import pytest

from pipeline import examine
from pipeline.catalogs import catalog, gate
from tests.commands import REPOSITORY, Changed, Step, Typed, Written, steps
from tests.projects import also_in, charity, edit, write

DAY, EPOCH = "2026-01-31", "1769817600"
FIRST = "Your first leaflet in 15 minutes"
PO = "translations/pl/LC_MESSAGES/going-home.po"
POLISH = {
    "Going home": "Powrót do domu",
    "What to watch for in the first days at home.": "Na co zwracać uwagę w pierwszych dniach w domu.",
    "You have had your treatment, and you may go home. For at least {stay_near} days, stay with somebody who can help you.": "Leczenie się zakończyło i można wrócić do domu. Przez co najmniej {stay_near} dni należy być z kimś, kto może pomóc.",
    "Call us at once": "Natychmiast do nas zadzwoń",
    "Call {helpline} at any time of the day or night if you have a fever, or if you feel confused.": "Zadzwoń pod numer {helpline} o dowolnej porze dnia lub nocy, jeśli masz gorączkę lub czujesz się zdezorientowany.",
    "Possible side effects": "Możliwe skutki uboczne",
    "Fever": "Gorączka",
    "Headache": "Ból głowy",
}

# What no test types, and why.
ELSEWHERE = {
    ". .venv/bin/activate": "the tests have their own environment",
    ".ci/run": "it runs these tests",
    ".venv/bin/python benchmarks/capacity.py": "measures for minutes; its figures are of one machine",
    ".venv/bin/python benchmarks/cold_build.py": "measures for minutes; its figures are of one machine",
    ".venv/bin/python benchmarks/scale.py": "measures for minutes; its figures are of one machine",
    "dask ssh --nworkers 8 --nthreads 1 machine-1 machine-2 machine-3": "needs three machines; the page says that it is not tried",
    "leaflet --install-completion": "writes into a person's shell; tests/test_usage.py asks for completions",
    "leaflet build --executor dask://HOST:PORT": "tests/test_build_cluster.py starts the cluster and runs it",
    "leaflet build --executor dask://machine-1:8786": "tests/test_build_cluster.py starts the cluster and runs it",
    "leaflet report --validate": "takes minutes; tests/acceptance/test_validators.py runs it",
    "make lint": "it is of the code, not of leaflets; .ci/run runs it",
    "make lock": "asks an index for newer packages",
    "make setup-test": "it prepares these tests",
    "make test": "it runs these tests",
    "make test-fast": "it runs these tests",
    "pip install 'leaflet-pipeline[cluster]'": "the tests' environment has it",
    "pip wheel --no-deps .": "tests/acceptance/test_ecosystem.py builds the wheel and runs what is in it",
    "pipx install leaflet_pipeline-*.whl": "tests/acceptance/test_ecosystem.py builds the wheel and runs what is in it",
    "pybabel extract": "tests/acceptance/test_gettext.py runs it with its options",
    "pytest --accept": "rewrites the golden files",
    "sudo apt install git make": "changes the machine",
    "weblate import_json": "needs a running Weblate; the page says that none was tried",
    "wsl --install -d Debian": "is for Windows; the page says that it was not tried",
}
UNTIL_STOPPED = ("watch", "preview")
STOPPED = 130


@dataclass(frozen=True)
class Walk:
    """``before``: what a person does before a command is typed for the first time; what it returns is typed in place of the
    page's. ``refused``: commands that end with code 1, which time they do (from 1), and what they say."""

    start: Callable[[Path], Path]
    before: Mapping[str, Callable[[Path], str | None]] = field(default_factory=dict)
    refused: Mapping[tuple[str, int], str] = field(default_factory=dict)


def _hears_ctrl_c() -> None:
    """As in a terminal, also where the tests run in the background, which leaves it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Terminal:
    """A person's terminal: a folder that one is in, and the program among those that it knows."""

    here: Path
    programs: Path

    def type(self, line: str) -> tuple[int, str]:
        words = line.split()
        if words[0] == "cd":
            self.here = self.here / words[1]
            assert self.here.is_dir()
            return 0, ""
        if words[0] == "make":
            line = self._made_of(line)
        if line.split()[:1] == ["leaflet"] and line.split()[1] in UNTIL_STOPPED:
            return self._until_stopped(line)
        done = subprocess.run(["sh", "-c", line], cwd=self.here, env=self._environment(), capture_output=True, text=True)  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def _made_of(self, line: str) -> str:
        """What make would run, without the set-up of the machine."""
        asked = line.replace("make", f"make --no-print-directory -n -f {REPOSITORY}/Makefile LEAFLET_COMMAND=leaflet", 1)  # fmt: skip
        told = subprocess.run(["sh", "-c", asked], cwd=self.here, capture_output=True, text=True, check=True)  # fmt: skip
        first, *rest = told.stdout.splitlines()
        return "\n".join(rest if "setup.sh" in first else [first, *rest])

    def _until_stopped(self, line: str) -> tuple[int, str]:
        """It says something, and Ctrl-C ends it."""
        with subprocess.Popen(
            ["sh", "-c", f"exec {line}"],
            cwd=self.here,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_hears_ctrl_c,
        ) as running:
            assert running.stdout
            told = running.stdout.readline()
            os.killpg(running.pid, signal.SIGINT)
            told += running.stdout.read()
        return 0 if told and running.returncode in (0, STOPPED) else running.returncode or 1, told

    def _environment(self) -> dict[str, str]:
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": EPOCH, "HOME": str(self.programs)}  # fmt: skip


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the program under its name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "leaflet"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def walk(page: str, found: list[Step], terminal: Terminal, way: Walk) -> list[str]:
    """Do what a page says; the commands that were typed. Raises AssertionError where one does not do what the page promises."""
    typed: list[str] = []
    for step in found:
        if isinstance(step, Written):
            write(terminal.here, step.path, step.text)
        elif isinstance(step, Changed):
            edit(terminal.here, step.path, step.was, step.now)
        elif step.line not in ELSEWHERE and (step.boxed or step.line not in typed):
            line = step.line
            if line not in typed and line in way.before:
                line = way.before[line](terminal.here) or line
            typed.append(step.line)
            code, told = terminal.type(line)
            assert "Traceback" not in told, told
            refusal = way.refused.get((step.line, typed.count(step.line)))
            assert code == (refusal is not None), f"{page}: {line}\n{told}"
            assert (refusal or "") in told, f"{page}: {line}\n{told}"
    unused = [line for line in (*way.before, *(line for line, _ in way.refused)) if line not in typed]  # fmt: skip
    assert not unused, f"{page} says this no more: {unused}"
    return typed


# What people do beside typing.


def translated(root: Path) -> None:
    """The translator's day."""
    path = root / PO
    found, wrong = gate.read(path.read_bytes(), PO, "pl")
    assert found and not wrong
    messages = [m.changed(msgstr=(POLISH[m.msgid],)) if m.msgid else m for m in found.messages]
    path.write_bytes(catalog.write(catalog.Catalog(tuple(messages), tail=found.tail)))


def kept(root: Path) -> None:
    """An old Word file in the charity's folder."""
    old = docx.Document()
    old.add_heading("Having a blood test", 1)
    old.add_paragraph("A nurse takes a little blood from your arm. It takes 5 minutes.")
    old.save(str(root / "old-leaflet.docx"))


def doubted(root: Path) -> str:
    """A right translation that the checks doubt; the command with the line at which they do."""
    edit(root, PO, "Przez co najmniej {stay_near} dni", "Przez {stay_near} dni lub dłużej")
    [found] = examine.examine([root / PO], "pl")
    assert found.diagnostic.code == "N322"
    return f'leaflet accept {PO}:{found.diagnostic.at.line} N322 --by "Ewa Nowak" --why "Or longer: at least."'


def asked(root: Path) -> str:
    """A new sentence that nobody has translated, and a program that answers."""
    edit(root, "source/going-home.md", "## Possible", "Rest as much as you can.\n\n## Possible")
    return 'leaflet update && leaflet suggest --tag pl --with "cat"'


def committed(root: Path) -> None:
    for line in ("init -q", "add .", "-c user.name=A -c user.email=a@b commit -q -m Signed"):
        subprocess.run(["git", *line.split()], cwd=root, check=True)


def single(root: Path) -> str:
    """The line of a text that two people shall look at again."""
    edit(root, "translations/ur/LC_MESSAGES/shared.po", "“Help”", "مدد")
    rows = (root / "translations/ur/LC_MESSAGES/shared.po").read_text("utf-8").split("\n")
    line = rows.index('msgid "Help"') + 1
    place = f"translations/ur/LC_MESSAGES/shared.po:{line}"
    return f'leaflet review --tag ur --by "Ann Bell" --at {place}'


# Where people begin.


def empty(folder: Path) -> Path:
    return folder


def going_home(folder: Path) -> Path:
    """The leaflet of docs/staff.md, translated, signed by nobody."""
    for step in steps(REPOSITORY / "docs/staff.md", FIRST):
        if isinstance(step, Written):
            write(folder, step.path, step.text)
    write(folder, "source/publisher.yaml", (folder / "source/publisher.yaml").read_text("utf-8") + "languages: [en, pl]\n")  # fmt: skip
    return folder


def bilingual(folder: Path) -> Path:
    """A charity with a leaflet in Polish and Urdu."""
    root = charity(folder, "blinatumomab")
    also_in(root, "ur", "دن")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, large-print, braille]")
    for path in (root / "translations/ur/LC_MESSAGES").iterdir():  # Urdu braille has no „
        path.write_text(path.read_text("utf-8").replace("„", "“"), "utf-8")
    return root


RELEASE = "leaflet release"
WALKS = {
    "docs/staff.md": Walk(
        empty,
        {
            "leaflet preview --leaflet going-home --tag pl": translated,
            "leaflet import old-leaflet.docx": kept,
            "make ROOT=/path/to/our-leaflets": lambda root: f"make ROOT={root}",
        },
        {
            (RELEASE, 2): "going-home in ro",
            (RELEASE, 3): "going-home in en has been withdrawn",
            ("leaflet status --strict", 1): "withdrawn",
        },
    ),
    "docs/translators.md": Walk(
        going_home,
        {
            "leaflet screenshots": translated,
            'leaflet accept translations/pl/LC_MESSAGES/going-home.po:29 N322 --by "Ewa Nowak" --why "Or longer: at least."': doubted,
            'leaflet suggest --tag pl --with "PROGRAM"': asked,
        },
    ),
    "docs/clinicians.md": Walk(
        bilingual,
        {
            'leaflet review --tag ur --by "Ann Bell" --at translations/ur/LC_MESSAGES/shared.po:12': single,
            "git log -p": committed,
        },
    ),
    "docs/operations.md": Walk(bilingual),
    "docs/architecture.md": Walk(bilingual, refused={("make release", 1): "error B201"}),
    "README.md": Walk(bilingual),
    "CONTRIBUTING.md": Walk(bilingual),
}


@pytest.mark.parametrize("page", WALKS)
def test_every_command_of_a_page_does_what_the_page_says(page: str, tmp_path: Path, programs: Path) -> None:  # fmt: skip
    home = tmp_path / "home"
    home.mkdir()
    way = WALKS[page]
    walk(page, steps(REPOSITORY / page), Terminal(way.start(home), programs), way)


def test_what_is_run_elsewhere_still_stands_on_a_page() -> None:
    known = {step.line for page in WALKS for step in steps(REPOSITORY / page) if isinstance(step, Typed)}  # fmt: skip
    assert set(ELSEWHERE) <= known
    for reason in ELSEWHERE.values():
        for word in reason.split():
            assert not word.startswith("tests/") or (REPOSITORY / word).exists(), word


def test_from_an_empty_folder_to_a_released_leaflet_in_two_languages(tmp_path: Path, programs: Path) -> None:  # fmt: skip
    home = tmp_path / "home"
    home.mkdir()
    terminal = Terminal(home, programs)
    first = steps(REPOSITORY / "docs/staff.md", FIRST)
    way = Walk(empty, {"leaflet preview --leaflet going-home --tag pl": translated})
    typed = walk("docs/staff.md", first, terminal, way)
    verbs = [line.split()[1] for line in typed if line.startswith("leaflet")]
    assert verbs == "new check build add-language preview check proof review approve review approve release verify".split()  # fmt: skip
    assert terminal.here == home / "our-leaflets"

    released = terminal.here / "output/release" / DAY
    forms = ("audio.mp3", "clear-print.pdf", "large-print.pdf", "web.html", "word.docx")
    leaflets = {f"going-home/{tag}/going-home-{tag}-{form}" for tag in ("en", "pl") for form in forms}  # fmt: skip
    beside = {"index.html", "manifest.json", *(f"{of}.txt" for tag in ("en", "pl") for of in (f"changes/{tag}", f"texts/going-home/{tag}"))}  # fmt: skip
    assert {str(path.relative_to(released)) for path in released.rglob("*") if path.is_file()} == leaflets | beside  # fmt: skip

    for tag, text, days in (("en", "For at least 9 days", "9"), ("pl", "Przez co najmniej 9 dni", "9")):  # fmt: skip
        folder = released / "going-home" / tag
        with pypdfium2.PdfDocument(folder / f"going-home-{tag}-large-print.pdf") as pdf:
            printed = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
        word = "\n".join(one.text for one in docx.Document(str(folder / f"going-home-{tag}-word.docx")).paragraphs)  # fmt: skip
        web = (folder / f"going-home-{tag}-web.html").read_text("utf-8")
        for said in (printed, word):
            assert text in " ".join(said.split()).translate({0xA0: " ", 0x2066: None, 0x2068: None, 0x2069: None})  # fmt: skip
            assert "0800 000 0000" in said.replace("\xa0", " ")
        assert POLISH["Call us at once"] in web if tag == "pl" else "Call us at once" in web
        assert (folder / f"going-home-{tag}-audio.mp3").stat().st_size > 50_000
        assert days in web
    manifest = json.loads((released / "manifest.json").read_text("utf-8"))
    assert {"Ann Bell", "Ben Shah"} <= set(str(manifest).replace("'", '"').split('"'))
