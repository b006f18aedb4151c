"""The report in Chromium: axe-core, a narrow window, and on paper."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser

from pipeline import report
from pipeline.build import report as built
from pipeline.report.validating import Verdict
from pipeline.validators.browser import axe, chromium, opened
from tests import projects
from tests.acceptance.conftest import REPOSITORY

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the project's own leaflet in every language, without what takes long to speak."""
    root = tmp_path_factory.mktemp("charity")
    for folder in ("source", "translations"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    publisher = (root / "source/publisher.yaml").read_text("utf-8")
    few = re.sub(r"editions: .*", "editions: [word, braille, web]", publisher)
    (root / "source/publisher.yaml").write_text(few, "utf-8")
    assert projects.made(root).ok
    data = built.read(root / "output")
    data["found"].append({"code": "S101", "severity": "error", "at": "source/x.md:3", "message": "x" * 300, "hint": "y"})  # fmt: skip
    proofs = {data["files"][0]["sha256"]: ["lost"], data["files"][1]["sha256"]: []}
    path = tmp_path_factory.mktemp("report") / "report.html"
    said = [Verdict("veraPDF", "1", ("rule: " + "x" * 200,) * 9), Verdict("axe-core", "4", aside=3), Verdict("EPUBCheck", "5", failed="no memory")]  # fmt: skip
    digests = {row["sha256"] for row in data["files"]}
    lacking = {"LibreOffice": "sudo apt-get install -y libreoffice-writer"}
    data["files"][2]["to_hear"] = "a person reads it"
    path.write_bytes(report.page(data, TODAY, proofs, report.Validated(dict.fromkeys(digests, said), lacking, True)))  # fmt: skip
    return path


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}, "print": {"media": "print"},
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(browser: Browser, page: Path, width: int, look: str) -> None:
    window: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "bypass_csp": True}
    with opened(browser, page, **window) as shown:
        shown.emulate_media(**LOOKS[look])
        broken, kept = axe(shown)
        assert broken == [] and kept > 30
        on_paper = look == "print"  # which is as wide as A4
        assert on_paper or shown.evaluate("document.documentElement.scrollWidth") <= width


def test_it_asks_for_nothing_and_breaks_no_rule_of_its_own(browser: Browser, page: Path) -> None:
    window = browser.new_context()
    shown, asked, told = window.new_page(), list[str](), list[str]()
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: told.append(message.text))
    shown.goto(page.as_uri())
    assert asked == [page.as_uri()] and told == []
    assert shown.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"  # fmt: skip
    window.close()


def test_it_prints_with_the_worksheet_on_a_page_of_its_own(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    with opened(browser, page) as shown:
        shown.pdf(path=tmp_path / "x.pdf", prefer_css_page_size=True)
    pages = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(tmp_path / "x.pdf")]  # fmt: skip
    [first] = [text for text in pages if "For people to check" in text and "Print this part" in text]  # fmt: skip
    assert first.strip().startswith("For people to check")


def test_a_chart_is_heard(browser: Browser, page: Path) -> None:
    with opened(browser, page) as shown:
        heard = shown.get_by_role("img").first.aria_snapshot()
    assert "Texts that stand in their language" in heard
