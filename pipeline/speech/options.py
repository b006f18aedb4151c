"""How a charity wants its leaflets spoken: what the rooms of sound are given beside a Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline.speech.lexicon import Lexicon
from pipeline.speech.voice import Speaker

GONE = "N408"  # a piece was taken out of a cache while it was read


class Cache(Protocol):
    """Where samples and clips are kept from build to build."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


class Memory(dict[str, bytes]):
    """A cache for one narration."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


@dataclass(frozen=True, slots=True)
class Recording:
    """A person's reading of one leaflet: the cue sheet's place in the project, and the digest of it and its sound."""

    path: str
    digest: str
    root: Path = field(compare=False, repr=False)


@dataclass(frozen=True)
class Options:
    """``lexicons`` and ``speakers`` by tag, the latter where the charity chose a voice; ``recordings`` by tag and slug.
    ``cache`` changes how fast the sound is made, never what it is."""

    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    recordings: Mapping[tuple[str, str], Recording] = field(default_factory=dict)
    cache: Cache | None = field(default=None, compare=False, repr=False)
