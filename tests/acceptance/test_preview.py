"""The preview in Chromium: it follows a save by itself, is accessible, and asks for nothing elsewhere."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.preview.serve import Preview, Server
from tests.acceptance.browser import axe, chromium
from tests.projects import TODAY, charity, edit

PO = "translations/pl/LC_MESSAGES/alpha.po"
PATIENCE = 30_000  # milliseconds


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path, "alpha", "beta")


@pytest.fixture
def page(root: Path, browser: Browser) -> Iterator[Page]:
    server = Server(Preview(root, lambda: TODAY), 0, ("alpha", "pl"))
    thread = Thread(target=server.run)
    thread.start()
    window = browser.new_context(bypass_csp=False)
    page = window.new_page()
    page.goto(server.address)
    yield page
    window.close()
    server.end()
    thread.join(30)


def test_it_shows_texts_web_page_and_print(page: Page) -> None:
    expect(page.get_by_role("row", name=re.compile("Stay 9 days"))).to_contain_text("„Stay 9 dni.”")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("„Title of alpha”")  # fmt: skip
    first = page.get_by_role("img", name=re.compile(r"Page 1 of \d+ in print"))
    first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.paper img').naturalWidth > 700")


def test_it_follows_a_save_and_shows_the_finding_at_its_text(
    page: Page, root: Path, record_property: Callable[[str, object], None]
) -> None:
    begun = time.perf_counter()
    edit(root, PO, "„Fever”", "„Gorączka”")
    expect(page.get_by_role("row", name=re.compile("Fever"))).to_contain_text("„Gorączka”", timeout=PATIENCE)  # fmt: skip
    took = time.perf_counter() - begun
    record_property("seconds from save to sight", took)
    print(json.dumps({"seconds from save to sight": round(took, 2)}))
    edit(root, PO, "„Stay {stay} dni.”", "Zostań 8 {stay} dni.")
    wrong = page.get_by_role("row", name=re.compile("Stay 9 days")).locator(".found.error")
    expect(wrong.first).to_contain_text("N301", timeout=PATIENCE)
    edit(root, PO, "Zostań 8 {stay} dni.", "Zostań {stay} dni.")
    expect(page.locator(".found.error")).to_have_count(0, timeout=PATIENCE)


def test_another_leaflet_and_language_are_a_link_away(page: Page) -> None:
    page.get_by_role("link", name="beta, English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview: Title of beta in English")


def test_it_asks_for_nothing_elsewhere_and_breaks_no_rule_of_its_own(page: Page) -> None:
    asked, told = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.reload()
    page.wait_for_timeout(500)
    own = page.url.rpartition("/alpha/")[0]
    assert asked and all(url.startswith((own, "data:")) for url in asked)
    # The web page's own script may not run in its frame.
    assert [text for text in told if "sandbox" not in text.lower()] == []


def test_the_web_page_in_it_can_do_nothing(page: Page) -> None:
    assert page.locator("iframe").get_attribute("sandbox") == ""


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(root: Path, browser: Browser, width: int) -> None:
    edit(root, PO, "„Stay {stay} dni.”", "Zostań 8 {stay} dni.")
    server = Server(Preview(root, lambda: TODAY), 0, ("alpha", "pl"))
    thread = Thread(target=server.run)
    thread.start()
    window = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page = window.new_page()
    for tag in ("pl", "en"):
        page.goto(server.address.replace("/pl/", f"/{tag}/"))
        broken, kept = axe(page)
        assert broken == [] and kept > 20
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    window.close()
    server.end()
    thread.join(30)
