"""Messages cut into texts and codes: joined again they are what they were, and codes keep their ids."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.segments import Code, Segment, Unit, source, target, units


def joined(segment: Segment) -> str:
    return "".join(piece.text if isinstance(piece, Code) else piece for piece in segment)


markup = st.lists(
    st.sampled_from(["{stay}", "{x", "**", "[", "]", "][emc]", "]{lang=fr}", "\\[", "\\", " a ", "日", "\n", "&"])
).map("".join)  # fmt: skip


@given(markup, markup)
def test_the_pieces_of_a_message_are_the_message(english: str, translation: str) -> None:
    assert joined(source(english)) == english
    assert joined(target(translation, source(english))) == translation


@given(markup, markup)
def test_the_codes_of_a_text_have_different_ids_and_shared_ids_mean_the_same_code(
    english: str, translation: str
) -> None:
    ours = [piece for piece in source(english) if isinstance(piece, Code)]
    theirs = [piece for piece in target(translation, source(english)) if isinstance(piece, Code)]
    assert [code.id for code in ours] == [str(n + 1) for n in range(len(ours))]
    assert len({code.id for code in theirs}) == len(theirs)
    known = {code.id: code.text for code in ours}
    assert all(known.get(code.id, code.text) == code.text for code in theirs)


def test_markers_bold_and_links_are_codes() -> None:
    assert source(r"**Stay** {n} days, \[as] the [page][emc] says.") == (
        Code("1", "**"), "Stay", Code("2", "**"), " ", Code("3", "{n}"), r" days, \[as] the ",
        Code("4", "["), "page", Code("5", "][emc]"), " says.",
    )  # fmt: skip


def test_a_code_that_moved_keeps_its_id_and_one_of_its_own_gets_another() -> None:
    english = source("{a} and {b}")
    assert target("{b} i {a} **", english) == (
        Code("2", "{b}"), " i ", Code("1", "{a}"), " ", Code("3", "**"))  # fmt: skip


def test_an_id_depends_on_context_and_english_only() -> None:
    one = Unit(Message("Stay.", ("Zostań.",), "x", references=("a.md:3",)))
    assert one.id == Unit(Message("Stay.", ("",), "x", flags=("fuzzy",), line=9)).id
    assert one.id != Unit(Message("Stay.", ("Zostań.",))).id
    assert one.id != Unit(Message("Stay!", ("Zostań.",), "x")).id


def test_each_plural_form_is_a_text_of_its_own() -> None:
    message = Message("a day", ("dzień", "dni", "dni"), plural="{n} days")
    found = list(units(Catalog((message,))))
    assert [(one.source, one.target) for one in found] == [
        ("a day", "dzień"), ("{n} days", "dni"), ("{n} days", "dni")]  # fmt: skip
    assert len({one.id for one in found}) == 3
