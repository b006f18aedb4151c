"""Two releases, leaflet by leaflet: what they say otherwise, and which pages look otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from pipeline.build import releases
from pipeline.build.releases import Manifest, Released
from pipeline.build.wording import differences
from pipeline.diagnostic import Diagnostic, LeafletError, Location

_SCALE = 1.0  # pixels a point: a changed letter of 14 points is seen
_SEEN = 32  # of 255: what differs less is the edge of a letter


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A file that is another one. ``pages``: of a PDF, by number, those that look otherwise; ``before`` and ``after``: how many
    pages it has, 0 where it is no PDF."""

    path: str
    pages: tuple[int, ...] = ()
    before: int = 0
    after: int = 0

    def __str__(self) -> str:
        if not self.before:
            return f"{self.path}: another file"
        pages = "page" if self.before == 1 else "pages"
        count = f"{self.before} {pages}" + (f", now {self.after}" if self.before != self.after else "")  # fmt: skip
        which = (
            f"these look otherwise: {', '.join(map(str, self.pages))}"
            if self.pages
            else "no page looks otherwise"
        )
        return f"{self.path} ({count}): {which}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A leaflet in a language that differs. ``only``: the version that has it, where the other has not."""

    leaflet: str
    language: str
    only: str = ""
    texts: tuple[str, ...] = ()  # "- before" and "+ after"
    files: tuple[FileDifference, ...] = ()

    def __str__(self) -> str:
        name = f"{self.leaflet} in {self.language}"
        if self.only:
            return f"{name}: only in {self.only}"
        return "\n".join([name, *(f"  {row}" for row in (*self.texts, *map(str, self.files)))])


def compare(output: Path, a: str, b: str, pictures: Path | None = None) -> Iterator[Difference]:
    """What differs from release ``a`` to ``b``. ``pictures``: a folder for both pages side by side, what differs marked.
    Raises LeafletError for what is no release."""
    here, there = releases.folder_of(output, a), releases.folder_of(output, b)
    before, after = releases.read(here), releases.read(there)
    for key in sorted({*_keys(before), *_keys(after)}):
        old, new = _keys(before).get(key), _keys(after).get(key)
        if old and new:
            found = _difference((here, before, old), (there, after, new), pictures)
            if found.texts or found.files:
                yield found
        else:
            yield Difference(*key, only=before.version if old else after.version)


def _keys(manifest: Manifest) -> dict[tuple[str, str], Released]:
    return {(one.leaflet, one.language): one for one in manifest.leaflets}


_Side = tuple[Path, Manifest, Released]


def _difference(a: _Side, b: _Side, pictures: Path | None) -> Difference:
    (here, before, old), (there, after, new) = a, b
    texts = differences(*(releases.text(folder, old.leaflet, old.language) for folder in (here, there)))  # fmt: skip
    paths = [path for path in new.files if before.files.get(path) != after.files.get(path)]
    gone = [path for path in old.files if path not in new.files]
    found = [_file(here / path, there / path, path, pictures) for path in (*paths, *gone)]
    return Difference(new.leaflet, new.language, texts=tuple(texts), files=tuple(found))


def _file(before: Path, after: Path, path: str, pictures: Path | None) -> FileDifference:
    if not path.endswith(".pdf") or not before.is_file() or not after.is_file():
        return FileDifference(path)
    old, new = _pages(before), _pages(after)
    pages = []
    for number in range(max(len(old), len(new))):
        pair = [images[number] if number < len(images) else None for images in (old, new)]
        if marked := _marked(pair):
            pages.append(number + 1)
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                marked.save(pictures / f"{Path(path).stem}-page-{number + 1}.png")
    return FileDifference(path, tuple(pages), len(old), len(new))


def _pages(path: Path) -> list[Image.Image]:
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return [page.render(scale=_SCALE).to_pil().convert("L") for page in pdf]
    except pypdfium2.PdfiumError as problem:
        hint = "run leaflet verify on its folder, and get the damaged files again"
        wrong = Diagnostic("B312", "this PDF cannot be opened", Location(str(path)), hint)
        raise LeafletError(wrong) from problem


def _marked(pair: Sequence[Image.Image | None]) -> Image.Image | None:
    """Both pages side by side with a frame around what differs; None where nothing does."""
    sizes = [page.size for page in pair if page]
    width, height = (max(values) for values in zip(*sizes, strict=True))
    sheets = [Image.new("L", (width, height), 255) for _ in pair]
    for sheet, page in zip(sheets, pair, strict=True):
        if page:
            sheet.paste(page)
    differs = ImageChops.difference(*sheets).point(lambda value: 255 if value > _SEEN else 0)
    box = differs.getbbox()
    if box is None and all(pair):
        return None
    both = Image.new("RGB", (2 * width + 10, height), "#0f2159")
    for place, sheet in zip((0, width + 10), sheets, strict=True):
        both.paste(sheet, (place, 0))
        if box:
            _frame(both, (box[0] + place, box[1], box[2] + place, box[3]))
    return both


def _frame(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    from PIL import ImageDraw

    left, top, right, bottom = box
    ImageDraw.Draw(image).rectangle(
        (left - 4, top - 4, right + 4, bottom + 4), outline="#b00020", width=2
    )
