"""The preview over HTTP: for this machine only, under an address that nobody can guess, and read-only.

A page of another site that a browser has open must get nothing: the address holds a random token (without it there is nothing here,
404), and a request that names another host is refused (DNS rebinding). Nothing outside memory is written.
"""

from __future__ import annotations

import datetime
import hmac
import re
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Lock, RLock, Thread
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Template
from markupsafe import Markup

from pipeline import webpages
from pipeline.build.watch import watch
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document
from pipeline.languages import language, languages, pseudo_languages
from pipeline.preview import view as views
from pipeline.preview.view import Unloaded, View
from pipeline.project import Project

HERE = "127.0.0.1"
_ALIVE = 10.0  # seconds between signs of life to a page that listens
_PATIENCE = 60.0  # seconds for a browser that neither asks nor takes what is sent
_PATH = re.compile(
    r"/(?P<slug>[^/]+)/(?P<tag>[\w-]+)/(?P<part>|events|web|print|page/\d{1,4}\.png)"
)


class Preview:
    """What is shown, kept until the next save. ``version`` counts the saves."""

    def __init__(self, root: Path, today: Callable[[], datetime.date]) -> None:
        self.root, self.today = root, today
        self.version = 0
        self.changed = Condition()
        self._lock = RLock()  # PDFium draws one page at a time
        self._reading = Lock()  # of the files: what was read first is shown first
        self._kept: dict[tuple[str, str, str], Any] = {}
        self._whole: dict[tuple[str, str], Document] = {}  # as each leaflet last could be made
        self.project: Project | Unloaded = views.load(root)
        self._known = self._slugs()

    def _slugs(self) -> set[str]:
        return set() if isinstance(self.project, Unloaded) else set(self.project.slugs)

    def knows(self, slug: str) -> bool:
        """Whether there is such a leaflet, or was one since this preview began."""
        return slug in self._known

    def again(self) -> None:
        """Read everything anew, and tell the pages that listen."""
        with self._reading:
            loaded = views.load(self.root)
            with self._lock:
                self.project = loaded
                self._known |= self._slugs()
                self._kept.clear()
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def view(self, slug: str, tag: str) -> View | None:
        """None for a leaflet or a language that the project has not."""
        with self._lock:
            project = self.project
            if isinstance(project, Unloaded):
                return None
            if slug not in project.slugs or tag not in project.tags:
                return None
            found: View = self._kept_or("view", slug, tag, lambda: views.view(project, slug, tag, self.today()))  # fmt: skip
            if found.document:
                self._whole[slug, tag] = found.document
            return found

    def web(self, slug: str, tag: str) -> bytes | None:
        """The page as it last could be made; None where it never could, because of an error that the view tells."""
        return self._drawn("web", slug, tag, views.web_page)

    def pages(self, slug: str, tag: str) -> int:
        """How many printed pages there are; 0 where they cannot be made."""
        with self._lock:
            data = self._drawn("print", slug, tag, views.printed)
            return views.pages(data) if data else 0

    def picture(self, slug: str, tag: str, number: int) -> bytes | None:
        """A printed page, from 1; None where there is none."""
        with self._lock:
            data = self._drawn("print", slug, tag, views.printed)
            if data is None or not 1 <= number <= views.pages(data):
                return None
            found: bytes = self._kept_or(f"page {number}", slug, tag, lambda: views.picture(data, number))  # fmt: skip
            return found

    def was_whole(self, slug: str, tag: str) -> bool:
        """Whether a leaflet can be made, or could be since this preview began."""
        return (slug, tag) in self._whole

    def lacking(self, slug: str, tag: str) -> tuple[Diagnostic, ...]:
        """Why pages of a leaflet in which no check finds anything cannot be drawn."""
        with self._lock:
            self.web(slug, tag)
            self.pages(slug, tag)
            return tuple(
                one
                for what in ("web", "print")
                for one in self._kept.get((f"why no {what}", slug, tag), ())
            )

    def _drawn(
        self, what: str, slug: str, tag: str, draw: Callable[[Project, Document], bytes]
    ) -> bytes | None:
        with self._lock:
            seen, project = self.view(slug, tag), self.project
            document = self._whole.get((slug, tag))
            if seen is None or document is None or isinstance(project, Unloaded):
                return None
            found: bytes | None = self._kept_or(
                what, slug, tag, lambda: self._try(what, draw, project, document)
            )
            return found

    def _try(
        self,
        what: str,
        draw: Callable[[Project, Document], bytes],
        project: Project,
        document: Document,
    ) -> bytes | None:
        try:
            return draw(project, document)
        except LeafletError as problem:
            self._kept[f"why no {what}", document.slug, document.tag] = problem.diagnostics
            return None

    def _kept_or(self, what: str, slug: str, tag: str, make: Callable[[], Any]) -> Any:
        key = what, slug, tag
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]


