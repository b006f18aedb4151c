"""Documents to tagged PDF.

truetype    letters of several glyphs as one
fonts       font files, which of them draws a character, how they are embedded
shape       stretches of text as glyphs
text        a paragraph's characters as glyphs in their places
structure   structure elements and the canvas that marks content with them
layout      flowables: paragraph, table, picture
write       a Document as a story of flowables; ``render``
"""

from pipeline.render.pdf.write import GENERATED, Options, render

__all__ = ["GENERATED", "Options", "render"]
