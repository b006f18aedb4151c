"""Signs that a font draws and a text does not name: ≥ of Word's font Symbol is a character of its own, or of private use.

Dropped they would change a sentence: "≥ 38 degrees" would be "38 degrees".
"""

from __future__ import annotations

_SYMBOL = {
    "a2": "′", "a3": "≤", "a5": "∞", "ab": "↔", "ac": "←", "ad": "↑", "ae": "→", "af": "↓", "b0": "°", "b1": "±", "b2": "″",
    "b3": "≥", "b4": "×", "b7": "•", "b8": "÷", "b9": "≠", "bb": "≈", "bc": "…", "d2": "®", "d3": "©", "d4": "™", "d6": "√",
    "2d": "−", "3c": "<", "3d": "=", "3e": ">", "25": "%", "2b": "+",
    "44": "Δ", "57": "Ω", "61": "α", "62": "β", "67": "γ", "64": "δ", "6d": "µ", "6c": "λ", "70": "π", "73": "σ",
}  # fmt: skip
_WINGDINGS = {
    "6c": "●", "6e": "■", "6f": "□", "71": "❑", "76": "❖", "77": "◆", "9f": "•", "a7": "▪", "a8": "□", "d8": "➢", "e0": "→", "e8": "➔",
    "f0": "⇨", "fb": "✗", "fc": "✓", "fd": "☒", "fe": "☑", "28": "☎", "29": "☎", "2a": "✉",
}  # fmt: skip
# Without a font's name: what each stands for in the font in which it is common.
_EITHER = {**_SYMBOL, **{code: _WINGDINGS[code] for code in ("a7", "a8", "d8", "e0", "fb", "fc", "fd", "fe", "76", "71")}}  # fmt: skip
PRIVATE = {0xF000 + int(code, 16): sign for code, sign in _EITHER.items()}


def drawn(font: str, code: str) -> str:
    """The sign that a font draws for a code such as F0B3; "" where nobody knows."""
    table = _WINGDINGS if "wingdings" in font.lower() else _SYMBOL
    return table.get(code.lower().removeprefix("f0").zfill(2), "")


def lost(text: str) -> bool:
    """Whether a text has characters that only a font could have shown."""
    return any("\ue000" <= c <= "\uf8ff" and ord(c) not in PRIVATE for c in text)
