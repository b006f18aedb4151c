"""MP3 back to samples, by ffmpeg."""

from __future__ import annotations

import subprocess
from array import array


def decoded(mp3: bytes) -> array[int]:
    """16-bit mono samples at the file's own rate."""
    command = ["ffmpeg", "-v", "error", "-f", "mp3", "-i", "-", "-map", "0:a", "-f", "s16le", "-ac", "1", "-"]  # fmt: skip
    done = subprocess.run(command, input=mp3, capture_output=True, check=True)
    assert not done.stderr, done.stderr.decode()
    return array("h", done.stdout)
