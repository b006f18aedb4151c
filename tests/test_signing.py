"""Signatures: two people, each of whom saw what stands there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import parse, signing, wishes
from pipeline import project as projects
from pipeline.catalogs import digests, signoff
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.signoff import Act, Event, History
from pipeline.diagnostic import Diagnostic, LeafletError, errors, quoted
from pipeline.document import Document, State
from pipeline.languages import language
from pipeline.signing import Leaflet, Pen
from pipeline.translate import translate
from tests import ledger
from tests.ledger import Entry, Ledger, World
from tests.projects import TODAY, charity, edit, files, made, sign, state

# The commands' own room.


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path)


def signed(
    root: Path,
    did: Act,
    name: str,
    tag: str = "pl",
    slugs: Sequence[str] = ("alpha",),
    places: Sequence[str] = (),
    proof: str = "",
) -> list[str]:
    """What is said of a signature: codes of what was refused, and what each leaflet then is."""
    done, wrong = signing.sign(
        projects.load(root), slugs, tag, Pen(did, name, TODAY), places, proof
    )
    return [*(one.code for one in wrong), *(f"{one.event.leaflet} {one.state}" for one in done)]


def code_of(root: Path, slug: str, tag: str) -> str:
    document, _ = projects.resolve(projects.load(root), slug, tag, TODAY)
    assert document
    return digests.whole(document)[: signing.CODE_LENGTH]


def refused(root: Path, did: Act, name: str, **given: Any) -> tuple[str, str]:
    with pytest.raises(LeafletError) as problem:
        signed(root, did, name, **given)
    [wrong] = problem.value.diagnostics
    assert not (root / "translations/pl/signoff.json").exists(), "nothing was signed"
    return wrong.code, wrong.message


def test_one_reviews_and_another_approves(root: Path) -> None:
    assert signed(root, Act.REVIEWED, "Ann") == ["alpha reviewed"]
    assert signed(root, Act.APPROVED, "Ben") == ["alpha approved"]
    assert signed(root, Act.REVIEWED, "Ann", "en") == ["alpha reviewed"]
    assert state(projects.load(root), "alpha", "pl") is State.REVIEWED, "no better than its English"
    assert signed(root, Act.APPROVED, "Ben", "en") == ["alpha approved"]
    assert state(projects.load(root), "alpha", "pl") is State.APPROVED


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Ann", "ann", " ANN ", "Ａnn"])
def test_nobody_approves_what_only_they_reviewed_however_they_spell_their_name(root: Path, name: str) -> None:  # fmt: skip
    signed(root, Act.REVIEWED, "Ann")
    assert signed(root, Act.APPROVED, name) == ["T145"]
    signed(root, Act.REVIEWED, "Ben")
    assert signed(root, Act.APPROVED, name) == ["alpha approved"], "Ben reviewed it too"


def test_two_people_of_nearly_one_name_are_listed_or_nobody_can_tell_them_apart(root: Path) -> None:
    signed(root, Act.REVIEWED, "Ann Bell")
    [wrong] = signing.sign(projects.load(root), ["alpha"], "pl", Pen(Act.APPROVED, "Anne Bell", TODAY))[1]  # fmt: skip
    assert wrong.code == "T145" and "signers: in source/publisher.yaml" in wrong.hint
    assert "by Anne Bell: nobody but Ann Bell has reviewed" in wrong.message
    edit(root, "source/publisher.yaml", "name: A Charity", "name: A Charity\nsigners: [Ann Bell, Anne Bell]")  # fmt: skip
    assert signed(root, Act.APPROVED, "Anne Bell") == ["alpha approved"]


def test_what_nobody_reviewed_cannot_be_approved(root: Path) -> None:
    assert signed(root, Act.APPROVED, "Ben") == ["T145"]
    assert not (root / "translations/pl/signoff.json").exists()


def test_a_second_signature_of_one_name_says_nothing_new(root: Path) -> None:
    signed(root, Act.REVIEWED, "Ann")
    before = (root / "translations/pl/signoff.json").read_bytes()
    assert signed(root, Act.REVIEWED, "ann") == ["T146"]
    assert (root / "translations/pl/signoff.json").read_bytes() == before


def test_a_language_is_signed_leaflet_by_leaflet_and_what_cannot_be_is_named(root: Path) -> None:
    edit(root, "translations/pl/LC_MESSAGES/beta.po", 'msgstr "„Fever”"', 'msgstr ""')
    pen = Pen(Act.REVIEWED, "Ann", TODAY)
    [done], [wrong] = signing.sign(projects.load(root), [], "pl", pen)
    assert (done.event.leaflet, done.state) == ("alpha", State.REVIEWED)
    assert wrong.code == "T144" and wrong.message == "beta in pl cannot be signed: this text stands in English"  # fmt: skip
    assert "“Fever”" in wrong.hint


def test_a_leaflet_with_an_error_is_not_signed(root: Path) -> None:
    edit(root, "source/alpha.md", "{stay} days", "{sty} days")
    assert "S105" in signed(root, Act.REVIEWED, "Ann")
    assert not (root / "translations/pl/signoff.json").exists()


def test_single_texts_are_signed_by_their_line_and_the_whole_at_the_end(root: Path) -> None:
    sign(root, "alpha", "pl")
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Fever”", "„Gorączka”")
    [line] = [n for n, row in enumerate((root / "translations/pl/LC_MESSAGES/alpha.po").read_text("utf-8").split("\n"), 1) if "Gorączka" in row]  # fmt: skip
    place = f"translations/pl/LC_MESSAGES/alpha.po:{line}"
    assert signed(root, Act.REVIEWED, "Ann", places=[place]) == ["alpha draft"]
    history, _ = projects.history(projects.load(root), "pl")
    assert history.events[-1].what == "1 text: “Fever”" and not history.events[-1].whole
    assert signed(root, Act.REVIEWED, "Ann") == ["alpha reviewed"]
    assert signed(root, Act.APPROVED, "Ben") == ["alpha approved"]
    assert projects.history(projects.load(root), "pl")[0].events[-1].what == "1 text: “Fever”; the leaflet as a whole"  # fmt: skip


def test_a_text_that_leaflets_share_is_signed_in_all_of_them(root: Path) -> None:
    [line] = [n for n, row in enumerate((root / "source/shared/help.md").read_text("utf-8").split("\n"), 1) if "Call" in row]  # fmt: skip
    place = f"source/shared/help.md:{line}"
    assert signed(root, Act.REVIEWED, "Ann", "en", (), places=[place]) == [
        "alpha draft",
        "beta draft",
    ]
    history, _ = projects.history(projects.load(root), "en")
    assert [(one.leaflet, one.what) for one in history.events] == [
        ("alpha", "1 text: “Call {helpline}.”"),
        ("beta", "1 text: “Call {helpline}.”"),
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("translations/pl/LC_MESSAGES/alpha.po:9999", "no text stands here"),
        ("translations/pl/LC_MESSAGES/gamma.po:20", "no text stands here"),
        ("source/alpha.md:10", "no text stands here"),
        ("alpha.po", "'alpha.po' names no line of a file"),
        ("alpha.po:²", "'alpha.po:²' names no line of a file"),
    ],
)
def test_a_place_without_a_text_signs_nothing(root: Path, place: str, said: str) -> None:
    path = "translations/pl/LC_MESSAGES/alpha.po"
    line = (root / path).read_text("utf-8").splitlines().index('msgid "Fever"') + 1
    known = f"{path}:{line}"
    assert refused(root, Act.REVIEWED, "Ann", places=[known, place]) == ("T142", said)


def test_a_proof_is_signed_with_its_code_until_anything_changes(root: Path) -> None:
    code = code_of(root, "alpha", "pl")
    assert signed(root, Act.REVIEWED, "Ann", proof=code) == ["alpha reviewed"]
    edit(root, "source/alpha.md", "70.8%", "7.08%")
    assert signed(root, Act.APPROVED, "Ben", proof=code) == ["T143"]


@pytest.mark.parametrize("proof", ["", "xyz", "0" * 11, "../" * 4])
def test_a_code_that_can_be_none_is_refused(root: Path, proof: str) -> None:
    if proof:
        assert refused(root, Act.REVIEWED, "Ann", proof=proof)[0] == "T140"
    assert refused(root, Act.REVIEWED, "Ann", slugs=(), proof="0" * 12)[0] == "T140"


@pytest.mark.parametrize("name", ["", "   ", "123", "Ann\nBen", "A\u202enn", "A" * 81])
def test_a_name_that_cannot_be_one_signs_nothing(root: Path, name: str) -> None:
    code, message = refused(root, Act.REVIEWED, name)
    assert code == "T141" and message == f"nobody can sign as {quoted(name)}"


def test_where_the_charity_lists_who_may_sign_nobody_else_does(root: Path) -> None:
    edit(root, "source/publisher.yaml", "languages:", "signers: [Ann Bell, Dr Ben]\nlanguages:")
    assert refused(root, Act.REVIEWED, "Cat") == ("T141", "Cat is not among those who may sign")
    assert signed(root, Act.REVIEWED, "ann  bell") == ["alpha reviewed"]
    assert projects.history(projects.load(root), "pl")[0].events[0].by == "Ann Bell"


def test_unknown_leaflets_and_languages_and_pseudo_languages_are_refused(root: Path) -> None:
    assert refused(root, Act.REVIEWED, "Ann", slugs=["gamma"])[0] == "B102"
    assert refused(root, Act.REVIEWED, "Ann", tag="ur")[0] == "B102"
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, en_XA]")
    assert refused(root, Act.REVIEWED, "Ann", tag="en_XA")[0] == "T140"


def test_nothing_is_added_to_a_file_that_is_damaged(root: Path) -> None:
    signed(root, Act.REVIEWED, "Ann")
    path = root / "translations/pl/signoff.json"
    edit(root, "translations/pl/signoff.json", '"by": "Ann"', '"by": "Eve"')
    damaged = path.read_bytes()
    with pytest.raises(LeafletError, match="T135"):
        signed(root, Act.APPROVED, "Ann")
    assert path.read_bytes() == damaged
    document, found = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and document.status.state is State.DRAFT
    assert [str(one.at) for one in found if one.code == "T135"] == [
        "translations/pl/signoff.json:2"
    ]


# Drafts and recalls.


def test_a_machines_draft_says_so_until_all_of_it_is_reviewed(root: Path) -> None:
    assert signing.drafted(projects.load(root), ["alpha"], "pl", TODAY) == ["alpha"]

    def machine(slug: str) -> bool:
        document, _ = projects.resolve(projects.load(root), slug, "pl", TODAY)
        assert document
        return document.status.machine

    assert (machine("alpha"), machine("beta")) == (True, False)
    signed(root, Act.REVIEWED, "Ann")
    assert not machine("alpha")
    signing.drafted(projects.load(root), [], "pl", TODAY)
    assert (machine("alpha"), machine("beta")) == (True, True)
    for tag, code in (("en", "T140"), ("ur", "B102")):
        with pytest.raises(LeafletError, match=code):
            signing.drafted(projects.load(root), [], tag, TODAY)


@pytest.mark.slow
def test_a_withdrawn_leaflet_says_so_in_every_language_until_it_is_signed_again(root: Path) -> None:
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    event = signing.withdraw(projects.load(root), "alpha", "", "A wrong\n dose.", "Ann", TODAY)
    assert (event.by, event.what) == ("Ann", "A wrong dose.")
    statuses = [projects.resolve(projects.load(root), "alpha", tag, TODAY)[0] for tag in ("en", "pl")]  # fmt: skip
    assert [document.status.withdrawn for document in statuses if document] == [True, True]
    made(root)
    assert {path for path in files(root) if path.startswith("alpha/")} == {
        f"alpha/{tag}/alpha-{tag}-{edition}-withdrawn.{suffix}"
        for tag in ("en", "pl")
        for edition, suffix in (("clear-print", "pdf"), ("word", "docx"))
    }
    sign(root, "alpha", "en")
    assert state(projects.load(root), "alpha", "pl") is State.APPROVED


def test_one_language_can_be_withdrawn_alone_and_a_broken_leaflet_too(root: Path) -> None:
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    edit(root, "source/alpha.md", "{stay} days", "{sty} days")
    signing.withdraw(projects.load(root), "alpha", "pl", "A wrong dose.", "", TODAY)
    edit(root, "source/alpha.md", "{sty} days", "{stay} days")
    assert state(projects.load(root), "alpha", "en") is State.APPROVED
    document, _ = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and document.status.withdrawn and document.status.state is State.DRAFT


@pytest.mark.parametrize(
    ("slug", "tag", "why", "code"),
    [
        ("gamma", "", "Wrong.", "B102"),
        ("alpha", "ur", "Wrong.", "B102"),
        ("alpha", "", " ", "T147"),
        ("alpha", "", "a\x00b", "T147"),
    ],
)
def test_a_recall_that_cannot_be_written_down_is_refused(
    root: Path, slug: str, tag: str, why: str, code: str
) -> None:
    with pytest.raises(LeafletError, match=code):
        signing.withdraw(projects.load(root), slug, tag, why, "", TODAY)
    assert not (root / "source/signoff.json").exists()


# Random histories, against the slow model.

TAGS, SLUGS = ("en", "pl"), ("alpha", "beta")
SOURCE = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
facts:
  stay: {{days: {stay}}}
  spare: {{days: {spare}}}
---
# Title of {slug}

{verb} {{stay}} days.

Take it {food} food.
{warning}
::: side-effects
- Fever: {percent}%
:::

::: include help
"""


