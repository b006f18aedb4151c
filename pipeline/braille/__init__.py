"""Text to cells of braille, for whoever writes braille and whoever proves it.

liblouis    the library, by ctypes: text to cells and back, by its tables and ours
cells       a line of a Document as words of cells, each part by the table of its own language
"""