class Server(ThreadingHTTPServer):
    """Listens on this machine; ``port`` 0: any that is free. ``first``: the leaflet and language that the address leads to."""

    daemon_threads = True
    request_queue_size = 100  # a browser opens many connections at once; one that finds the queue full waits a second or more

    def __init__(self, preview: Preview, port: int, first: tuple[str, str]) -> None:
        super().__init__((HERE, port), _Handler)
        self.preview, self.first = preview, first
        self.token = secrets.token_urlsafe(24)
        self.stop = Event()

    @property
    def hosts(self) -> tuple[str, ...]:
        return f"{HERE}:{self.server_port}", f"localhost:{self.server_port}"

    @property
    def address(self) -> str:
        slug, tag = self.first
        return f"http://{HERE}:{self.server_port}/{self.token}/{quote(slug)}/{tag}/"

    def run(self) -> None:
        """Serve, and follow every save, until Ctrl-C or ``end``."""
        thread = Thread(target=self.serve_forever, args=(0.05,), daemon=True)  # seconds to a stop
        thread.start()
        try:
            watch(self.preview.root, self.preview.again, self.stop)
        finally:
            self.end()
            thread.join()
            self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that was closed while it was read is no error; of any other, the kind."""
        problem = sys.exception()
        if not isinstance(problem, ConnectionError):
            print(f"the preview failed to answer: {type(problem).__name__}", file=sys.stderr)

    def end(self) -> None:
        self.stop.set()
        self.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "leaflet-preview", ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        try:
            self.answer()
        except ConnectionError:
            raise
        except Exception as problem:
            self.failed(problem)

    def answer(self) -> None:
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self.refuse(HTTPStatus.FORBIDDEN)
            return
        found = self.asked()
        if found is None:
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        slug, tag, part = found
        if part == "":
            self.page(slug, tag)
        elif part == "events":
            self.events()
        elif part == "web":
            self.web(slug, tag)
        elif part == "print":
            self.print(slug, tag)
        else:
            self.picture(slug, tag, int(part[5:-4]))

    def asked(self) -> tuple[str, str, str] | None:
        """Leaflet, language and part of the address; None without the token."""
        _, token, *rest = [*self.path.partition("?")[0].split("/", 2), ""]
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            return None
        match = _PATH.fullmatch(f"/{rest[0]}")
        return (unquote(match["slug"]), match["tag"], match["part"]) if match else None

    # What is sent.

    def page(self, slug: str, tag: str) -> None:
        preview = self.server.preview
        if tag not in {**languages(), **pseudo_languages()} or not preview.knows(slug):
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        text = page(preview, slug, tag)
        gone = preview.view(slug, tag) is None and not isinstance(preview.project, Unloaded)
        status = HTTPStatus.NOT_FOUND if gone else HTTPStatus.OK
        self.send(text, "text/html; charset=utf-8", _policy(), status)

    def web(self, slug: str, tag: str) -> None:
        data = self.server.preview.web(slug, tag)
        if data is None:
            self.refuse(HTTPStatus.NOT_FOUND)
        else:
            self.send(data, "text/html; charset=utf-8", "frame-ancestors 'self'")

    def print(self, slug: str, tag: str) -> None:
        if self.server.preview.view(slug, tag) is None:
            self.refuse(HTTPStatus.NOT_FOUND)
        else:
            text = printed(self.server.preview, slug, tag)
            self.send(text, "text/html; charset=utf-8", "default-src 'none'")

    def picture(self, slug: str, tag: str, number: int) -> None:
        data = self.server.preview.picture(slug, tag, number)
        if data is None:
            self.refuse(HTTPStatus.NOT_FOUND)
        else:
            self.send(data, "image/png", "default-src 'none'")

    def events(self) -> None:
        """Server-sent events: the version, now and after each save (HTML Living Standard, 9.2)."""
        self.begin("text/event-stream", "default-src 'none'", None)
        preview, told = self.server.preview, -1
        while not self.server.stop.is_set():
            with preview.changed:
                if preview.version == told:
                    preview.changed.wait(_ALIVE)
                now = preview.version
            line = f"data: {now}\n\n" if now != told else ": alive\n\n"
            told = now
            try:
                self.wfile.write(line.encode())
                self.wfile.flush()
            except OSError:  # the page has been closed
                return

    def send(self, data: bytes, kind: str, policy: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.begin(kind, policy, len(data), status)
        self.wfile.write(data)

    def begin(
        self, kind: str, policy: str, length: int | None, status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind, "Content-Security-Policy": policy, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
        }  # fmt: skip
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def refuse(self, status: HTTPStatus) -> None:
        """Nothing of the request comes back in the answer."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def failed(self, problem: Exception) -> None:
        """A page that says so and goes on listening: the next save may bring what can be shown."""
        kind = type(problem).__name__
        print(f"the preview failed to answer: {kind}", file=sys.stderr)
        with self.server.preview.changed:
            version = self.server.preview.version
        text = _template("failed.html").render(kind=kind, version=version, **_parts())
        self.send(text.encode(), "text/html; charset=utf-8", _policy(), HTTPStatus.INTERNAL_SERVER_ERROR)  # fmt: skip

    def log_message(self, format: str, *args: object) -> None:
        """The token is in every request: no log holds it."""


