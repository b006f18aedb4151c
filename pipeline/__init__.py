"""One structured source becomes large print, Word and audio, in every language."""

__version__ = "0.1.0"
