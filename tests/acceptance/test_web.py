"""The web page of the leaflet in Chromium: axe-core, a keyboard, an ear; the Nu checker; and pandoc, which reads it."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from pipeline import inline, words
from pipeline.checks.elements import promised_text
from pipeline.checks.promised import bare
from pipeline.checks.web import Page as Finished
from pipeline.checks.web import prove
from pipeline.document import Brand, Medium, walk_sections
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.render import html
from pipeline.render.html.fold import FOLDS, fold
from pipeline.render.html.index import Leaflet, Listed, index
from pipeline.render.html.look import part
from pipeline.validators.browser import axe, chromium, opened
from pipeline.validators.pages import POLICY, messages
from tests import scripts
from tests.acceptance.conftest import EVERY, SPOKEN, Made
from tests.specimens import specimen

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 1024}
# WCAG 2.2, 1.4.10: 1280 CSS pixels enlarged four times.
ENLARGED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
WINDOWS: dict[str, dict[str, Any]] = {
    "320": {"viewport": PHONE},
    "1280": {"viewport": DESKTOP},
    "400%": ENLARGED,
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
# What a reader may force on a page and lose nothing: WCAG 2.2, 1.4.12.
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important} p {margin-bottom: 2em !important}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def wider(page: Page) -> list[str]:
    """What stands out of the window at its end."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth
        || e.getBoundingClientRect().left < 0).map(e => e.outerHTML.slice(0, 80)).slice(-3)"""
    )


# axe-core.


def seen(browser: Browser, path: Path, least: int) -> list[str]:
    """What axe-core finds broken, and what stands out of the window, in every window and look; ``least``: so many rules and
    more are kept in each."""
    found: list[str] = []
    for window, context in WINDOWS.items():
        with opened(browser, path, bypass_csp=True, **context) as page:
            for look, media in LOOKS.items():
                page.emulate_media(**media)
                broken, kept = axe(page)
                found += [f"{window}, {look}: {one}" for one in (*broken, *wider(page))]
                assert kept > least
    return found


@pytest.mark.parametrize("tag", EVERY)
def test_axe_finds_nothing(made: Made, browser: Browser, tag: str) -> None:
    assert seen(browser, made.file(tag, "web"), 30) == []


@pytest.mark.parametrize("colours", ["light", "dark", "yellow"])
def test_axe_finds_nothing_in_any_choice_of_a_reader(made: Made, browser: Browser, colours: str) -> None:  # fmt: skip
    with opened(browser, made.file("ur", "web"), bypass_csp=True, viewport=PHONE) as page:
        page.locator("summary").first.click()
        for name, value in (("size", "largest"), ("spacing", "wide"), ("colours", colours)):
            page.locator(f"input[name={name}][value={value}]").check()
        assert axe(page)[0] == [] and wider(page) == []


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_axe_finds_nothing_in_any_block(browser: Browser, tmp_path: Path, tag: str) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(html.render(specimen(tag), html.Options()))
    with opened(browser, path, bypass_csp=True, viewport=PHONE) as page:
        assert axe(page)[0] == [] and wider(page) == []


@pytest.mark.parametrize(
    ("rule", "was", "now"),
    [
        ("html-has-lang", '<html lang="en"', "<html"),
        ("document-title", "<title>.*?</title>", "<title></title>"),
        ("color-contrast", "--ink:#1b1b1b", "--ink:#aaa"),
        ("landmark-one-main", '(?s)<main id="_main" tabindex="-1">(.*)</main>', r'<div id="_main">\1</div>'),
        ("link-name", '(<a href="#_2">).*?</a>', r"\1</a>"),
    ],
)  # fmt: skip
def test_axe_sees_a_planted_defect(
    made: Made, browser: Browser, tmp_path: Path, rule: str, was: str, now: str
) -> None:
    text = made.file("en", "web").read_text("utf-8")
    broken = re.sub(was, now, text)
    assert broken != text
    (tmp_path / "x.html").write_text(broken, "utf-8")
    policy = re.sub("<meta http-equiv[^>]*>", "", broken)  # so that a changed style sheet applies
    (tmp_path / "x.html").write_text(policy, "utf-8")
    with opened(browser, tmp_path / "x.html", bypass_csp=True) as page:
        assert rule in {one.partition(":")[0] for one in axe(page)[0]}


# Reflow.


@pytest.mark.parametrize("tag", EVERY)
def test_nothing_stands_out_of_the_window_enlarged_four_times_and_spaced(
    made: Made, browser: Browser, tag: str
) -> None:
    with opened(browser, made.file(tag, "web"), bypass_csp=True, **ENLARGED) as page:
        page.add_style_tag(content=SPACED)
        assert wider(page) == []


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_nothing_stands_out_of_the_window_in_any_script(
    browser: Browser, tmp_path: Path, tag: str
) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(html.render(scripts.specimen(tag), html.Options()))
    with opened(browser, path, viewport=PHONE) as page:
        assert wider(page) == []


# What it asks for.


@pytest.mark.parametrize("tag", EVERY)
def test_the_page_asks_for_nothing_and_breaks_no_rule_of_its_own(
    made: Made, browser: Browser, tag: str
) -> None:
    window = browser.new_context()
    page = window.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    address = made.file(tag, "web").resolve().as_uri()
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "its style applies"
    assert page.locator("#_display").is_visible(), "its script runs"
    assert (asked, said) == ([address], [])
    window.close()


def test_without_a_script_the_leaflet_is_whole(made: Made, browser: Browser) -> None:
    with opened(browser, made.file("en", "web"), java_script_enabled=False) as page:
        assert page.locator("audio").is_visible() and not page.locator("#_display").is_visible()
        page.locator("details", has=page.locator(".chapter")).locator("summary").click()
        link = page.locator("a.chapter").nth(2)
        address = link.get_attribute("href") or ""
        link.click()
        page.wait_for_url(f"**/{address}")
        assert page.url.endswith(address) and re.search(r"\.mp3#t=\d+\.\d\d$", page.url)


# A keyboard.


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_keyboard_reaches_everything_in_the_order_of_the_page(
    made: Made, browser: Browser, tag: str
) -> None:
    with opened(browser, made.file(tag, "web"), viewport=DESKTOP) as page:
        wanted = page.evaluate(
            """() => { window.all = [...document.querySelectorAll('a[href], audio, summary')]
            .filter(e => e.checkVisibility({contentVisibilityAuto: true})); return all.length }"""
        )
        seen: list[int] = []
        for _ in range(3 * wanted):
            page.keyboard.press("Tab")
            place, shown = page.evaluate(
                """() => { const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
                return [all.indexOf(e), e.tagName == 'AUDIO' || (style.outlineStyle != 'none' && box.top >= 0)] }"""
            )
            if place < 0:
                break
            assert shown, f"nothing shows that {place} has the focus"
            seen += [place] if seen[-1:] != [place] else []
        assert seen == list(range(wanted))


def test_the_first_link_skips_to_the_leaflet(made: Made, browser: Browser) -> None:
    with opened(browser, made.file("en", "web")) as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").text_content() == "Skip to the leaflet"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "_main"


# Follows every link inside the page, and says where it leads: the words there, and how far below the window's top they begin.
FOLLOWED = """all => all.map(link => { link.click(); const there = document.querySelector(':target');
return there && there.checkVisibility() ? [there.textContent, there.getBoundingClientRect().top] : ['nothing', NaN] })"""


@pytest.mark.parametrize("tag", EVERY)
def test_every_line_of_the_contents_leads_to_its_heading(
    made: Made, browser: Browser, tag: str
) -> None:
    headings = [inline.plain(one.heading.inlines) for _, one in walk_sections(made.document(tag, Medium.WEB))]  # fmt: skip
    wanted = [" ".join(plain_text(one).split()) for one in headings]
    with opened(browser, made.file(tag, "web"), viewport=PHONE, reduced_motion="reduce") as page:
        links = page.locator("nav.contents a")
        followed = links.evaluate_all(FOLLOWED)
        assert [" ".join(text.split()) for text, _ in followed] == wanted
        assert all(-1 <= top < PHONE["height"] / 2 for _, top in followed), followed
        links.nth(1).click()
        assert " ".join((page.locator(":target").text_content() or "").split()) == wanted[1]


@pytest.mark.parametrize("tag", EVERY)
def test_every_address_inside_the_page_is_there(made: Made, browser: Browser, tag: str) -> None:
    with opened(browser, made.file(tag, "web")) as page:
        inside = page.locator("a[href^='#']").evaluate_all("all => all.map(e => e.hash.slice(1))")
        lost = [one for one in inside if page.locator(f"[id='{one}']").count() != 1]
    assert len(inside) > 18 and lost == []


def test_pages_lead_to_each_other(made: Made, browser: Browser) -> None:
    with opened(browser, made.file("en", "web")) as page:
        for tag in (language(one).bcp47 for one in (*EVERY[1:], "en")):
            page.locator(f"nav.languages a[hreflang={tag}]").click()
            assert page.evaluate("document.documentElement.lang") == tag


# An ear.


def until(page: Page, question: str) -> None:
    """Wait for a yes. Asked from outside: the page's policy forbids what Playwright's own wait does."""
    for _ in range(300):
        if page.evaluate(question):
            return
        page.wait_for_timeout(100)
    raise AssertionError(question)


@pytest.mark.parametrize("tag", SPOKEN)
def test_the_sound_plays_and_the_sentence_that_is_read_lights_up(
    made: Made, browser: Browser, tag: str
) -> None:
    with opened(browser, made.file(tag, "web")) as page:
        page.locator("summary", has_text=re.compile(".")).nth(1).click()
        link = page.locator("a.chapter").nth(3)
        begin = float((link.get_attribute("href") or "").rpartition("=")[2])
        link.click()
        until(page, f"document.querySelector('audio').currentTime > {begin} + 1.5")
        assert page.evaluate("document.querySelector('audio').currentTime") < begin + 60
        until(page, "document.querySelector('.lit') !== null")
        now, lit = page.evaluate(
            "[document.querySelector('audio').currentTime, {...document.querySelector('.lit').dataset}]"
        )
        assert float(lit["begin"]) - 1 <= now <= float(lit["end"]) + 2
        chapter = link.text_content() or ""
        inside = page.evaluate("document.querySelector('.lit').closest('section').textContent")
        assert chapter.split()[0] in inside


@pytest.mark.parametrize("tag", SPOKEN)
def test_everything_that_is_read_lights_up_but_the_headers_of_columns(made: Made, browser: Browser, tag: str) -> None:  # fmt: skip
    with opened(browser, made.file(tag, "web")) as page:
        dark = page.evaluate(
            """() => [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, td, th, caption)')]
            .filter(e => !e.closest('[data-beside], nav, thead') && !e.querySelector('[data-begin]')).map(e => e.textContent)"""
        )
        assert dark == []


# What a reader chooses.


def test_what_a_reader_chose_stays_on_the_next_visit(made: Made, browser: Browser) -> None:
    with opened(browser, made.file("en", "web")) as page:
        before = page.evaluate("getComputedStyle(document.body).fontSize")
        page.locator("#_display summary").click()
        page.locator("input[name=size][value=largest]").check()
        page.locator("input[name=colours][value=yellow]").check()
        page.reload()
        after = page.evaluate("getComputedStyle(document.body).fontSize")
        assert (before, after) == ("20px", "33.6px")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(255, 255, 0)"


def test_on_paper_it_is_clear_print_without_what_only_a_screen_needs(made: Made, browser: Browser) -> None:  # fmt: skip
    with opened(browser, made.file("en", "web"), color_scheme="dark") as page:
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize") == "18.6667px"  # fmt: skip
        for hidden in ("audio", "nav.languages", ".files", "#_display", "nav.contents"):
            assert not page.locator(hidden).is_visible()
        assert page.locator(".notice").is_visible()


# The list of leaflets.


def test_axe_finds_nothing_in_the_list(made: Made, browser: Browser) -> None:
    assert seen(browser, made.root / "output/index.html", 15) == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("", EVERY), ("urdu", ("ur",)), ("اردو", ("ur",)), ("BLINATUMOMAB polish", ("pl",)), ("large print", EVERY), ("nothing", ())],
)  # fmt: skip
def test_words_that_are_typed_find_leaflets_without_a_server(made: Made, browser: Browser, typed: str, shown: tuple[str, ...]) -> None:  # fmt: skip
    with opened(browser, made.root / "output/index.html") as page:
        page.get_by_label("Find a leaflet").fill(typed)
        found = page.locator(".listed:visible strong").evaluate_all("all => all.map(e => e.lang)")
        assert [tag.replace("-", "_") for tag in found] == list(shown)
        told = f"Found: {len(shown)}" if shown else "No leaflet has these words."
        assert page.locator("[role=status]").text_content() == (told if typed else "")


# How a title is written, and how somebody may type it.
FOLDED = [
    ("Życie z białaczką", "zycie bialaczka"), ("Życie z białaczką", "ŻYCIE BIAŁACZKĄ"), ("Bệnh bạch cầu đa", "benh da"),
    ("Straße", "strasse"), ("Œuvre", "oeuvre"), ("Λόγος", "ΛΟΓΟΣ"), ("Ёлка", "елка"), ("Iris ILIK", "ırıs ılık"),
    ("یہ دوا کیا ہے", "يه دوا كيا هے"), ("كيف يعمل الدواء", "کیف یعمل الدوا"), ("إلى أين", "الي اين"), ("أُخِذَ الدَّوَاء", "اخذ الدواء"),
    ("الدواء", "الــدواء"), ("آسان", "اسان"), ("مؤسسة", "موسسه"), ("می\u200cشود", "میشود"), ("پەیوەندی", "پهيوهندي"),
    ("l’hôpital", "l'hopital"),
]  # fmt: skip
NOT_FOUND = [("ھیما", "کیما"), ("Łódź", "kodz"), ("دوا", "دعا")]


@pytest.mark.parametrize(("title", "typed", "there"), [*((*one, True) for one in FOLDED), *((*one, False) for one in NOT_FOUND)])  # fmt: skip
def test_a_title_is_found_however_a_keyboard_writes_it(
    browser: Browser, tmp_path: Path, title: str, typed: str, there: bool
) -> None:
    listed = (Leaflet(title, (Listed("en", title, "x.html", ()),)),)
    (tmp_path / "index.html").write_bytes(index("A Charity", Brand(), listed))
    with opened(browser, tmp_path / "index.html") as page:
        page.get_by_label("Find a leaflet").fill(typed)
        assert page.locator(".listed").is_visible() is there


def test_what_is_typed_is_folded_as_the_list_was(browser: Browser) -> None:
    """Every character of ours, by the page's own line of script: what each side makes of it."""
    [line] = re.findall(r"const plain = (.*)", part("index.js"))
    kinds = ("L", "M", "N", "P", "S", "Z")
    known = [c for c in map(chr, range(32, 0x1F000)) if unicodedata.category(c)[0] in kinds or unicodedata.category(c) == "Cf"]  # fmt: skip
    page = browser.new_page()
    theirs = page.evaluate(f"([told, all]) => all.map({line})", [{"folds": FOLDS}, known])
    assert page.evaluate(f"([told, all]) => all.map({line})", [{"folds": {}}, known]) != theirs
    assert len(known) > 60_000 and [(c, t) for c, t in zip(known, theirs, strict=True) if t != fold(c)] == []  # fmt: skip


