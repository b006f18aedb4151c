"""Zip files that are the same bytes when made twice: sorted names, one date, no host system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that the format can hold


def pack(
    parts: Mapping[str, bytes], first: tuple[str, ...] = (), stored: tuple[str, ...] = ()
) -> bytes:
    """The parts as a zip file; those named in ``first`` lead, and those in ``stored`` are not compressed."""
    out = io.BytesIO()
    order = [*first, *sorted(name for name in parts if name not in first)]
    with zipfile.ZipFile(out, "w", compresslevel=9) as archive:
        for name in order:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0
            packed = name not in stored
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            archive.writestr(info, parts[name])
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