@lru_cache(maxsize=20_000)
def documents(world: World, slug: str) -> tuple[Document, dict[str, Document]]:
    """The source of a leaflet, and the leaflet in each language."""
    n = SLUGS.index(slug)
    text = SOURCE.format(
        slug=slug, stay=world.stay[n], spare=world.spare[n], verb=world.verb[n], food=world.food[n], percent=world.percent[n],
        warning="\n::: warning\nNever alone.\n:::\n" if world.warning[n] else "",
    )  # fmt: skip
    charity, _ = wishes.read(f"name: A\nfacts:\n  helpline: {{phone: {world.helpline}}}\n", "publisher.yaml")  # fmt: skip
    help_text = f"## Help\n\n{'Call' if world.call == 'Call' else 'Please call'} {{helpline}}.\n"
    source, wrong = parse.parse(text, f"source/{slug}.md", charity, {"help": help_text}, lambda _: None)  # fmt: skip
    assert not errors(wrong)
    entries = [Message(english, (ledger.POLISH[english][chosen],)) for english, chosen in world.polish if chosen is not None]  # fmt: skip
    catalogs = {domain: Catalog(tuple(entries)) for domain in (slug, "shared")}
    return source, {tag: translate(source, catalogs, {}, language(tag))[0] for tag in TAGS}


