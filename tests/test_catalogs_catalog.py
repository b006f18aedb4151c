"""A catalog as a value: writing and reading are inverses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs import catalog, gate
from pipeline.catalogs.catalog import Catalog, Message

HEADER = Message("", ("Language: pl\nContent-Type: text/plain; charset=UTF-8\n",))
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"]),
    max_size=30,
) | st.sampled_from(['"', "\\", "a\nb\nc", "\t", "{x}", "%"])  # fmt: skip
words = st.text("abc ąß,.", max_size=12).map(str.strip)
messages = st.builds(
    Message,
    msgid=texts.filter(bool).filter(lambda t: not t.startswith("\n") and not t.endswith("\n")),
    msgstr=st.tuples(texts.filter(lambda t: not t.startswith("\n") and not t.endswith("\n"))),
    context=st.none() | words,
    flags=st.sampled_from([(), ("fuzzy",), ("no-wrap", "fuzzy")]),
    extracted=st.lists(words, max_size=2).map(tuple),
    comments=st.lists(words.filter(lambda w: not w or w[0] not in ",.:"), max_size=2).map(tuple),
    references=st.lists(st.just("source/x.md:3"), max_size=2).map(tuple),
    previous=st.sampled_from([(), ('msgid "old"',)]),
    obsolete=st.booleans(),
)


@given(st.lists(messages, max_size=5, unique_by=lambda m: m.key))
def test_reading_what_was_written_gives_the_same_catalog(entries: list[Message]) -> None:
    written = catalog.write(Catalog((HEADER, *entries)))
    found, wrong = gate.read(written, "x.po", "pl")
    assert not wrong, [str(d) for d in wrong]
    assert found and found.messages == (HEADER, *entries)
    assert catalog.write(found) == written


def test_an_entry_is_written_as_gettext_does() -> None:
    message = Message(
        'a "b"\nc', ("d\\e",), "ctx", flags=("fuzzy",), extracted=("hint",), references=("x.md:1",)
    )
    assert catalog.entry(message) == (
        '#. hint\n#: x.md:1\n#, fuzzy\nmsgctxt "ctx"\nmsgid ""\n"a \\"b\\"\\n"\n"c"\nmsgstr "d\\\\e"'
    )
