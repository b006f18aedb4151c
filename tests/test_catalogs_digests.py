"""What a signature is given to: its form is for good."""

from __future__ import annotations

from dataclasses import replace

from pipeline import document as doc
from pipeline.catalogs import digests
from pipeline.document import Document
from tests.specimens import TAGS, specimen


def test_the_form_of_the_digests_never_changes() -> None:
    """Another form would withdraw every signature of every charity at once."""
    english = specimen("en")
    assert (
        digests.whole(english) == "54cbce1e80be5cf5a5644c55cebcc185cc1bb67e7e66eea5c117e4378c695ca5"
    )
    first, *_ = digests.signables(english, english)
    assert (first.key, first.digest) == ("586cc86684ff", "f2a8568ca7a6ab23ddf3")


def test_every_text_of_a_leaflet_can_be_signed_once() -> None:
    english = specimen("en")
    keys = [one.key for one in digests.signables(english, english)]
    assert len(keys) == len(set(keys))
    said = {(line.domain, line.context, line.inlines) for line in doc.lines(english) if line.inlines}  # fmt: skip
    assert len(keys) == len(said)


def test_languages_and_leaflets_have_digests_of_their_own() -> None:
    made = [digests.whole(specimen(tag)) for tag in TAGS]
    assert len(set(made)) == len(TAGS)
    assert digests.whole(replace(specimen("en"), slug="other")) not in made


def test_what_is_the_publishers_or_the_pipelines_is_not_signed() -> None:
    english = specimen("en")
    status = doc.Status(doc.State.APPROVED, overdue=True)
    other = replace(english, status=status, words=(("Page", "Seite"),), brand=doc.Brand((0, 0, 0)), offer=doc.Offer("helpline"))  # fmt: skip
    assert digests.whole(other) == digests.whole(english)


def test_every_block_counts() -> None:
    english = specimen("en")
    seen = {digests.whole(english)}
    for number in range(len(list(blocks(english)))):
        without = drop(english, number)
        assert digests.whole(without) not in seen, f"block {number}"
        seen.add(digests.whole(without))


def blocks(document: Document) -> list[doc.Block]:
    found: list[doc.Block] = []

    def note(block: doc.Block) -> tuple[doc.Block, ...]:
        found.append(block)
        return (block,)

    doc.map_blocks(document, note)
    return found


def drop(document: Document, number: int) -> Document:
    """Without one block, counted as ``map_blocks`` walks."""
    place = iter(range(10_000))
    return doc.map_blocks(document, lambda block: () if next(place) == number else (block,))
