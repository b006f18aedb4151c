"""A page on this machine that shows a leaflet while it is written or translated, and follows every save.

view    the English and the translation side by side, each finding at its place, with the web page and the printed pages
serve   the page over HTTP, for this machine only
"""
