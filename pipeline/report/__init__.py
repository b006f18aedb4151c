"""output/report.html: how every leaflet stands, for the people who answer for them.

page      the whole page, from what a build wrote into report.json
charts    pictures of numbers, each with its words
links     what one sees of an address without opening it
evidence  what can be shown for the criteria of others
proving   the proofs of a release, on the files of a build
"""

from pipeline.report.page import page
from pipeline.report.proving import Proofs, prove, proven

__all__ = ["Proofs", "page", "prove", "proven"]