def changes() -> st.SearchStrategy[tuple[str, object]]:
    """A field of the world, and its new value."""

    def both(*values: object) -> st.SearchStrategy[tuple[object, object]]:
        return st.tuples(st.sampled_from(values), st.sampled_from(values))

    return st.one_of(
        st.tuples(st.just("stay"), both("9", "8")),
        st.tuples(st.just("verb"), both("Stay", "Remain")),
        st.tuples(st.just("food"), both("with", "without")),
        st.tuples(st.just("warning"), both(True, False)),
        st.tuples(st.just("percent"), both("70.8", "7.08")),
        st.tuples(st.just("spare"), both("1", "2")),
        st.tuples(st.just("call"), st.sampled_from(("Call", "Please"))),
        st.tuples(st.just("helpline"), st.sampled_from(("08088 010 444", "08088 010 445"))),
        st.tuples(st.sampled_from(tuple(ledger.POLISH)), st.sampled_from((0, 1, None))),
    )


WHICH = st.one_of(st.none(), st.none(), st.integers(0, 7))  # the whole leaflet, or one of its texts
LEAFLETS = st.tuples(st.sampled_from(SLUGS), st.sampled_from(TAGS))
SIGNATURES = st.tuples(st.sampled_from(("reviewed", "approved")), st.sampled_from(("Ann", "ann", "Ben", "Cat")), LEAFLETS, WHICH)  # fmt: skip
WHOLLY = st.tuples(st.just("reviewed"), st.just("Cat"), LEAFLETS, st.none())
BOTH = st.tuples(st.just("both"), LEAFLETS)  # Ann reviews it and Ben approves it
WITHDRAWALS = st.tuples(st.just("withdrawn"), LEAFLETS)
STEPS = st.lists(
    st.one_of(changes(), SIGNATURES, SIGNATURES, WHOLLY, BOTH, WITHDRAWALS), max_size=25
)


