"""Web pages as browsers save them: what is the leaflet's own is found, and tables keep each figure under its head."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diagnostic import LeafletError
from pipeline.importing.draft import Fate, plain, texts
from pipeline.importing.grid import Grid
from tests.test_importing import body, brought, leaflet, told


def page(inner: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>A medicine | A Charity</title>{head}</head><body>{inner}</body></html>"


# Tables.


def test_merged_cells_leave_each_figure_in_its_column() -> None:
    table = """<table><tr><th rowspan=2>Weight</th><th colspan=2>Dose</th></tr><tr><th>Morning</th><th>Evening</th></tr>
    <tr><td>Light</td><td>5 mg</td><td>10 mg</td></tr><tr><td rowspan=2>Heavy</td><td>9 mg</td><td>28 mg</td></tr><tr><td colspan=2>none</td></tr></table>"""
    found = brought(page(f"<h1>T</h1>{table}"), "x.html")
    assert body(found) == """# T

| Weight | Dose | Dose |
| --- | --- | --- |
| Weight | Morning | Evening |
| Light | {light_mg} mg | {light_mg_2} mg |
| Heavy | {heavy_mg} mg | {heavy_mg_2} mg |
| Heavy | none | none |"""  # fmt: skip
    assert len([why for _, why, _ in told(found, Fate.DOUBTFUL) if "merged cells" in why]) == 1


_SPANS = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(st.lists(st.lists(_SPANS, max_size=5), max_size=6))
def test_every_cell_stands_in_the_table_once(rows: list[list[tuple[int, int]]]) -> None:
    """And again where it covers others, which is told."""
    grid = Grid()
    table = [[(texts(f"cell {'abcdef'[line]} {'uvwxy'[at]}"), *span) for at, span in enumerate(row)] for line, row in enumerate(rows)]  # fmt: skip
    found = [cell for line, row in enumerate(table) for cell in grid.row(row, line) if cell]
    again = [note.text for note in grid.notes if note.fate is Fate.ADDED]
    assert Counter(map(plain, found)) == Counter(plain(one[0]) for row in table for one in row) + Counter(again)  # fmt: skip


def test_a_column_without_a_head_is_named() -> None:
    found = brought(page("<h1>T</h1><table><tr><td></td><td>Dose</td></tr><tr><td>Light</td><td>few</td></tr></table>"), "x.html")  # fmt: skip
    assert [why for _, why, _ in told(found, Fate.DOUBTFUL) if "no head" in why]


def test_a_cell_that_says_it_covers_a_million_columns_fills_no_memory() -> None:
    cell = page(
        "<h1>T</h1><table><tr><td colspan=1000000000 rowspan=1000000000>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    assert leaflet(brought(cell, "x.html"))


def test_a_table_that_only_places_text_is_read_as_text() -> None:
    found = brought(page("<table><tr><td><a href=/>Home page</a></td><td><h1>T</h1><p>Words.</p><ul><li>one</li></ul></td></tr></table>"), "x.html")  # fmt: skip
    assert body(found) == "# T\n\nHome page\n\nWords.\n\n- one"


def test_a_list_that_begins_beyond_99_begins_with_1_and_is_told() -> None:
    found = brought("# T\n\n444. one\n\n     more of it\n", "x.md")
    assert body(found) == "# T\n\n1. one\n\n    more of it"
    assert [text for _, why, text in told(found, Fate.DOUBTFUL) if "began with" in why] == ["444"]


# Lines and breaks.


def test_lines_with_breaks_are_one_paragraph_but_for_side_effects_and_lists() -> None:
    found = brought(page("<h1>A<br>medicine</h1><p>One<br>line.<br><br>Another.</p><p>Fever: 70.8%<br>Rash: 5%</p><p>You need<br>• one<br>• two</p>"), "x.html")  # fmt: skip
    assert body(found) == """# A medicine

One line.

Another.

::: side-effects
- Fever: 70.8%
- Rash: 5%
:::

## You need

