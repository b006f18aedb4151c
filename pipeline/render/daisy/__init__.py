"""Documents to DAISY 2.02 talking books: full text, full audio.

text    the Document as XHTML, and what of it is heard when
write   the text with its SMIL files, navigation and sound in a ZIP; ``render``
"""

from pipeline.render.daisy.write import Options, Track, render

__all__ = ["Options", "Track", "render"]