@pytest.mark.slow
def test_random_histories_of_edits_and_signatures_agree_with_the_slow_model() -> None:
    met = Counter[str]()

    @settings(max_examples=320)
    @given(STEPS)
    def agree(steps: list[tuple[object, ...]]) -> None:
        met.update(played(steps))

    agree()
    assert met["histories"] >= 320
    assert all(met[what] for what in ("draft", "reviewed", "approved", "withdrawn", "refused")), met  # fmt: skip


def played(steps: list[tuple[object, ...]]) -> Iterator[str]:
    """Play a history on both sides; what was met in it."""
    yield "histories"
    world, model = World(), Ledger()
    real = {tag: History() for tag in TAGS}
    for entry in entries(steps):
        if isinstance(entry, tuple):
            world = changed(world, *entry)
            continue
        entry = at_hand(entry, world)
        if entry.did == "withdrawn":
            event = Event(TODAY, entry.name, Act.WITHDRAWN, entry.slug)
        else:
            answer = asked(real[entry.tag], entry)
            assert isinstance(answer, Event) == model.may(entry), answer
            if isinstance(answer, Diagnostic):
                yield "refused"
                continue
            event = answer
        model, real[entry.tag] = model.and_then(entry), real[entry.tag].and_then(event)
    for history in real.values():
        assert signoff.read(signoff.write(history), "signoff.json") == (history, [])
    yield from compared(world, model, real)