- one
- two"""  # fmt: skip


def test_lines_of_set_text_are_lines() -> None:
    found = brought(page("<h1>T</h1><pre>Fever      70.8%\nHeadache   34%</pre>"), "x.html")
    assert body(found) == "# T\n\n::: side-effects\n- Fever: 70.8%\n- Headache: 34%\n:::"


def test_two_paragraphs_of_a_page_are_two_whatever_they_begin_with() -> None:
    found = brought(page("<h1>T</h1><h2>U</h2><p>Not ended</p><p>begun small</p>"), "x.html")
    assert body(found) == "# T\n\n## U\n\nNot ended\n\nbegun small"


# The page around the leaflet.


@pytest.mark.parametrize(
    "name", ["cookie-banner", "cc-window", "site-header", "breadcrumbs", "share-buttons", "related-pages", "site_footer", "newsletter-signup"]
)  # fmt: skip
def test_what_a_page_calls_its_frame_goes(name: str) -> None:
    for name_of in (f"class='x {name}'", f"id={name}"):
        found = brought(page(f"<div {name_of}><p>Words of the page.</p></div><h1>T</h1><p>Own words.</p>"), "x.html")  # fmt: skip
        assert body(found) == "# T\n\nOwn words."
        assert told(found, Fate.DROPPED) == [(1, f"a part of the page that is called {name}", "Words of the page.")]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["has-sidebar", "menu-open", "no-cookie-banner", "content-footer-x"]
)
def test_what_is_called_otherwise_stays(name: str) -> None:
    found = brought(page(f"<div class={name}><p>Own words.</p></div><h1>T</h1>"), "x.html")
    assert "Own words." in body(found)
    framed = brought(page("<div class=sidebar><h1>T</h1><p>Own words.</p></div>"), "x.html")
    assert body(framed) == "# T\n\nOwn words."


def test_links_of_a_list_of_contents_go_where_its_headings_stand_below() -> None:
    found = brought(page("<h1>T</h1><p>On this page</p><ul><li><a href='#a'>How</a></li><li><a href='#b'>Why</a></li></ul><h2>How</h2><p>Words.</p><h2>Why</h2><p>Words.</p>"), "x.html")  # fmt: skip
    assert body(found) == "# T\n\n## How\n\nWords.\n\n## Why\n\nWords."
    other = brought(page("<h1>T</h1><ul><li><a href='#a'>Call us</a></li><li><a href='#b'>Rest</a></li></ul>"), "x.html")  # fmt: skip
    assert body(other) == "# T\n\n- Call us\n- Rest"


def test_a_page_without_a_heading_has_its_title_without_the_site() -> None:
    assert body(brought(page("<p>Some words stand here.</p>"), "x.html")).startswith(
        "# A medicine\n"
    )


def test_what_a_browser_shows_in_place_of_something_is_dropped_and_counted() -> None:
    found = brought(page("<h1>T</h1><noscript>Turn it on.</noscript><template><p>Later</p></template><svg><title>A lung</title><text>Air</text></svg>"), "x.html")  # fmt: skip
    assert [text for _, _, text in told(found, Fate.DROPPED)] == ["Turn it on.", "Later", "A lung", "Air"]  # fmt: skip
    assert found.account.read == 8 and found.account.dropped == 7


# Links.


def test_a_number_behind_a_link_is_not_lost() -> None:
    found = brought(page("<h1>T</h1><p>Call <a href='tel:+441234567890'>01234 567 890</a> or <a href='tel:0800-123-456'>our line</a>.</p>"), "x.html")  # fmt: skip
    assert "[our line][line]" in body(found) and 'line: {address: "tel:0800-123-456"' in found.text


@pytest.mark.parametrize(
    ("link", "doubt"),
    [
        ("<a href='https://evil.example.org/'>www.example.org/a</a>", "the words of a link show one address"),
        ("<a href='https://www.example.org/'>Click here</a>", "the words of a link do not say where it leads"),
        ("<a href='https://me:secret@example.org/'>us</a>", "the link was taken out, its words stay: it holds a name or a password"),
    ],
)  # fmt: skip
def test_a_link_that_says_something_else_is_doubted(link: str, doubt: str) -> None:
    found = brought(page(f"<h1>T</h1><p>See {link} now.</p>"), "x.html")
    assert any(why.startswith(doubt) for _, why, _ in told(found, Fate.DOUBTFUL))
    assert "secret" not in found.text and "evil" not in found.text


def test_the_same_address_with_and_without_its_beginning_is_one() -> None:
    found = brought(page("<h1>T</h1><p>See <a href='https://www.example.org/'>example.org</a> now.</p>"), "x.html")  # fmt: skip
    assert not [why for _, why, _ in told(found, Fate.DOUBTFUL) if "link" in why]


# What nobody has finished, and encodings.


@pytest.mark.parametrize(
    "text", ["TODO", "Lorem ipsum dolor", "[insert name]", "{{ helpline }}", "TBC"]
)
def test_what_looks_unfinished_is_named(text: str) -> None:
    found = brought(page(f"<h1>T</h1><p>Ask {text} of us.</p>"), "x.html")
    assert [why for _, why, _ in told(found, Fate.DOUBTFUL) if "unfinished" in why]


@pytest.mark.parametrize(("said", "encoding"), [("utf-8", "cp1252"), ("windows-1252", "utf-8"), ("utf-16", "utf-16"), ("utf-7", "utf-8"), ("nothing-known", "utf-8"), ("", "utf-16-le")])  # fmt: skip
def test_a_page_that_lies_about_its_encoding_is_read(said: str, encoding: str) -> None:
    text = f"<html><head><meta charset='{said}'></head><body><h1>T</h1><p>A café costs “more”.</p></body></html>"
    assert "A café costs “more”." in body(brought(text.encode(encoding), "x.html"))


def test_a_page_of_frames_says_what_to_save() -> None:
    with pytest.raises(LeafletError) as problem:
        brought("<html><frameset><frame src=a.html></frameset></html>", "x.html")
    assert "frame" in str(problem.value)


# Markdown of other writers.


def test_what_only_some_programs_know_is_taken_out_and_counted() -> None:
    text = "+++\ntitle = 'A medicine'\n+++\n\n## How {#how}\n\nIt works[^1] well[^note].\n\n::: note\nWords.\n:::\n\n[^1]: In one study.\n[^note]: In another\n"
    found = brought(text, "x.md")
    assert (
        body(found)
        == "# A medicine\n\n## How\n\nIt works well.\n\nWords.\n\nIn one study.\n\nIn another"
    )
    assert [(line, text) for line, _, text in told(found, Fate.DROPPED)] == [
        (2, "title = 'A medicine'"), (5, "{#how}"), (7, "[^1]"), (7, "[^note]"), (9, "::: note"), (13, "[^1]:"), (14, "[^note]:"),
    ]  # fmt: skip


def test_lines_of_markdown_may_be_side_effects() -> None:
    found = brought("# T\n\nFever 70.8%\nRash 5%\n\nA treat-\nment\nhere.\n", "x.md")
    assert body(found) == "# T\n\n::: side-effects\n- Fever: 70.8%\n- Rash: 5%\n:::\n\nA treatment here."  # fmt: skip


def test_tasks_and_struck_words_of_markdown_are_read() -> None:
    found = brought("# T\n\n- [ ] one\n- [x] two\n\nTake ~~old~~ new.\n", "x.md")
    assert body(found) == "# T\n\n- one\n- two\n\nTake old new."
    assert [text for _, why, text in told(found, Fate.DOUBTFUL) if "struck" in why] == ["old"]


def test_a_leaflet_is_not_imported_again() -> None:
    ours = brought("# T\n\nWords of 5 days.\n").text
    with pytest.raises(LeafletError, match="X310"):
        brought(ours, "x.md")
    assert brought(ours.replace("summary:", "author: A\nsummary:"), "x.md").account.dropped
