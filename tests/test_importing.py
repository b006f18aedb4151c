"""Old material becomes a leaflet that parses, and no word of it is lost."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import importing, inline, parse
from pipeline.diagnostic import LeafletError, errors
from pipeline.document import Document, Medium, for_medium, lines
from pipeline.importing import Imported, diagnostics, imported
from pipeline.importing.dates import DATE
from pipeline.importing.draft import Fate
from pipeline.project import in_english
from pipeline.publisher import Publisher
from pipeline.speech.script import script
from pipeline.wishes import read

TODAY = datetime.date(2026, 11, 29)
CHARITY, _ = read(
    "name: A Charity\nfacts:\n  helpline: {phone: 08088 010 444}\n  charity_number: {reference: 1183890}\n",
    "source/publisher.yaml",
)
# A web page printed to text: its furniture stands inside sections, and inside sentences.
PRINTED = """Skip to main content
Home > Information > Examplemab
Examplemab

Examplemab is a medicine for people with acute lymphoblastic leukaemia (ALL). You have it through a
pump, over a period of up to 96
https://www.examplecharity.org.uk/examplemab 1/3
hours. It targets CD19.
How you have it
You have 2 cycles. Each cycle takes 4 weeks. Read more on our website,
www.examplecharity.org.uk/booklets, or e-mail info@examplecharity.org.uk.
Back to top
Example Charity is a registered charity in England and Wales (no. 1234567)
and in Scotland (SC012345).
Helpline: 08088 010 999 (free)
https://www.examplecharity.org.uk/examplemab 2/3
Side effects
The most common side effects are:
• Fever: 70.8%
• Headache (32.7%)
• Feeling sick - 5%
Tell your team about
  • pain
     • in the joints
      • in the muscles
  • a rash

Back to top

Example Charity is a registered charity in England and Wales (no. 1234567)
and in Scotland (SC012345).
Helpline: 08088 010 999 (free)

https://www.examplecharity.org.uk/examplemab 3/3

Pregnancy
Use contraception for at least 48 hours after treatment. Less than 1% of people have ½ a dose of 5mg.

Last reviewed: June 2023. Next review due: 30 June 2025
See the draft at https://staging.examplecharity.org.uk/x
"""
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Examplemab | A Charity</title><style>p {color: red}</style><script>var nothing = 1;</script></head>
<body><nav><a href="/">Home page</a></nav>
<main><h1>Examplemab</h1>
<p>It is <b>not</b> recommended. See <a href="https://www.example.org/a?utm_source=x">our booklet</a>, <a href="#top">above</a>,
<a href="javascript:go()">this script</a> or <a href="https://dev.example.org/">our draft</a>. Take 5&nbsp;mg, not 50&nbsp;mg.</p>
<h4>How</h4>
<ul><li>one<ul><li>two<p>and more</p></li></ul></li><li>three</li></ul>
<ol start="3"><li>mix it</li><li>drink it</li></ol>
<table><tr><th>Side effect</th><th>How often</th></tr><tr><td>Fever</td><td>70.8%</td></tr><tr><td>Rash</td><td>5%</td></tr></table>
<table><tr><th>Day</th><th>Dose</th></tr><tr><td>first <table><tr><td>or last</td></tr></table></td><td>small</td><td>always</td></tr></table>
<p style="display: none">nobody sees this</p><p><img src="a.png" alt="A nurse holds a bag"></p>
<p><strong>Where to go</strong></p><p>Go to the clinic.</p>
</main><footer>Last updated: 3 May 2024. Call 08088 010 444.</footer></body></html>
"""
MARKDOWN = """---
layout: post
---
# Examplemab

It is *gentle* and **strong**; see [our page](https://www.example.org/) or [nothing](draft.html).

### Too deep

1. Take 2 tablets
2. Wait

> Quoted words.

    four spaces

| Name | Dose |
|---|---|
| Little | 5 mg |
"""
SPECIMENS = {"page.txt": PRINTED, "page.html": PAGE, "page.md": MARKDOWN}
_WORD = re.compile(r"\d+|[^\W\d_]+|[%‰≥≤<>±=°×÷£€$]")


def brought(text: str | bytes, name: str = "x.txt", charity: Publisher = CHARITY) -> Imported:
    return imported(text.encode() if isinstance(text, str) else text, name, charity, TODAY)


def body(found: Imported) -> str:
    return found.text.split("---\n", 2)[2].strip()


def leaflet(found: Imported, charity: Publisher = CHARITY) -> Document:
    document, wrong = parse.parse(found.text, "source/x.md", charity, {}, lambda _: None)
    assert not errors(wrong), wrong
    return document