def entries(steps: list[tuple[object, ...]]) -> Iterator[Entry | tuple[str, object]]:
    """What the steps do: edits as the name of what changes and its new value."""
    for step in steps:
        match step:
            case ("both", (str(slug), str(tag))):
                yield Entry("reviewed", "Ann", slug, tag)
                yield Entry("approved", "Ben", slug, tag)
            case ("withdrawn", (str(slug), str(tag))):
                yield Entry("withdrawn", "Dan", slug, tag)
            case (str(did), str(name), (str(slug), str(tag)), which):
                yield Entry(did, name, slug, tag, one=None if which is None else str(which))
            case (str(name), value):
                yield name, value


def at_hand(entry: Entry, world: World) -> Entry:
    """The entry made in this world; a single text by its words."""
    there = [text for text, _ in ledger.texts(world, entry.slug)]
    one = None if entry.one is None else there[int(entry.one) % len(there)]
    return replace(entry, world=world, one=one)


def changed(world: World, name: str, value: object) -> World:
    if name in ledger.POLISH:
        return World(**{**vars(world), "polish": tuple((e, value if e == name else v) for e, v in world.polish)})  # fmt: skip
    return World(**{**vars(world), name: value})


def asked(history: History, entry: Entry) -> Event | Diagnostic:
    source, made = documents(entry.world, entry.slug)
    leaflet = Leaflet(made[entry.tag], source, history)
    keys = None
    if entry.one is not None:
        texts = digests.signables(made[entry.tag], source)
        [keys] = [frozenset({one.key}) for one in texts if one.msgid == entry.one]
    return signing.signature(leaflet, Pen(Act(entry.did), entry.name, TODAY), keys, "")


def compared(world: World, model: Ledger, real: dict[str, History]) -> Iterator[str]:
    """Every state of every leaflet, as both sides have it."""
    for slug in SLUGS:
        source, made = documents(world, slug)
        for tag in TAGS:
            standing = signoff.standing(real[tag], made[tag], source)
            each = {one.msgid: str(signers.state) for one, signers in standing.texts.items()}
            assert each == {text: ledger.reached(model.of_text(world, slug, tag, text)) for text, _ in ledger.texts(world, slug)}  # fmt: skip
            assert standing.whole.state == ledger.reached(model.of_whole(world, slug, tag))
            assert standing.state == model.state(world, slug, tag)
            assert standing.withdrawn == model.withdrawn(slug, tag)
            yield from (standing.state, "withdrawn" if standing.withdrawn else "published")


def test_the_model_itself_knows_approved_from_not() -> None:
    """Against a model that finds everything a draft, any pipeline would agree."""
    world, day = World(), Ledger()
    for entry in (
        Entry("reviewed", "Ann", "alpha", "pl", world),
        Entry("approved", "Ben", "alpha", "pl", world),
    ):
        assert day.may(entry)
        day = day.and_then(entry)
    assert day.state(world, "alpha", "pl") == "approved"
    assert day.state(changed(world, "stay", ("8", "9")), "alpha", "pl") == "draft"
    assert day.state(changed(world, "stay", ("9", "8")), "alpha", "pl") == "approved"
    assert day.state(changed(world, "spare", ("2", "2")), "alpha", "pl") == "approved"
