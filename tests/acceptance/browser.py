"""Debian's Chromium, and axe-core in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).parents[2]
AXE = REPOSITORY / "node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"


@contextmanager
def chromium() -> Iterator[Browser]:
    """``--no-sandbox``: a build machine runs as root, where Chromium has none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, path: Path, **context: Any) -> Iterator[Page]:
    """A file in a window of its own."""
    window = browser.new_context(**context)
    page = window.new_page()
    page.goto(path.resolve().as_uri())
    yield page
    window.close()


def axe(page: Page) -> tuple[list[str], int]:
    """The rules that are broken, with what breaks them, and how many are kept. The window must pass the page's policy by."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")
    broken = [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]  # fmt: skip
    return broken, len(found["passes"])
