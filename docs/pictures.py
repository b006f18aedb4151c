"""Makes the pictures of docs/ from the real program: ``PYTHONPATH=. .venv/bin/python docs/pictures.py``.

It needs poppler-utils and Chromium (``make test`` sets both up).
"""

from __future__ import annotations

import datetime
import io
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Thread

from PIL import Image

from pipeline import exchange, report
from pipeline import project as projects
from pipeline.build import report as built
from pipeline.document import Medium, for_medium
from pipeline.preview.serve import Preview, Server
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from pipeline.validators.browser import chromium, opened
from tests import scripts
from tests.acceptance.test_documents import PO, going_home, translated
from tests.projects import NOW, edit, made

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 1, 31)
LARGE = pdf.Options(PrintProfile(18))
LOST = "co najmniej ", ""  # "at least", which a check misses
GAP, DOTS = 8, 52  # pixels between pages; pixels an inch


def leaflet(tag: str) -> bytes:
    document, _ = projects.resolve(projects.load(ROOT), "blinatumomab", tag, TODAY)
    assert document
    return pdf.render(for_medium(document, Medium.PRINT), LARGE)


def page(data: bytes, number: int) -> Image.Image:
    command = ["pdftoppm", "-r", str(DOTS), "-f", str(number), "-l", str(number), "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=data, capture_output=True, check=True).stdout))  # fmt: skip


def beside(pages: Sequence[Image.Image], name: str) -> None:
    """Pages next to each other, in few colours."""
    width = sum(one.width for one in pages) + GAP * (len(pages) + 1)
    whole = Image.new("RGB", (width, pages[0].height + 2 * GAP), (128, 128, 128))
    left = GAP
    for one in pages:
        whole.paste(one, (left, GAP))
        left += one.width + GAP
    whole.quantize(32).save(ROOT / "docs" / name, optimize=True)


def screens() -> None:
    """The preview of a translation that a check doubts, and the report of a build: of the leaflet of docs/staff.md."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = going_home(Path(folder))
        exchange.update(projects.load(root), [], NOW)
        translated(root)
        result = made(root, today=TODAY)
        assert result.ok, result.found
        page = root / "report.html"
        loaded = projects.load(root)
        page.write_bytes(report.page(built.read(loaded.output), TODAY, report.proven(loaded)))
        with opened(browser, page, viewport={"width": 1100, "height": 1000}) as window:
            taken(window.screenshot(), "report.png")

        edit(root, PO, *LOST)
        server = Server(Preview(root, lambda: TODAY), 0, ("going-home", "pl"))
        thread = Thread(target=server.run)
        thread.start()
        try:
            with closing(browser.new_page(viewport={"width": 1100, "height": 1150})) as window:
                window.goto(server.address)
                window.locator(".found").first.wait_for()
                window.wait_for_timeout(1500)
                taken(window.screenshot(), "preview.png")
        finally:
            server.end()
            thread.join(30)


def taken(data: bytes, name: str) -> None:
    Image.open(io.BytesIO(data)).convert("RGB").quantize(32).save(
        ROOT / "docs" / name, optimize=True
    )


if __name__ == "__main__":
    screens()
    english, urdu = leaflet("en"), leaflet("ur")
    beside([page(english, 1), page(english, 2), page(english, 9), page(urdu, 1)], "page.png")
    specimens = [page(pdf.render(scripts.specimen(tag), LARGE), 1) for tag in ("ur", "bn", "ta", "am", "th")]  # fmt: skip
    beside([one.crop((0, 0, one.width, one.height * 2 // 3)) for one in specimens], "scripts.png")