def told(found: Imported, fate: Fate) -> list[tuple[int, str, str]]:
    return [(note.line, note.reason, note.text) for note in found.notes if note.fate is fate]


# No word is lost: the words of each specimen, counted here by other means than the importer's.


class _Shown(HTMLParser):
    """The text of a page, by Python's own reader."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in ("script", "style", "title")
        self.texts += [value or "" for name, value in attrs if name == "alt"]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.texts.append(data)


def counted(text: str, name: str) -> Counter[str]:
    if name.endswith(".html"):
        page = _Shown()
        page.feed(text)
        text = " ".join(page.texts)
    if name.endswith(".md"):  # its marks and addresses are no words
        text = re.sub(r"\]\([^)]*\)|^> |^\d\. |^---$", " ", text, flags=re.MULTILINE)
    return Counter(_WORD.findall(text.casefold()))


@pytest.mark.parametrize("name", SPECIMENS)
def test_every_word_is_kept_moved_or_dropped_with_a_reason(name: str) -> None:
    found = brought(SPECIMENS[name], name)
    sums = found.account
    assert sums.read == counted(SPECIMENS[name], name).total()
    assert sums.read == sums.kept + sums.moved + sums.dropped + sums.mended
    gone: Counter[str] = Counter()
    for fate in (Fate.MOVED, Fate.DROPPED):
        for _, reason, text in told(found, fate):
            assert reason
            gone.update(_WORD.findall(text.casefold()))
    added = Counter(_WORD.findall(" ".join(t for _, _, t in told(found, Fate.ADDED)).casefold()))
    left = counted(SPECIMENS[name], name) - gone + added
    # What is left stands in the file, read as plain text: figures of side effects, labels and marks are more.
    assert not left - Counter(_WORD.findall(found.text.casefold()))


@pytest.mark.parametrize("name", SPECIMENS)
def test_what_is_made_is_a_leaflet(name: str) -> None:
    assert leaflet(brought(SPECIMENS[name], name)).title


_BITS = st.sampled_from(
    [*"""word Fever:70.8% 5% www.x.org https://a.b/c x@y.org # - 1. ** ` <b> &amp; {x} [y](z) ![a](b) % ::: > | ½ CD19 1,000 10-20mg NHS a_b_
    _x_ * --- === ~~ ~~~ ``` \\ *i* ٣ Ⅳ 10⁹/L http:// www. 0% 150% A · o a) end. 24/7 (5) £5 +5 <5 >5 ≥5 é 中文 call 999 123456789012""".split(),
    "\n", "\n\n", "  ", "30 June 2023", "0800 123 4567", "Back to top", "version 3", "\u2067x", "5 per cent", "¹1 %A", "<x@y.org>", "a<https://foo.bar/q>", "ahttps://z.org"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_BITS | st.text(max_size=6), max_size=30).map(" ".join), st.sampled_from(["x.txt", "x.md", "x.html"]))  # fmt: skip
def test_any_text_is_imported_or_refused_plainly(text: str, name: str) -> None:
    try:
        found = brought(text.encode("utf-8", "replace"), name)
    except LeafletError as problem:
        assert {one.code for one in problem.diagnostics} <= {"X303", "X304"}
    else:
        assert leaflet(found)


def test_a_mistake_of_our_own_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that loses a word, and says nothing."""
    monkeypatch.setattr(importing.characters, "told", lambda draft: draft.with_blocks(draft.blocks[:-1]))  # fmt: skip
    with pytest.raises(LeafletError, match="would be lost: end"):
        brought("# Title\n\nThe end.")


# Page furniture.


def test_a_printed_page_is_read_without_its_furniture() -> None:
    assert body(brought(PRINTED)) == """# Examplemab

Examplemab is a medicine for people with acute lymphoblastic leukaemia (ALL). You have it through a pump, over a period of up to {pump_period_hours} hours. It targets CD19.

## How you have it

You have {cycles} cycles. Each cycle takes {cycle_takes_weeks} weeks. Read more on our website, [this page][booklets], or e-mail [this address][examplecharity_org].

## Side effects

The most common side effects are:

::: side-effects
- Fever: 70.8%
- Headache: 32.7%
- Feeling sick: 5%
:::

## Tell your team about

- pain
    - in the joints
    - in the muscles
- a rash

## Pregnancy

Use contraception for at least {use_contraception_hours} hours after treatment. Less than {people_dose_percent} of people have ½ a dose of {people_dose_mg}mg.

See the draft at"""  # fmt: skip


def test_furniture_is_named_with_each_of_its_lines() -> None:
    dropped = told(brought(PRINTED), Fate.DROPPED)
    assert [(line, reason.removeprefix("page furniture: ")) for line, reason, _ in dropped] == [
        (1, "a link of the page"),
        (2, "the way to the page"),
        (7, "the address of the site, 3 times in the text"),
        (12, "a link of the page"),
        (13, "who publishes, 2 times in the text"),
        (14, "goes with the line before it, 2 times in the text"),
        (15, "a line about the helpline, 2 times in the text"),
        (16, "the address of the site, 3 times in the text"),
        (28, "a link of the page"),
        (30, "who publishes, 2 times in the text"),
        (31, "goes with the line before it, 2 times in the text"),
        (32, "a line about the helpline, 2 times in the text"),
        (34, "the address of the site, 3 times in the text"),
        (
            40,
            "an address that is no use to patients: a staging or test server; mend the sentence around it",
        ),
    ]


def test_contacts_of_the_furniture_are_proposed_to_the_charity_once() -> None:
    proposed = [reason for _, reason, _ in told(brought(PRINTED), Fate.GUESSED) if "publisher.yaml" in reason]  # fmt: skip
    assert [one.partition("facts: ")[2] for one in proposed] == [
        "charity_number: {reference: 1234567}",
        "scottish_charity_number: {reference: SC012345}",
        "helpline: {phone: 08088 010 999}",
    ]


def test_a_telephone_number_of_the_text_may_be_the_charitys() -> None:
    [reason] = [(line, text) for line, reason, text in told(brought("# T\n\nCall 01234 567 890, or call 08088 010 444."), Fate.GUESSED) if "publisher.yaml" in reason]  # fmt: skip
    assert reason == (3, "call_phone: {phone: 01234 567 890}")


@pytest.mark.parametrize(
    "line",
    [
        "Helpline: 08088 010 999 (free)",
        "Our charity number is 1234567.",
        "Fever",
        "Copyright matters to us.",
        "(c) a fever",
        "12",
    ],
)
def test_what_stands_once_is_the_leaflets_own(line: str) -> None:
    found = brought(f"# Title\n\nSome words before it.\n\n{line}\n\nSome words after it.")
    assert not told(found, Fate.DROPPED)


def test_an_item_of_two_lists_is_no_furniture() -> None:
    found = brought("# T\n\nMild:\n\n- fever\n- rash\n\nBack to top\n\nSevere:\n\n- fever\n- rash")
    assert [text for _, _, text in told(found, Fate.DROPPED)] == ["Back to top"]


def test_a_sentence_that_a_page_cut_in_two_is_whole_again() -> None:
    found = brought("# T\n\nTake the medicine\n\nPage 1 of 2\n\nwith your food.")
    assert body(found) == "# T\n\nTake the medicine with your food."
    assert (7, "this goes on from the line before", "with your food.") in told(found, Fate.GUESSED)


def test_page_numbers_that_count_upwards_are_dropped_and_other_numbers_stay() -> None:
    text = "# T\n\nOne side.\n\n1\n\nAnother side.\n\n2\n\nA third side.\n\n3\n"
    assert body(brought(text)).endswith("A third side.") and brought(text).account.dropped == 3
    assert brought(text.replace("3\n", "9\n")).account.dropped == 0


# Headings, lists and tables.


def test_a_web_page_keeps_its_structure() -> None:
    assert body(brought(PAGE, "x.html")) == """# Examplemab

It is **not** recommended. See [our booklet][booklet], above, this script or our draft. Take {take_mg} mg, not {take_mg_2} mg.

## How

- one
    - two

        and more

- three

3. mix it
4. drink it

::: side-effects
- Fever: 70.8%
- Rash: 5%
:::

| Day | Dose |  |
| --- | --- | --- |
| first or last | small | always |

## Where to go

Go to the clinic."""  # fmt: skip


def test_links_that_lead_nowhere_are_named_and_their_words_stay() -> None:
    doubts = [text for _, reason, text in told(brought(PAGE, "x.html"), Fate.DOUBTFUL) if "link" in reason]  # fmt: skip
    assert doubts == ["above (#top)", "this script (javascript:go())", "our draft (https://dev.example.org/)"]  # fmt: skip
    assert "booklet: {address: https://www.example.org/a, confirm: true}" in brought(PAGE, "x.html").text.replace('"', "")  # fmt: skip


def test_markdown_of_another_writer_is_read() -> None:
    found = brought(MARKDOWN, "x.md")
    assert body(found) == """# Examplemab

It is gentle and **strong**; see [our page][page] or nothing.

## Too deep

1. Take {take_number} tablets
2. Wait

Quoted words.

four spaces

| Name | Dose |
| --- | --- |
| Little | {little_mg} mg |"""  # fmt: skip
    assert (2, "the front matter of another program", "layout: post") in told(found, Fate.DROPPED)
    assert (8, "a heading of level 3 became one of level 2: none may be skipped", "Too deep") in told(found, Fate.GUESSED)  # fmt: skip


def test_headings_without_levels_are_found_and_said() -> None:
    found = brought(
        "A medicine\n\nIt helps people.\n\nHow it works\n\nIt stops cells. Then they die.\n"
    )
    assert body(found) == "# A medicine\n\nIt helps people.\n\n## How it works\n\nIt stops cells. Then they die."  # fmt: skip
    assert [line for line, reason, _ in told(found, Fate.GUESSED) if "heading" in reason] == [1, 5]


def test_short_lines_in_a_row_are_no_headings() -> None:
    found = brought(
        "# Foods\n\nYou may eat\n\nApples\n\nPears\n\nPlums\n\nNothing else is known.\n"
    )
    assert body(found).count("## ") == 1


def test_lists_nest_by_indents_that_nobody_measured() -> None:
    found = brought("# T\n\n- a\n   - b\n  - c\n - d\n          - e\n- f\n")
    assert body(found) == "# T\n\n- a\n    - b\n    - c\n- d\n    - e\n- f"
    assert [line for line, _, _ in told(found, Fate.GUESSED)] == [5, 6, 7]


def test_a_number_that_a_list_begins_with_stays() -> None:
    found = brought("# T\n\n- one\n    3. mix\n    4. drink\n7. sleep\n")
    assert body(found) == "# T\n\n- one\n\n    3. mix\n    4. drink\n7. sleep"
    assert leaflet(found)


def test_a_list_deeper_than_leaflets_allow_is_flattened_and_said() -> None:
    found = brought("# T\n\n" + "".join(f"{'    ' * n}- item {'abcdefgh'[n]}\n" for n in range(8)))
    assert leaflet(found) and len(told(found, Fate.DOUBTFUL)) == 5  # three items, and two dates


def test_what_is_in_capitals_is_written_quietly() -> None:
    found = brought("A MEDICINE FOR ALL\n\nIt treats ALL in the NHS.\n")
    assert body(found) == "# A medicine for ALL\n\nIt treats ALL in the NHS."
    assert "ALL: {}" in found.text and "NHS: {}" in found.text


# Figures, side effects, dates.


@pytest.mark.parametrize(
    ("sentence", "written", "fact"),
    [
        ("Stay for the first 9 days.", "Stay for the first {stay_days} days.", "stay_days: {days: 9}"),
        ("Take 0.5 mg.", "Take {take_mg} mg.", "take_mg: {mg: 0.5}"),
        ("Take 5mg now.", "Take {take_mg}mg now.", "take_mg: {mg: 5}"),
        ("Call at 38°C or more.", "Call at {call_celsius}°C or more.", "call_celsius: {celsius: 38}"),
        ("Call at 37.5 °C.", "Call at {call_celsius} °C.", "call_celsius: {celsius: 37.5}"),
        ("Keep it at 2-8°C.", "Keep it at {keep_celsius}-{keep_celsius_2}°C.", "keep_celsius_2: {celsius: 8}"),
        ("Keep it below 25 degrees Celsius.", "Keep it below {keep_below_celsius} degrees Celsius.", "keep_below_celsius: {celsius: 25}"),
        ("About 1,000 people.", "About {people_number} people.", "people_number: {count: 1000}"),
        ("Call us on (01234) 567 890.", "Call us on {call_phone}.", "call_phone: {phone: 01234 567 890}"),
        ("Since 30 June 2023 it is used.", "Since {since_date} it is used.", ""),
        ("It rose by 70.8% then.", "It rose by {rose_percent} then.", "rose_percent: {percent: 70.8}"),
        ("Ring 999 at once.", "Ring {ring_phone} at once.", "ring_phone: {phone: 999}"),
        ("Wait 2-3 hours.", "Wait {wait_hours}-{wait_hours_2} hours.", "wait_hours_2: {hours: 3}"),
        ("Call 08088 010 444 now.", "Call {helpline} now.", ""),
        ("Charity number 1183890 is ours.", "Charity number {charity_number} is ours.", ""),
        ("It targets CD19 and B-12.", "It targets CD19 and B-12.", "B-12: {}"),
        ("Under 150% of it.", "Under 150% of it.", "150%"),
        ("On May 20, 2024 it began.", "On {began_date} it began.", "began_date: {date: 2024-05-20}"),
        ("Since 30-06-2024 it is used.", "Since {since_date} it is used.", "since_date: {date: 2024-06-30}"),
        ("In 2019 or 2021 it was new.", "In 2019 or 2021 it was new.", "2021: {spoken: twenty twenty-one}"),
        ("Known since 1905.", "Known since 1905.", "1905: {spoken: nineteen oh five}"),
        ("Open from 1999-2005.", "Open from 1999-2005.", "1999-2005: {spoken: nineteen ninety-nine to two thousand and five}"),
        ("About 1 in 2000 people.", "About {people_number} in {people_number_2} people.", "people_number_2: {count: 2000}"),
        ("It took 2000 mg in all.", "It took {took_mg} mg in all.", "took_mg: {mg: 2000}"),
        ("In May 0800 123 4567 opens.", "In May {opens_phone} opens.", "opens_phone: {phone: 0800 123 4567}"),
        ("Call 0800 1111 now.", "Call {call_phone} now.", "call_phone: {phone: 0800 1111}"),
        ("Call 01234.567.890 now.", "Call {call_phone} now.", "call_phone: {phone: 01234 567 890}"),
        ("Call 01234 567 890, I say 01234567890.", "Call {call_phone}, I say {call_phone}.", "call_phone: {phone: 01234 567 890}"),
        ("Ring 111 or 999 at once.", "Ring {ring_phone} or {ring_phone_2} at once.", "ring_phone_2: {phone: 999}"),
        ("Text HELP to 81066.", "Text HELP to {text_help_number}.", "text_help_number: {reference: 81066}"),
        ("Ask for ext 1234.", "Ask for ext {ask_ext_number}.", "ask_ext_number: {reference: 1234}"),
        ("At 09.30 we open.", "At 09.30 we open.", "09.30: {}"),
        ("Take 1,5 mg.", "Take 1,5 mg.", "1,5: {}"),
        ("Take IL-6 and COVID-19.", "Take IL-6 and COVID-19.", "terms:\n  IL-6: {}\n  COVID-19: {}\n---"),
        ("You must NOT take it. DO call.", "You must **not** take it. **Do** call.", ""),
        ("Go to HTTPS://WWW.EXAMPLE.ORG/a(b), or example.org/c.", "Go to [this page][page], or [this page][page_2].", "page: {address: https://www.example.org/a(b), confirm: true}"),
        ("Write <mailto:a@example.org>.", "Write [this address][example_org].", "example_org: {address: mailto:a@example.org, confirm: true}"),
    ],
)  # fmt: skip
def test_a_figure_becomes_a_fact_or_a_term(sentence: str, written: str, fact: str) -> None:
    found = brought(f"# T\n\n{sentence}")
    assert body(found) == f"# T\n\n{written}"
    assert fact in found.text.replace('"', "")


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ("01234 567890/567891", "perhaps part of a telephone number"),
        ("1,5", "a comma or point that English writes otherwise"),
        ("1.000.000", "a comma or point that English writes otherwise"),
        ("10^9/L", "a raised figure that was typed on the line"),
        ("1 000 000", "a number in pieces"),
    ],
)
def test_a_figure_that_a_fact_would_print_otherwise_stays_as_it_is_and_is_doubted(
    figure: str, why: str
) -> None:
    found = brought(f"# T\n\nWords and {figure} of them.")
    assert any(reason.startswith(why) for _, reason, _ in told(found, Fate.DOUBTFUL))
    said = [inline.plain(line.inlines) for line in lines(in_english(leaflet(found)))]
    assert said[-1] == f"Words and {figure} of them."


@given(
    st.text("0123456789, .-%", min_size=1, max_size=12).filter(lambda text: not DATE.search(text))
)
def test_no_figure_is_printed_otherwise_than_it_stood(figure: str) -> None:
    """But for commas and spaces. A date is printed in words."""
    found = brought(f"# T\n\nWords {figure} of them.")
    said = lines(in_english(leaflet(found)))
    printed = " ".join(inline.plain(line.inlines) for line in said if line.at.line > 5)
    signs = "[0-9.%]" if figure.count(".") < 2 else "[0-9%]"  # a telephone number has no points
    assert "".join(re.findall(signs, printed)).endswith("".join(re.findall(signs, f"{figure}.")))


def test_a_year_that_a_text_begins_with_begins_no_list() -> None:
    found = brought("# T\n\n2019. It was new. Then more came, and it was no longer so.\n")
    assert body(found).startswith("# T\n\n**2019.** It was new.")
    assert [type(block).__name__ for block in leaflet(found).blocks] == ["Paragraph"]


def test_every_fact_has_a_name_of_its_own_and_is_reported() -> None:
    found = brought("# T\n\nStay 2 days, then stay 2 days.")
    assert [reason for _, reason, _ in told(found, Fate.MOVED)] == ["the fact stay_days: {days: 2}", "the fact stay_days_2: {days: 2}"]  # fmt: skip


def test_one_percentage_is_a_sentence_and_a_comparison_is_no_side_effect() -> None:
    assert "side-effects" not in brought("# T\n\n- Fever: 70.8%\n\nWords.").text
    assert "side-effects" not in brought("# T\n\n- Fever: less than 5%\n- Rash: about 3%\n").text


def test_lines_of_names_and_percentages_are_side_effects_without_any_bullet() -> None:
    found = brought(
        "# T\n\nCommon ones\nFever 70.8%\nHeadache – 34 per cent\nRash ...... 3%\n12% Feeling sick\nCall us.\n"
    )
    assert (
        body(found)
        == """# T

## Common ones

::: side-effects
- Fever: 70.8%
- Headache: 34%
- Rash: 3%
- Feeling sick: 12%
:::

Call us."""
    )
    assert leaflet(found)


def test_a_sentence_with_percentages_at_its_lines_ends_is_a_sentence() -> None:
    text = "In one study of the medicine a fever was seen in 70%\nof all people who had it, and a headache in 34%\nof them. A rash in 5%\nWas seen by 3%\n"
    assert "side-effects" not in brought(f"# T\n\n{text}").text


# Words that a line's end has broken.


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("You have a treat-\nment here.", "You have a treatment here."),
        ("It may be light-\nheaded.", "It may be light-headed."),
        ("Blina-\ntumomab is new. I like blinatumomab.", "Blinatumomab is new. I like blinatumomab."),
        ("A co-\nworker has co-worker friends.", "A co-worker has co-worker friends."),
        ("It is non-\nHodgkin lymphoma.", "It is non-Hodgkin lymphoma."),
        ("Both pre-\nand post-treatment.", "Both pre- and post-treatment."),
        ("You have a treat¬\nment, zyx\u00ad\nwvu.", "You have a treatment, zyxwvu."),
        ("You have a treat-\n\nPage 2 of 3\n\nment here.", "You have a treatment here."),
        ("See how it is re-\nread, often.", "See how it is re-read, often."),
        ("You have a hos-\npital.\n\nWords.", "You have a hospital.\n\nWords."),
    ],
)  # fmt: skip
def test_a_word_that_a_line_broke_is_whole_where_that_is_certain(broken: str, whole: str) -> None:
    found = brought(f"# T\n\n{broken}\n")
    assert body(found) == f"# T\n\n{whole}"
    pieces = [text for _, _, text in told(found, Fate.MENDED)]
    assert found.account.mended == 2 * len(pieces)
    assert found.account.read == counted(f"T {broken}".replace("\u00ad", "-"), "x.txt").total()


def test_a_word_that_may_be_right_with_its_hyphen_keeps_it_and_is_told() -> None:
    found = brought("# T\n\nYou may be re-\nadmitted, or zyx-\nwvu.\n")
    assert "You may be re-admitted, or zyx-wvu." in body(found) and not told(found, Fate.MENDED)
    doubts = [(line, text) for line, why, text in told(found, Fate.DOUBTFUL) if "hyphen" in why]
    assert doubts == [(3, "re-admitted"), (4, "zyx-wvu")]


def test_a_word_broken_before_somebody_joined_the_lines_is_mended_too() -> None:
    page = "<h1>T</h1><p>A treat- ment in pre- and post-war hos- pitals.</p>"
    found = brought(page, "x.html")
    assert body(found) == "# T\n\nA treatment in pre- and post-war hospitals."
    assert [text for _, _, text in told(found, Fate.MENDED)] == ["treat- ment", "hos- pitals"]
    dash = brought("<h1>T</h1><p>Take it- you must.</p>", "x.html")
    assert body(dash) == "# T\n\nTake it- you must." and not told(dash, Fate.MENDED)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Last reviewed: 30 June 2023", "reviewed: 2023-06-30"),
        ("Last reviewed June 30, 2023 | Next review: 2029", "reviewed: 2023-06-30\nreview_due: 2029-01-01"),
        ("Next review due 30/06/29", "review_due: 2029-06-30"),
        ("Last reviewed Jun-23", "reviewed: 2023-06-01"),
        ("Date of next review: 01/02/2029", "review_due: 2029-02-01"),
        ("Page last updated February 2026 | Version 3", "updated: 2026-02\nreview_due: unknown\nversion: 3"),
    ],
)  # fmt: skip
def test_dates_of_reviews_stand_in_front_matter(line: str, fields: str) -> None:
    found = brought(f"# T\n\nWords.\n\n{line}\n")
    assert body(found) == "# T\n\nWords."
    for field in fields.split("\n"):
        assert field in re.sub(r"(?m)^#.*\n", "", found.text)


def test_a_date_of_a_review_that_stands_in_a_sentence_is_the_leaflets_own() -> None:
    found = brought(
        "# T\n\n- Last reviewed 30 June 2023. Next review due 30 June 2029 (or sooner).\n"
    )
    assert (
        body(found)
        == "# T\n\n- Last reviewed {reviewed}. Next review due {review_due} (or sooner)."
    )
    assert "facts:" not in found.text and "review_due: 2029-06-30" in found.text


def test_who_reviewed_it_stays_in_the_text() -> None:
    found = brought("# T\n\nReviewed by Dr Ann Bell, 30 June 2023\n")
    assert body(found) == "# T\n\nReviewed by Dr Ann Bell, {reviewed}"
    assert "reviewed: 2023-06-30" in found.text


def test_a_day_that_the_calendar_lacks_is_doubted_and_asked_for() -> None:
    found = brought("# T\n\nGiven since 31 February 2026.\n\nLast reviewed: 30/02/2026\n")
    assert "\nreviewed: unknown\n" in found.text and not leaflet(found).dates.known
    doubts = [(line, reason) for line, reason, _ in told(found, Fate.DOUBTFUL) if "calendar" in reason]  # fmt: skip
    assert doubts == [
        (3, "the calendar has no such day: correct it in the text and under terms"),
        (5, "reviewed: 30/02/2026 is no day of the calendar: write the right one"),
    ]
    assert body(found) == "# T\n\nGiven since 31 February 2026."


def test_a_review_that_is_past_is_doubted_and_a_missing_date_releases_nothing() -> None:
    doubts = [reason for _, reason, _ in told(brought(PRINTED), Fate.DOUBTFUL)]
    assert "the review was due on 2025-06-30, which is past: review the leaflet" in doubts
    assert not leaflet(brought("# T\n\nWords.")).dates.known


def test_a_date_in_the_foot_of_a_page_is_still_found() -> None:
    assert "updated: 2024-05" in brought(PAGE, "x.html").text


# Word files.


def word(build: Any) -> bytes:
    out = io.BytesIO()
    build.save(out)
    return out.getvalue()


def specimen() -> Any:
    """What staff make in Word: headings by style and by hand, lists, a table of side effects, tracked changes."""
    made: Any = docx.Document()
    made.core_properties.title = "An old leaflet"
    made.sections[0].header.paragraphs[0].text = "A Charity leaflet"
    made.add_heading("Examplemab", 1)
    made.add_paragraph("Take it for ").add_run("9 days").bold = True
    made.add_heading("How", 3)
    made.add_paragraph("First", style="List Bullet")
    made.add_paragraph("Inside", style="List Bullet 2")
    made.add_paragraph("Mix it", style="List Number")
    made.add_paragraph("Drink it", style="List Number")
    table = made.add_table(3, 2)
    for row, texts in zip(
        table.rows, [("Side effect", "How often"), ("Fever", "70.8%"), ("Rash", "5%")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    by_hand = made.add_paragraph()
    by_hand.add_run("Where to go").bold = True
    last = made.add_paragraph("Go to the clinic")
    last._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="A"><w:r><w:t xml:space="preserve"> soon</w:t></w:r></w:ins>'
        )
    )
    last._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="A"><w:r><w:delText> never</w:delText></w:r></w:del>'
        )
    )
    hidden = last.add_run(" secret")
    hidden.font.hidden = True
    return made  # fmt: skip


def test_a_word_file_keeps_its_structure_and_every_word() -> None:
    data = word(specimen())
    found = brought(data, "x.docx")
    assert body(found) == """# Examplemab

Take it for **{take_days} days**

## How

- First
    - Inside
1. Mix it
2. Drink it

::: side-effects
- Fever: 70.8%
- Rash: 5%
:::

## Where to go

Go to the clinic soon"""  # fmt: skip
    reasons = {text.strip(): reason for _, reason, text in told(found, Fate.DROPPED)}
    assert reasons == {
        "never": "deleted in tracked changes",
        "secret": "hidden text",
        "A Charity leaflet": "the header of each page",
        "Side effect How often": "the heads of a table of side effects, which the pipeline writes itself",
    }
    with ZipFile(io.BytesIO(data)) as package:
        parts = [
            name
            for name in package.namelist()
            if re.search(r"document\.xml$|header\d*\.xml$", name)
        ]
        xml = " ".join(package.read(name).decode() for name in parts)
    texts = re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<", xml)
    assert found.account.read == Counter(_WORD.findall(" ".join(texts))).total()


def test_a_text_box_a_footnote_and_a_link_of_a_word_file_are_read_once() -> None:
    made: Any = docx.Document()
    made.add_heading("T", 1)
    paragraph = made.add_paragraph("Words ")
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"),
        made.part.relate_to(
            "https://www.example.org/",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        ),
    )
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>our page</w:t></w:r>"))
    paragraph._p.append(link)
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run = f'<w:r {nsdecls("w")} {space}><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    paragraph._p.append(parse_xml(run))
    found = brought(word(made), "x.docx")
    assert body(found) == "# T\n\nWords [our page][page]\n\nIn a box."  # fmt: skip


def test_a_file_says_in_which_unit_its_places_count() -> None:
    assert brought(word(specimen()), "x.docx").unit == "paragraph"
    assert brought(PRINTED).unit == "line"


# The report.


def test_every_note_is_a_finding_at_its_place() -> None:
    found = brought(PRINTED, "old/page.txt")
    lines = [str(one) for one in diagnostics(found)]
    assert len(lines) == len(found.notes)
    assert "old/page.txt:12: warning X311: dropped, page furniture: a link of the page: Back to top" in lines  # fmt: skip


def test_people_are_told_first_what_they_must_decide_and_each_thing_once() -> None:
    found = brought(PRINTED, "old/page.txt")
    lines = [str(one) for one in importing.told(found)]
    codes = [re.findall(r"X31\d", line)[0] for line in lines]
    assert codes == sorted(codes, key=["X315", "X314", "X311", "X316", "X312", "X313"].index)
    assert "old/page.txt:12: warning X311: dropped, page furniture: a link of the page: Back to top (also line 28)" in lines  # fmt: skip
    assert importing.counted(found).startswith(f"{codes.count('X315')} doubtful, ")
    for note in found.notes:  # every line is still named
        assert any(note.reason in line and re.search(rf"\b{note.line}\b", line) for line in lines) or not note.line  # fmt: skip


def test_nothing_is_written_over_and_nothing_is_half_written(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "source/new.md"
    old.write_text(PRINTED, "utf-8")
    importing.bring(old, new, CHARITY, TODAY)
    assert new.read_text("utf-8") == brought(PRINTED, str(old)).text
    with pytest.raises(LeafletError, match="X302"):
        importing.bring(old, new, CHARITY, TODAY)
    with pytest.raises(LeafletError, match="X301"):
        importing.bring(old, tmp_path / "new.txt", CHARITY, TODAY)
    with pytest.raises(LeafletError, match=r"X301.*'shared'"):
        importing.bring(old, tmp_path / "source/shared.md", CHARITY, TODAY)
    with pytest.raises(LeafletError, match="B003"):
        importing.bring(tmp_path / "none.txt", tmp_path / "none.md", CHARITY, TODAY)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["new.md", "old.txt", "source"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Über Leukämie (v2).docx", "uber-leukamie-v2"),
        ("../../etc/x.txt", "x"),
        ("中文.txt", "leaflet"),
    ],
)
def test_the_leaflets_name_is_the_files(name: str, slug: str) -> None:
    assert importing.slug(name) == slug


def test_what_is_made_can_be_spoken() -> None:
    """No address, sign or figure is left in it that no voice can say."""
    found = leaflet(brought(PRINTED))
    assert script(for_medium(in_english(found), Medium.AUDIO), {}).utterances
    assert "½: {spoken: one half}" in brought(PRINTED).text.replace('"', "")


def test_a_raised_figure_is_not_read_as_one_number_with_what_is_before_it() -> None:
    page = "<h1>T</h1><p>Below 50&times;10<sup>9</sup>/L, 2<sup>-3</sup> or on the 1<sup>st</sup> day<sup>2</sup> of it.</p>"
    assert "50×10⁹/L, 2⁻³ or on the" in body(brought(page, "x.html"))
    assert "day² of it." in body(brought(page, "x.html"))
    made = docx.Document()
    paragraph = made.add_paragraph("Below 50×10")
    paragraph.add_run("9").font.superscript = True
    paragraph.add_run("/L of them.")
    assert "50×10⁹/L" in body(brought(saved(made), "x.docx"))


def test_what_is_struck_through_is_kept_and_told() -> None:
    page = "<h1>T</h1><p>Take it <del>twice</del> <s>or</s> <strike>three times</strike> once a day.</p><nav><s>away</s></nav>"
    found = brought(page, "x.html")
    assert "Take it twice or three times once a day." in body(found)
    assert [text for _, why, text in told(found, Fate.DOUBTFUL) if "struck" in why] == ["twice", "or", "three times"]  # fmt: skip
    made = docx.Document()
    paragraph = made.add_paragraph("Take it ")
    paragraph.add_run("twice ").font.strike = True
    paragraph.add_run("thrice ").font.double_strike = True
    paragraph.add_run("once a day.").font.strike = False
    found = brought(saved(made), "x.docx")
    assert "Take it twice thrice once a day." in body(found)
    assert [text.strip() for _, why, text in told(found, Fate.DOUBTFUL) if "struck" in why] == ["twice", "thrice"]  # fmt: skip


def saved(made: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
