"""Other people's validators, run where they are installed: they have the last word on a finished file.

judged   what a validator says of a file
java     programs in Java
verapdf  PDF
browser  web pages in Chromium: axe-core
pages    web pages: the Nu checker
books    e-books: EPUBCheck and Ace
word     Word files: openxml-audit and LibreOffice
known    all of them: which is asked of which format

Nothing that makes a leaflet needs any of them.
"""
