"""Chromium as it is installed, and axe-core in it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import installing
from pipeline.publisher import Format
from pipeline.validators import npm
from pipeline.validators.judged import Judge, Judged, Validator, ValidatorError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
_WIDTHS = (320, 1280)  # CSS pixels: 1280 enlarged four times is the first (WCAG 2.2, 1.4.10)
_COLOURS = ("light", "dark")


@contextmanager
def chromium() -> Iterator[Browser]:
    """``--no-sandbox``: a build machine runs as root, where Chromium has none."""
    from playwright.sync_api import sync_playwright

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
        folder = npm.package("axe-core")
        assert folder, lacks()
        page.evaluate((folder / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run()")
    broken = [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]  # fmt: skip
    return broken, len(found["passes"])


def lacks() -> str:
    """The command that installs what is missing, "" where nothing is."""
    if not importlib.util.find_spec("playwright"):
        return installing.extra("validators")
    if not Path(CHROMIUM).exists():
        return installing.packages(["chromium"])
    return "" if npm.package("axe-core") else npm.install("axe-core")


def _version() -> str:
    return npm.version("axe-core")


@contextmanager
def _opened() -> Iterator[Judge]:
    from playwright.sync_api import Error

    with chromium() as browser:

        def judge(path: Path) -> Judged:
            try:
                return Judged(tuple(_broken(browser, path)))
            except Error as problem:
                raise ValidatorError(problem.message.partition("\n")[0]) from problem

        yield judge


def _broken(browser: Browser, path: Path) -> Iterator[str]:
    for width in _WIDTHS:
        window: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "bypass_csp": True}
        with opened(browser, path, **window) as page:
            for colours in _COLOURS:
                page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
                broken, kept = axe(page)
                if not kept:
                    raise ValidatorError("axe-core kept no rule: the page was not read")
                yield from (f"{width} wide, {colours}: {one}" for one in broken)


AXE = Validator("axe-core", "WCAG, in Chromium, in two widths and two colours", frozenset({Format.HTML}), lacks, _version, _opened)  # fmt: skip
