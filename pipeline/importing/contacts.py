"""Whom to call and who publishes: what the page says at its foot belongs into the charity's own file, once."""

from __future__ import annotations

import re

from pipeline.facts import Kind
from pipeline.importing.draft import Draft, Fate, Note
from pipeline.publisher import Publisher

_CONTACTS = (
    ("scottish_charity_number: {reference: %s}", re.compile(r"\b(SC\d{6})\b")),
    ("charity_number: {reference: %s}", re.compile(r"charity\D{0,40}?\b(\d{6,8})\b", re.IGNORECASE)),
    ("helpline: {phone: %s}", re.compile(r"(?:helpline|freephone|free phone|call)\D{0,40}?(\+?\d[\d ]{8,14}\d)", re.IGNORECASE)),
    ("whatsapp: {phone: %s}", re.compile(r"whatsapp\D{0,40}?(\+?\d[\d ]{8,14}\d)", re.IGNORECASE)),
)  # fmt: skip


def told(draft: Draft, charity: Publisher) -> Draft:
    """With a proposal for publisher.yaml for each telephone and charity number in the furniture that it does not have."""
    known = {_digits(str(fact.value)) for _, fact in charity.facts if fact.kind in (Kind.PHONE, Kind.REFERENCE)}  # fmt: skip
    notes: list[Note] = []
    for note in draft.notes:
        if note.fate is not Fate.DROPPED:
            continue
        for field, pattern in _CONTACTS:
            for value in pattern.findall(note.text):
                if _digits(value) not in known:
                    known.add(_digits(value))
                    notes.append(
                        Note(
                            note.line,
                            Fate.GUESSED,
                            f"for source/publisher.yaml, under facts: {field % value.strip()}",
                        )
                    )
    for one in draft.facts:
        if one.fact and one.fact.kind in (Kind.PHONE, Kind.REFERENCE):
            reason = (
                "perhaps the charity's own: then move it from this leaflet to source/publisher.yaml"
            )
            notes.append(Note(one.line, Fate.GUESSED, reason, f"{one.name}: {one.written}"))
    return draft.noted(*notes)


def _digits(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
