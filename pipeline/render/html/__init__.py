"""Documents to one web page each: no request to anywhere, no server, no script needed.

page.html, page.css, page.js   what a page is made of
look                           its colours, faces and policy
write                          the Document in it; ``render``
index                          the page that lists every leaflet, of index.html and index.js
"""

from pipeline.render.html.index import Leaflet, Listed, index
from pipeline.render.html.write import File, Options, Sister, render

__all__ = ["File", "Leaflet", "Listed", "Options", "Sister", "index", "render"]
