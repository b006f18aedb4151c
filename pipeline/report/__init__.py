"""output/report.html: how every leaflet stands, for the people who answer for them.

page        the whole page, from what a build wrote into report.json
charts      pictures of numbers, each with its words
links       what one sees of an address without opening it
evidence    what can be shown for the criteria of others
proving     the proofs of a release, on the files of a build
validating  what other people's validators say of them
record      report.json with both
writing     the page and report.json, into output/
"""

from pipeline.report.page import page
from pipeline.report.proving import Proofs, prove, proven
from pipeline.report.record import record
from pipeline.report.validating import Validated, validate, validated
from pipeline.report.writing import write

__all__ = [
    "Proofs",
    "Validated",
    "page",
    "prove",
    "proven",
    "record",
    "validate",
    "validated",
    "write",
]
