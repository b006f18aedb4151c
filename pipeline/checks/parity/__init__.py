"""Parity of facts: every figure, phone number and date of a leaflet is found again in each of its files.

The readers share no code with the renderers, nor with the proofs of ``make release``, and are cheap enough for every build.

owed      which facts there must be, as typed values
texts     the text of a file
written   where a fact stands in it
heard     the figures that a spoken text says; numerals: of which words
parity    both held against each other
"""
