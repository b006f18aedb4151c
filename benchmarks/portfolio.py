"""Portfolios of leaflets in words of our own, of any size, for the benchmarks of the build."""

from __future__ import annotations

from pathlib import Path

TAGS = ("pl", "ur", "bn", "zh_Hans", "cy", "ro", "pa", "ar", "so", "gu", "hi", "ta", "fa", "ps", "ckb", "ti", "am", "uk", "ru",
        "bg", "tr", "fr", "es", "pt")  # fmt: skip
_HEADER = 'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
_LEAFLET = """---
summary: About treatment {number}.
reviewed: 2026-01-31
review_due: 2099-01-31
facts:
  ward: {{phone: 01632 960 {line:03}}}
---
# Treatment {number}

Our ward answers at {{ward}}.

## How treatment {number} is given

A nurse gives it into a vein.
"""
_MESSAGES = ("About treatment {number}.", "Treatment {number}", "Our ward answers at {{ward}}.",
             "How treatment {number} is given", "A nurse gives it into a vein.")  # fmt: skip


def write(root: Path, leaflets: int, languages: int, editions: list[str]) -> None:
    """A folder with so many leaflets, complete in English and so many other languages."""
    tags = TAGS[: languages - 1]
    _put(
        root / "source/publisher.yaml",
        f"name: A Charity\nlanguages: [{', '.join(tags)}]\neditions: [{', '.join(editions)}]\n",
    )
    for number in range(leaflets):
        name = _words(number)
        _put(
            root / f"source/treatment-{number}.md",
            _LEAFLET.format(number=name, line=number % 1000),
        )
        for tag in tags:
            entries = (
                f'msgid "{text}"\nmsgstr "({tag}) {text}"\n'
                for text in (m.format(number=name) for m in _MESSAGES)
            )
            _put(
                root / f"translations/{tag}/LC_MESSAGES/treatment-{number}.po",
                "\n".join((_HEADER.format(tag=tag), *entries)),
            )


def _words(number: int) -> str:
    """A name without figures: no figure may be typed in a leaflet."""
    letters = "abcdefghij"
    return "".join(letters[int(digit)] for digit in str(number)).capitalize()


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