# The page.


def page(preview: Preview, slug: str, tag: str) -> bytes:
    """What a browser is shown of a leaflet in a language."""
    with preview.changed:
        version = preview.version
    found, project = preview.view(slug, tag), preview.project
    loaded = not isinstance(project, Unloaded)
    wrong: tuple[Diagnostic, ...] = project.found if isinstance(project, Unloaded) else ()
    others = (
        []
        if isinstance(project, Unloaded)
        else [(one, each) for one in project.slugs for each in project.tags]
    )
    text = _template("page.html").render(
        view=found, wrong=wrong, slug=slug, spoken=language(tag), others=others, language=language, version=version,
        shown=preview.was_whole(slug, tag), loaded=loaded, **_parts(),
    )  # fmt: skip
    return text.encode()


def printed(preview: Preview, slug: str, tag: str) -> bytes:
    """The part of the page that shows the printed pages, which is asked for by itself: they take longest to make."""
    pages = range(1, preview.pages(slug, tag) + 1)
    lacking = preview.lacking(slug, tag)
    return _template("print.html").render(pages=pages, lacking=lacking, version=preview.version).encode()  # fmt: skip


def _template(name: str) -> Template:
    return webpages.template(__package__, name, tidy=True)


def _part(name: str) -> str:
    return webpages.part(__package__, name)


def _parts() -> dict[str, Markup]:
    return {"css": Markup(_part("page.css")), "script": Markup(_part("page.js"))}


def _policy() -> str:
    """Its own style and script by their sums, pictures and frame from here, and nothing else (Content Security Policy 3)."""
    css, script = (webpages.allowed(_part(name)) for name in ("page.css", "page.js"))
    return (
        f"default-src 'none'; style-src '{css}'; script-src '{script}'; img-src 'self' data:; frame-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
