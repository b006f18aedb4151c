"""Sign-off as a slow, obvious model: no digests, no keys, nothing kept but everything that was ever seen.

Each signature is kept with a copy of what its giver had before them. Whether a text is approved is then asked by reading
backwards, signature by signature. It shares no code with the pipeline, which the tests hold against it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile

POLISH = {
    "About it.": ("O tym.", "O niej."),
    "Title of alpha": ("Tytuł alpha", "Nagłówek alpha"),
    "Title of beta": ("Tytuł beta", "Nagłówek beta"),
    "Stay {stay} days.": ("Zostań {stay} dni.", "Pozostań {stay} dni."),
    "Remain {stay} days.": ("Pozostań tu {stay} dni.", "Bądź tu {stay} dni."),
    "Take it with food.": ("Zażyj z jedzeniem.", "Przyjmij z jedzeniem."),
    "Take it without food.": ("Zażyj bez jedzenia.", "Przyjmij bez jedzenia."),
    "Never alone.": ("Nigdy w pojedynkę.", "Nigdy bez kogoś."),
    "Fever": ("Gorączka", "Wysoka temperatura"),
    "Help": ("Pomoc", "Wsparcie"),
    "Call {helpline}.": ("Zadzwoń: {helpline}.", "Telefon: {helpline}."),
    "Please call {helpline}.": ("Proszę dzwonić: {helpline}.", "Prosimy o telefon: {helpline}."),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """Everything that an author or a translator can change. ``stay``, ``food``, ``warning``, ``percent``: of alpha and beta;
    ``spare``: a fact that no text uses; ``polish``: which Polish each English text has, None for none."""

    stay: tuple[str, str] = ("9", "9")
    verb: tuple[str, str] = ("Stay", "Stay")
    food: tuple[str, str] = ("with", "with")
    warning: tuple[bool, bool] = (True, True)
    percent: tuple[str, str] = ("70.8", "70.8")
    spare: tuple[str, str] = ("1", "1")
    call: str = "Call"
    helpline: str = "08088 010 444"
    polish: tuple[tuple[str, int | None], ...] = tuple((english, 0) for english in POLISH)


def texts(world: World, slug: str) -> list[tuple[str, str]]:
    """Each English text of a leaflet, in reading order, with the figure in it."""
    n = ("alpha", "beta").index(slug)
    warned = [("Never alone.", "")] if world.warning[n] else []
    call = "Call {helpline}." if world.call == "Call" else "Please call {helpline}."
    return [
        (f"Title of {slug}", ""),
        ("About it.", ""),
        (f"{world.verb[n]} {{stay}} days.", world.stay[n]),
        (f"Take it {world.food[n]} food.", ""),
        *warned,
        ("Fever", ""),
        ("Help", ""),
        (call, world.helpline),
    ]


def translation(world: World, english: str, tag: str) -> str | None:
    if tag == "en":
        return english
    chosen = dict(world.polish)[english]
    return None if chosen is None else POLISH[english][chosen]


Version = tuple[str, str, str | None]  # English, figure, translation


def versions(world: World, slug: str, tag: str) -> list[Version]:
    return [(english, figure, translation(world, english, tag)) for english, figure in texts(world, slug)]  # fmt: skip


def leaflet(world: World, slug: str, tag: str) -> tuple[object, ...]:
    """All that a reader gets."""
    n = ("alpha", "beta").index(slug)
    return (*versions(world, slug, tag), world.warning[n], world.percent[n])


@dataclass(frozen=True)
class Entry:
    """What happened: "reviewed", "approved" or "withdrawn", and the world as it then was. ``one``: the only English text that was
    signed; None where it was the whole leaflet."""

    did: str
    name: str
    slug: str
    tag: str
    world: World = World()
    one: str | None = None


@dataclass(frozen=True)
class Ledger:
    entries: tuple[Entry, ...] = field(default=())

    def given(self, slug: str, tag: str) -> list[Entry]:
        """The signatures since the leaflet was last withdrawn."""
        here = [entry for entry in self.entries if (entry.slug, entry.tag) == (slug, tag)]
        return list(takewhile(lambda entry: entry.did != "withdrawn", reversed(here)))[::-1]

    def of_text(self, world: World, slug: str, tag: str, english: str) -> list[Entry]:
        """The signatures that stand for a text as it is now: back to the last one of another version."""

        def seen(entry: Entry) -> list[Version]:
            there = versions(entry.world, slug, tag)
            return [v for v in there if v[0] == english and entry.one in (None, english)]

        now = next(v for v in versions(world, slug, tag) if v[0] == english)
        covering = [entry for entry in self.given(slug, tag) if seen(entry)]
        return list(takewhile(lambda entry: seen(entry) == [now], reversed(covering)))

    def of_whole(self, world: World, slug: str, tag: str) -> list[Entry]:
        now = leaflet(world, slug, tag)
        wholes = [entry for entry in self.given(slug, tag) if entry.one is None]
        return list(takewhile(lambda e: leaflet(e.world, slug, tag) == now, reversed(wholes)))

    def withdrawn(self, slug: str, tag: str) -> bool:
        """Until two people have signed one version of the whole leaflet."""
        if not any(e.did == "withdrawn" and (e.slug, e.tag) == (slug, tag) for e in self.entries):
            return False
        wholes = [entry for entry in self.given(slug, tag) if entry.one is None]
        return not any(
            approved([e for e in wholes if leaflet(e.world, slug, tag) == leaflet(one.world, slug, tag)])
            for one in wholes
        )  # fmt: skip

    def state(self, world: World, slug: str, tag: str) -> str:
        each = [reached(self.of_text(world, slug, tag, text)) for text, _ in texts(world, slug)]
        each.append(reached(self.of_whole(world, slug, tag)))
        return min(each, key=["draft", "reviewed", "approved"].index)

    def may(self, new: Entry) -> bool:
        """Whether a signature says anything new and nothing forbids it."""
        world, slug, tag = new.world, new.slug, new.tag
        chosen = [text for text, _ in texts(world, slug) if new.one in (None, text)]
        if any(translation(world, text, tag) is None for text in chosen):
            return False
        standing = [self.of_text(world, slug, tag, text) for text in chosen]
        standing += [self.of_whole(world, slug, tag)] if new.one is None else []
        if new.did == "approved" and not all(
            any(e.did == "reviewed" and same(e.name) != same(new.name) for e in given)
            for given in standing
        ):
            return False
        return not all(any(e.did == new.did and same(e.name) == same(new.name) for e in given) for given in standing)  # fmt: skip

    def and_then(self, new: Entry) -> Ledger:
        return replace(self, entries=(*self.entries, new))


def same(name: str) -> str:
    return name.strip().lower()


def approved(given: list[Entry]) -> bool:
    return any(
        one.did == "reviewed" and other.did == "approved" and same(one.name) != same(other.name)
        for one in given
        for other in given
    )


def reached(given: list[Entry]) -> str:
    if approved(given):
        return "approved"
    return "reviewed" if any(entry.did == "reviewed" for entry in given) else "draft"
