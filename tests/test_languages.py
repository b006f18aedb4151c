"""Facts about languages: complete, consistent with the libraries that use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import babel
import pytest

from pipeline import fonts
from pipeline.diagnostic import LeafletError
from pipeline.languages import Language, folder, language, languages

REPOSITORY = Path(__file__).parents[1]
EVERY = list(languages().values())


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.tag)
def test_a_languages_facts_agree_with_each_other(one: Language) -> None:
    assert one.babel.text_direction == one.direction or one.tag in ("ckb", "ps", "ks")
    assert babel.Locale.parse(one.locale).language == one.tag.split("_")[0]
    assert one.fonts and one.line_height >= 1.5 and len(one.iso639_2) == 3
    assert one.word_tag.split("-")[0] == one.tag.split("_")[0] or one.word_tag == "ku-Arab-IQ"
    assert one.bcp47.replace("-", "_") == one.tag


def test_a_tag_may_be_written_with_a_hyphen() -> None:
    assert language("zh-Hans") is language("zh_Hans")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("en-XA", "en_XA"),
        ("ar_xb", "ar_XB"),
        ("zh-hans", "zh_Hans"),
        ("PL", "pl"),
        ("pt-BR", "pt-BR"),
    ],
)
def test_a_tag_that_is_typed_is_its_folders_name_and_an_unknown_one_stays(
    typed: str, name: str
) -> None:
    assert folder(typed) == name


def test_an_unknown_language_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(LeafletError) as refused:
        language("xx")
    [wrong] = refused.value.diagnostics
    assert wrong.code == "B101" and "pl" in wrong.hint


def test_a_font_that_is_not_there_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "NOTO", Path("/nowhere"))
    lacking = fonts.missing(language("ur"))
    assert lacking[0].path.name == "NotoNastaliqUrdu-Regular.ttf"
    assert fonts.package(lacking[0]) == "fonts-noto-core"
    assert fonts.package(fonts.font_file("NotoSansCJKsc", False)) == "fonts-noto-cjk"


@pytest.mark.parametrize("tag", ["en", "pl", "ur", "bn", "zh_Hans"])
def test_a_published_language_has_its_fonts(tag: str) -> None:
    assert not fonts.missing(language(tag))


@pytest.mark.slow
@pytest.mark.parametrize("first", ["he", "zh_Hans", "en"])
def test_no_language_takes_the_months_of_another(first: str) -> None:
    """In processes of their own: what Babel mixes up, it mixes up when a language is first asked."""
    alone = [february(tag) for tag in ("bn", "pl", "ar")]
    assert february(first, "bn", "pl", "ar")[1:] == [month for [month] in alone]
    assert alone[1:] == [["luty"], ["فبراير"]] and alone[0][0].startswith("ফেব্রু")


def february(*tags: str) -> list[str]:
    program = (
        "from babel.dates import get_month_names\n"
        "from pipeline.languages import language\n"
        f"for tag in {tags}:\n"
        "    print(get_month_names('wide', 'stand-alone', language(tag).babel)[2])\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY)  # fmt: skip
    return told.stdout.split()
