"""Addresses: of links, and typed in the text. They go into front matter under a label, each still to be confirmed.

What cannot be an address for patients is taken out, and its words stay: a link within the page, a staging server, a
program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.frontmatter import link_address
from pipeline.importing.draft import Draft, Fate, Note, Piece, Pieces, Proposed, joined
from pipeline.importing.naming import label
from pipeline.publisher import Publisher

_TYPED = re.compile(
    r"(?P<web>(?<![^\W_])(?:https?://|www\.)[^\s<>\"|\\^`{}\[\]]+)"
    r"|(?P<mail>(?<![\w.+-])(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bare>(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:org|com|net|info|gov|nhs|uk|eu|ly)(?:/[^\s<>\"|\\^`{}\[\]]*)?(?![\w-]))",
    re.ASCII | re.IGNORECASE,
)
_LONGEST = 500  # characters: ours
_TAIL = ".,;:!?)'’”*"
_STAGING = re.compile(
    r"(?:^|[.-])(?:staging|stage|stg|dev|develop|development|test|testing|uat|preprod|preview|sandbox|demo|local|localhost|internal)\d*(?:[.-]|$)"
    r"|\.(?:test|invalid|local|localhost|azurewebsites\.net|wpengine\.com|netlify\.app|herokuapp\.com|kinsta\.cloud|pantheonsite\.io)$"
    r"|^(?:127|10|192\.168)\.[\d.]+$|^localhost$",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    (
        "click here",
        "here",
        "this link",
        "link",
        "read more",
        "more",
        "find out more",
        "learn more",
        "this page",
    )
)
_DEAD = re.compile(
    r"\b(?:404|page-not-found|not-found|todo|tbc|xxx+)\b|[?&](?:preview|preview_id)=|/wp-admin\b",
    re.IGNORECASE,
)


def told(draft: Draft, charity: Publisher) -> Draft:
    """With every address under a label. ``charity``: whose links have labels already."""
    reader = _Reader(charity)
    blocks = [block.changed(reader.pieces) for block in draft.blocks]
    return replace(draft.with_blocks(blocks, reader.notes), links=tuple(reader.links.values()))


class _Reader:
    """The links found so far, by address."""

    def __init__(self, charity: Publisher) -> None:
        self.known = {link.address: link.label for link in reversed(charity.links)}
        self.taken = {link.label for link in charity.links}
        self.links: dict[str, Proposed] = {}
        self.notes: list[Note] = []

    def pieces(self, pieces: Pieces, line: int) -> Pieces:
        return joined(new for piece in pieces for new in self.piece(piece, line))

    def piece(self, piece: Piece, line: int) -> Iterator[Piece]:
        if piece.address:
            yield from self.linked(piece, line)
            return
        end = 0
        for match in _TYPED.finditer(piece.text):
            typed = _without_tail(match[0])
            before = piece.text[end : match.start()]
            end = match.start() + len(typed)
            shown = typed
            if before.endswith("<") and piece.text[end : end + 1] == ">":
                before, end, shown = f"{before[:-1]} ", end + 1, f"<{typed}>"
            yield replace(piece, text=before)
            yield from self.typed(piece, typed, shown, bool(match["mail"]), line)
        yield replace(piece, text=piece.text[end:])

    def linked(self, piece: Piece, line: int) -> Iterator[Piece]:
        """A link of the file: its words stay, with their label where the address is good."""
        bare = replace(piece, address="")
        why = useless(piece.address)
        if why:
            self.note(
                line,
                Fate.DOUBTFUL,
                f"the link was taken out, its words stay: {why}",
                f"{piece.text[:60]} ({piece.address[:80]})",
            )
            yield from self.piece(bare, line)
        elif typed := _TYPED.search(piece.text):
            self.other(piece, _whole(_without_tail(typed[0]), bool(typed["mail"])), line)
            yield from self.piece(bare, line)
        elif (
            piece.address.startswith("tel:")
            and _figures(piece.text)[-9:] == _figures(piece.address)[-9:]
        ):
            yield bare
        elif piece.text.strip():
            if piece.text.strip().casefold() in _EMPTY:
                self.note(
                    line, Fate.DOUBTFUL, "the words of a link do not say where it leads", piece.text
                )
            yield replace(piece, address=self.label(piece.address, piece.text, line))
        else:
            yield bare

    def other(self, piece: Piece, typed: str, line: int) -> None:
        """Say so where the words of a link show another address than the one to which it leads."""
        if _without_beginning(typed) != _without_beginning(piece.address):
            reason = f"the words of a link show one address, and it leads to another, which was left out: {piece.address[:80]}"
            self.note(line, Fate.DOUBTFUL, reason, piece.text[:60])

    def typed(self, piece: Piece, typed: str, shown: str, mail: bool, line: int) -> Iterator[Piece]:
        """An address in the text: words stand for it, which a voice can say; on paper it is added behind them."""
        address = _whole(typed, mail)
        why = useless(address)
        if why:
            self.note(
                line,
                Fate.DROPPED,
                f"an address that is no use to patients: {why}; mend the sentence around it",
                shown,
            )
            return
        words = "this address" if mail else "this page"
        self.note(line, Fate.MOVED, "front matter: links", shown)
        self.note(line, Fate.ADDED, "what stands in the text for an address", words)
        yield replace(piece, text=words, address=self.label(address, _naming(address), line))

    def label(self, address: str, text: str, line: int) -> str:
        address = _without_tracking(address)
        if address in self.known:
            return self.known[address]
        if address not in self.links:
            name = label(text, self.taken)
            self.taken.add(name)
            self.links[address] = Proposed(name, line, written=address)
            self.note(line, Fate.GUESSED, f"the link {name}, to be confirmed", address)
        return self.links[address].name

    def note(self, line: int, fate: Fate, reason: str, text: str) -> None:
        self.notes.append(Note(line, fate, reason, text))


def useless(address: str) -> str:
    """Why an address can be no link of a leaflet; "" for one that can."""
    address = address.strip()
    if len(address) > _LONGEST:
        return "it is too long to be one"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "this is no web address"
    if not address or address.startswith("#"):
        return "it leads to a place on its own page"
    if parts.scheme in ("http", "https") and (_STAGING.search(host) or "." not in host):
        return "a staging or test server"
    if parts.username or parts.password:
        return "it holds a name or a password"
    if _DEAD.search(address):
        return "a preview, or a page that says it is missing"
    if not parts.scheme:
        return "it has no server of its own: write the whole address"
    if parts.scheme not in ("http", "https", "mailto", "tel"):
        return f"{parts.scheme}: leads to no page"
    try:
        link_address(_without_tracking(address))
    except ValueError:
        return "this is no web address"
    return ""


def _without_beginning(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", address.strip().casefold())


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _without_tail(typed: str) -> str:
    """Without the punctuation of the sentence; a bracket that was opened in the address is its own."""
    while (
        typed
        and typed[-1] in _TAIL
        and not (typed[-1] == ")" and typed.count("(") >= typed.count(")"))
    ):
        typed = typed[:-1]
    return typed


def _whole(typed: str, mail: bool) -> str:
    """The address with its beginning, and its server in small letters."""
    if mail:
        return f"mailto:{re.sub('^mailto:', '', typed, flags=re.IGNORECASE)}"
    scheme, server, path = re.fullmatch(
        r"(?s)(?:(https?)://)?([^/]*)(.*)", typed, re.IGNORECASE
    ).groups()  # type: ignore[union-attr]
    return f"{(scheme or 'https').lower()}://{server.lower()}{path}"


def _naming(address: str) -> str:
    """The words of an address that name it: the end of its path, else its server."""
    parts = urlsplit(address)
    host = (parts.hostname or parts.path.rpartition("@")[2]).removeprefix("www.")
    return (
        parts.path.rstrip("/").rpartition("/")[2]
        if parts.hostname and parts.path.strip("/")
        else host
    )


def _without_tracking(address: str) -> str:
    """Without the parts that only say where a click came from."""
    page, mark, query = address.strip().partition("?")
    kept = [
        part for part in query.split("&") if part and not re.match(r"utm_|fbclid=|gclid=", part)
    ]
    return page + (mark + "&".join(kept) if kept else "")
