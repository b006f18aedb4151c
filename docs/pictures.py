"""Makes docs/page.png and docs/scripts.png: ``PYTHONPATH=. .venv/bin/python docs/pictures.py`` (needs poppler-utils)."""

from __future__ import annotations

import datetime
import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from pipeline import project as projects
from pipeline.document import Medium, for_medium
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from tests import scripts

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 1, 31)
LARGE = pdf.Options(PrintProfile(18))
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


if __name__ == "__main__":
    english, urdu = leaflet("en"), leaflet("ur")
    beside([page(english, 1), page(english, 2), page(english, 9), page(urdu, 1)], "page.png")
    specimens = [page(pdf.render(scripts.specimen(tag), LARGE), 1) for tag in ("ur", "bn", "ta", "am", "th")]  # fmt: skip
    beside([one.crop((0, 0, one.width, one.height * 2 // 3)) for one in specimens], "scripts.png")