def test_the_keyboard_alone_finds_a_leaflet_and_opens_it(made: Made, browser: Browser) -> None:
    with opened(browser, made.root / "output/index.html") as page:
        for key in ("Tab", "Tab", *"urdu", "Tab", "Enter"):
            page.keyboard.press(key)
        page.wait_for_url("**/ur/*.html")
        assert page.evaluate("document.documentElement.lang") == "ur"


def test_every_file_of_the_list_is_there(made: Made, browser: Browser) -> None:
    with opened(browser, made.root / "output/index.html") as page:
        links = page.locator("main a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    there = {
        path for tag in EVERY for path in made.files(tag) if "-braille-proof-" not in path.name
    }
    assert len(links) == len(there) and {made.root / "output" / link for link in links} == there


# The Nu checker.


def test_the_nu_checker_says_nothing_but_what_it_is_known_to_get_wrong(
    made: Made, tmp_path: Path
) -> None:
    """It does not know that a sum in the policy allows the style and the script, nor that a picture in the page and a sound beside the
    page are allowed: Chromium applies and loads them without a word (above). So many and no others: counted, not passed over."""
    for tag in ("en", "ur"):
        (tmp_path / f"{tag}.html").write_bytes(html.render(specimen(tag), html.Options()))
    pages = [*(made.file(tag, "web") for tag in EVERY), made.root / "output/index.html"]
    found = messages(*pages, *tmp_path.glob("*.html"))
    known = Counter(kind[1] for one in found if (kind := POLICY.match(one["message"])))
    others = [one["message"] for one in found if not POLICY.match(one["message"])]
    print(f"vnu: {len(others)} messages, and {sum(known.values())} false ones about the policy")
    assert others == []
    assert known == {"Inline style": 13, "Inline script": 26, "Resource": 11}


