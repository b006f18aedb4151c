"""Documents to one web page each: no request to anywhere, no server, no script needed.

page.html, page.css, page.js   what it is made of
write                          the Document in them; ``render``
"""

from pipeline.render.html.write import File, Options, Sister, render

__all__ = ["File", "Options", "Sister", "render"]
