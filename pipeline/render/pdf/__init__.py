"""Documents to tagged PDF.

objects     dictionaries, arrays, names and strings as they are written
outlines    outlines of TrueType from those of other fonts
truetype    letters of several glyphs as one
fonts       font files, which of them draws a character, how they are embedded
shape       stretches of text as glyphs
text        a paragraph's characters as glyphs in their places
structure   structure elements and the canvas that marks content with them
flow        flowables, and pages filled with them
layout      flowables: paragraph, table, picture
panel       flowables: a box, a picture with lines beside it
runs        a line of a Document as runs of one look
pages       what stands on every page
story       a Document as flowables
write       ``render``
"""

from pipeline.render.pdf.write import Options, render

__all__ = ["Options", "render"]