def test_the_nu_checker_sees_a_planted_defect(made: Made, tmp_path: Path) -> None:
    text = made.file("en", "web").read_text("utf-8")
    (tmp_path / "x.html").write_text(text.replace("<ul><li>", "<ul><p>x</p><li>", 1), "utf-8")
    assert "error" in {one["type"] for one in messages(tmp_path / "x.html")}


# Foreign readers.


@pytest.mark.parametrize("tag", EVERY)
def test_the_proof_finds_nothing(made: Made, tag: str) -> None:
    path = made.file(tag, "web")
    beside = {one.name for one in path.parent.iterdir()}
    beside |= {f"../{one.parent.name}/{one.name}" for one in path.parents[1].glob("*/*")}
    page = Finished(made.document(tag, Medium.WEB), path.read_bytes(), "x.html", beside)
    assert list(prove(page)) == []


@pytest.mark.parametrize("tag", EVERY)
def test_pandoc_reads_every_string_in_order_and_none_twice(made: Made, tag: str) -> None:
    done = subprocess.run(["pandoc", "-f", "html", "-t", "json", str(made.file(tag, "web"))], capture_output=True, check=True)  # fmt: skip
    found = bare("".join(_said(json.loads(done.stdout)["blocks"])))
    document = made.document(tag, Medium.WEB)
    sentences = (document.title.inlines, *words.notice(document))
    opening = bare("".join(map(inline.plain, sentences)))
    wanted = promised_text(document)
    assert wanted.startswith(opening) and len(wanted) > 2000
    # What stands between the two in the page is the player and the contents.
    assert found.count(opening) == 1 and found.count(wanted.removeprefix(opening)) == 1


def _said(node: Any) -> Iterator[str]:
    match node:
        case {"t": "Str", "c": str(text)}:
            yield text
        case {"t": "Image"}:
            return
        case {"c": inner}:
            yield from _said(inner)
        case list():
            for one in node:
                yield from _said(one)


def test_a_page_is_small(made: Made) -> None:
    sizes = {tag: made.file(tag, "web").stat().st_size for tag in EVERY}
    assert max(sizes.values()) < 150_000, sizes
