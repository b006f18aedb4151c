"""PDF objects: whatever is written, another program reads back."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.pdf.objects import File, Name, Reference, written

NAMES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789+-", min_size=1, max_size=12)
PLACES = st.floats(-5000, 5000).map(lambda value: round(value, 4))
PLAIN = st.one_of(
    st.booleans(), st.integers(-(2**31), 2**31 - 1), PLACES, st.text(), NAMES.map(Name)
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12)  # fmt: skip


def file_with(*values: Any) -> bytes:
    """A file whose catalog leads to the values."""
    file = File((1, 7))
    pages = file.reserve()
    page = {"Type": Name("Page"), "Parent": pages, "MediaBox": [0, 0, 100, 100], "Resources": {}}
    file.set(pages, {"Type": Name("Pages"), "Count": 1, "Kids": [file.add(page)]})
    held = [file.add(value) for value in values]
    root = file.add({"Type": Name("Catalog"), "Pages": pages, "Held": held})
    return file.finished(root, file.add({"Producer": "test"}))


def read_back(value: Any) -> Any:
    match value:
        case pikepdf.Array():
            return [read_back(one) for one in value]
        case pikepdf.Dictionary():
            return {key[1:]: read_back(one) for key, one in value.items()}
        case pikepdf.Name():
            return Name(str(value)[1:])
        case pikepdf.String():
            return str(value)
        case bool() | int():
            return value
        case _:
            return float(value)


def as_read(value: Any) -> Any:
    """PDF has one kind of number: a whole one reads as an integer."""
    match value:
        case list():
            return [as_read(one) for one in value]
        case dict():
            return {key: as_read(one) for key, one in value.items()}
        case float():
            return pytest.approx(value, abs=1e-4)
        case _:
            return value


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_every_value_is_read_back(values: list[Any]) -> None:
    with pikepdf.open(io.BytesIO(file_with(*values))) as file:
        held: Any = file.Root.Held
        assert [read_back(one) for one in held] == as_read(values)


@pytest.mark.parametrize("count", [1, 199, 200, 201, 1000])
def test_each_of_many_objects_is_found(count: int) -> None:
    with pikepdf.open(io.BytesIO(file_with(*range(count)))) as file:
        held: Any = file.Root.Held
        assert [int(one) for one in held] == list(range(count))
        assert not file.check_pdf_syntax()


def test_a_streams_bytes_are_kept_packed_or_not() -> None:
    file = File((2, 0))
    data = bytes(range(256)) * 9
    streams = [file.stream(data), file.stream(data, {"Length1": len(data)}, packed=False)]
    pages = file.add({"Type": Name("Pages"), "Count": 0, "Kids": []})
    root = file.add({"Type": Name("Catalog"), "Pages": pages, "Held": streams})
    with pikepdf.open(io.BytesIO(file.finished(root, file.add({})))) as opened:
        held: Any = opened.Root.Held
        assert [one.read_bytes() for one in held] == [data, data]
        assert (opened.pdf_version, int(held[1].Length1)) == ("2.0", len(data))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.5"), (12.0, "12"), (-0.00001, "0"), (1234.56789, "1234.5679"), (True, "true"), ("a(b)\\", r"(a\(b\)\\)"),
     ("é", "<FEFF00e9>"), ("a\nb", "<FEFF0061000a0062>"), (b"\x01\xff", "<01ff>"), (Reference(7), "7 0 R"), (Name("H1"), "/H1")],
)  # fmt: skip
def test_a_value_is_written_as_the_standard_has_it(value: Any, text: str) -> None:
    assert written(value) == text


def test_the_identifier_is_made_from_the_content() -> None:
    with pikepdf.open(io.BytesIO(file_with(1))) as one, pikepdf.open(io.BytesIO(file_with(2))) as two:  # fmt: skip
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])
    assert file_with(1) == file_with(1)
