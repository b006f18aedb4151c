"""Whatever stands in a translator's file is visible text in every format, or the file is refused: never half, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline.checks import printed as pdf_reader
from pipeline.checks.output import bare
from pipeline.diagnostic import LeafletError, errors
from pipeline.document import Document
from pipeline.languages import language
from pipeline.publisher import PrintProfile
from pipeline.render import docx, pdf
from pipeline.speech.script import script
from pipeline.translate import translate
from tests.projects import TODAY, charity, edit
from tests.readers import docx as docx_reader

PO = "translations/pl/LC_MESSAGES/alpha.po"
SHOWN = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script> & &amp; -->",
    "%s %n %(x)s 100%",
    "HYPERLINK x FIELD MERGEFORMAT",
    "<speak><break time=x/></speak>",
    "=cmd|calc; $(id) `id`",
]
REFUSED = [*SHOWN[:3], "{x.__class__}", "{0}", "a\\x07b", "a\\tb\\fc", "a\u202eb", "a\u2028b", "**x", "[x][nowhere]", "\\0"]  # fmt: skip


def hostile(tmp_path: Path, text: str) -> Path:
    root = charity(tmp_path, "alpha")
    edit(root, PO, 'msgstr "„Fever”"', f'msgstr "„Gorączka {text}”"')
    return root


def unchecked(tmp_path: Path, text: str) -> Document:
    """The leaflet as the renderers would get it if no check had refused it."""
    project = projects.load(hostile(tmp_path, text))
    source, _ = projects.english(project, "alpha")
    assert source
    found = {
        domain: projects.catalog_of(project, "pl", domain)[0] for domain in projects.domains(source)
    }
    catalogs = {domain: catalog for domain, catalog in found.items() if catalog}
    return translate(source, catalogs, {}, language("pl"))[0]


@pytest.mark.slow
@pytest.mark.parametrize("text", SHOWN)
def test_what_looks_like_markup_of_a_format_is_visible_text_in_it(
    tmp_path: Path, text: str
) -> None:
    document = unchecked(tmp_path, text)
    wanted = bare(f"Gorączka {text}")
    word = "".join(p.text for p in docx_reader.paragraphs(docx.render(document, docx.Options())))
    assert wanted in bare(word)
    assert wanted in bare(pdf_reader.read(pdf.render(document, pdf.Options(PrintProfile(18)))).text)


@pytest.mark.parametrize("text", SHOWN)
def test_no_sign_of_a_markup_reaches_the_voice(tmp_path: Path, text: str) -> None:
    document = unchecked(tmp_path, text)
    try:
        said = [one.text for chapter in script(document, {}).chapters for one in chapter.utterances]
    except LeafletError as refused:
        assert all(one.code.startswith("N4") for one in refused.diagnostics)
    else:
        assert not [one for one in said if set("<>{}%&$\\`|") & set(one)]


@pytest.mark.parametrize("text", REFUSED)
def test_what_could_act_or_cannot_be_seen_is_refused(tmp_path: Path, text: str) -> None:
    project = projects.load(hostile(tmp_path, text))
    document, found = projects.resolve(project, "alpha", "pl", TODAY)
    assert document is None and any(one.at.path == PO for one in errors(found))
