"""What one sees of an address without opening it. Nobody here goes to the network: whether a page is there, a person must see."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_NOT_FOR_READERS = re.compile(r"(?:^|[.-])(?:staging|stage|test|dev|preview|uat|localhost|local|internal)(?:[.-]|$)", re.IGNORECASE)  # fmt: skip
_PLACEHOLDER = re.compile(r"(?:^|\.)example\.(?:com|org|net)$|\.(?:example|invalid|test)$", re.IGNORECASE)  # fmt: skip
_TRACKING = re.compile(r"(?:^|&)(?:utm_\w+|fbclid|gclid)=", re.IGNORECASE)


def doubts(address: str) -> list[str]:
    """What is doubtful in the form of an address; none where nothing is."""
    return list(_doubts(address))


def _doubts(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        yield "it is no address"
        return
    if parts.scheme in ("mailto", "tel"):
        return
    if parts.scheme != "https":
        yield "it does not begin with https"
    if not host:
        yield "it names no site"
    elif _PLACEHOLDER.search(host):
        yield "its site is a placeholder"
    elif _NOT_FOR_READERS.search(host):
        yield "its site seems to be for tests"
    elif "." not in host or _is_number(host):
        yield "its site has no name that people know"
    if port or parts.username or parts.password:
        yield "it holds a port, a name or a password"
    if _TRACKING.search(parts.query):
        yield "it follows its readers"
    if re.search(r"[\s<>\"{}|\\^`]|[.,;:!]$", address):
        yield "a sign in it seems to be of the sentence"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
