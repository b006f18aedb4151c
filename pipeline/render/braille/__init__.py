"""Documents to braille.

flow        a Document as blocks of braille: words of cells with their indents
lines       blocks to lines of cells, and lines to pages
turns       where pages of print begin
volumes     pages to volumes, each with its contents, running lines and page numbers
signed      what a braille reader signs; ``digest``
write       volumes as BRF, PEF, Unicode text or a proof beside print; ``render``
"""

from pipeline.render.braille.signed import digest
from pipeline.render.braille.write import Options, render

__all__ = ["Options", "digest", "render"]
