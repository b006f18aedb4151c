"""Templates: every text once, with all that a translator needs to know of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline import inline, parse
from pipeline.catalogs import catalog, extract, gate
from pipeline.document import Document, lines
from pipeline.publisher import Publisher
from pipeline.words import Word

SOURCE = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
facts:
  stay: {days: 9}
---
# Title

% For the translator: the stay is in hospital.
Stay {stay} days.

Do not stay longer.

## Part

- Title
- **Fever**

::: side-effects
- Fever: 70.8%
:::
"""


def document() -> Document:
    found, wrong = parse.parse(SOURCE, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    return found


def test_a_template_is_text_that_a_translator_can_work_with() -> None:
    written = catalog.write(extract.template([document()], "x", "2026-11-24 09:05+0000")).decode()
    _, _, entries = written.partition("\n\n")
    assert (
        entries
        == """#. Heading.
#. Picture: output/translators/x/first-page.png
#. List item.
#. Picture: output/translators/x/part.png
#: source/x.md:8
#: source/x.md:17
msgid "Title"
msgstr ""

#. One sentence: what the leaflet is about.
#. Picture: output/translators/x/first-page.png
#: source/x.md:2
msgid "About it."
msgstr ""

#. For the translator: the stay is in hospital.
#. {stay} will read: 9 (days)
#. Picture: output/translators/x/first-page.png
#: source/x.md:11
#, python-brace-format
msgid "Stay {stay} days."
msgstr ""

#. SAFETY: this says what not to do, or when. Keep every such word.
#. Picture: output/translators/x/first-page.png
#: source/x.md:13
msgid "Do not stay longer."
msgstr ""

#. Heading.
#. Picture: output/translators/x/part.png
#: source/x.md:15
msgid "Part"
msgstr ""

#. List item.
#. Picture: output/translators/x/part.png
#: source/x.md:18
msgid "**Fever**"
msgstr ""

#. Side effect. How often it happens is added beside it.
#. Picture: output/translators/x/part.png
#: source/x.md:21
msgid "Fever"
msgstr ""
""".replace("#: source/x.md:8\n#: source/x.md:17", "#: source/x.md:8 source/x.md:17")
    )


def test_every_line_is_extracted_once_and_no_figure_of_a_side_effect() -> None:
    template = extract.template([document(), document()], "x", "2026-11-24 09:05+0000")
    msgids = [message.msgid for message in template.living]
    assert sorted(set(msgids)) == sorted(msgids)
    assert set(msgids) == {inline.write(line.inlines) for line in lines(document())}
    assert not any("70.8" in msgid for msgid in msgids)


def test_a_template_passes_the_gate() -> None:
    written = catalog.write(extract.template([document()], "x", "2026-11-24 09:05+0000"))
    found, wrong = gate.read(written, "translations/x.pot", None)
    assert found and not wrong


def test_only_the_date_of_two_templates_differs() -> None:
    one, two = (extract.template([document()], "x", made) for made in ("2026-11-24", "2026-12-01"))
    other = extract.template([document()], "y", "2026-11-24")
    assert extract.same_messages(one, two)
    assert not extract.same_messages(one, other) and not extract.same_messages(None, one)


def test_the_pipelines_own_words_have_a_template() -> None:
    template = extract.words_template("2026-11-24")
    assert [message.msgid for message in template.living] == [str(word) for word in Word]
    marked = template.get("Page {page} of {pages}")
    assert marked and "python-brace-format" in marked.flags


def test_pybabel_extracts_the_same_messages(tmp_path: Path) -> None:
    (tmp_path / "source" / "shared").mkdir(parents=True)
    (tmp_path / "source" / "shared" / "aid.md").write_text("## Aid\n\nAsk us.\n", encoding="utf-8")
    (tmp_path / "source" / "x.md").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "babel.cfg").write_text("[leaflet: **.md]\n", encoding="utf-8")
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg", "-o", "x.pot", "source"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found, wrong = gate.read((tmp_path / "x.pot").read_bytes(), "x.pot", None)
    assert not wrong and found
    own = {inline.write(line.inlines) for line in lines(document())}
    assert {m.msgid for m in found.living} == own | {"Aid", "Ask us."}
    stay = found.get("Stay {stay} days.")
    assert stay and "{stay} will read: 9 (days)" in stay.extracted
