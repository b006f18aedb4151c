"""Documents to accessible Word.

flow        a Document as styled paragraphs, tables and pictures, one after another
code        QR codes as pictures
scripts     text in pieces of one script, as Word sorts fonts and languages
styles      the style set, from which everything that a reader sees follows
pages       on which page each heading stands, for the contents
markup      elements of WordprocessingML, escaped by construction
parts       the parts beside the text: styles, numbering, settings, properties
package     python-docx's package, filled with them
write       the flow as markup in a package; ``render``
"""

from pipeline.render.docx.write import Options, render

__all__ = ["Options", "render"]
