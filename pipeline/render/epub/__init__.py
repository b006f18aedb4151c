"""Documents to EPUB 3 books that can be read and heard at once.

write     a Document as the book's pages and their overlays; ``render``
package   what the book says of itself, and its lists: contents, pages, landmarks
"""

from pipeline.render.epub.write import Options, render

__all__ = ["Options", "render"]
