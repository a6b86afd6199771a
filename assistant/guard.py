"""What stands between the network and the page: which addresses exist, how much may be sent, under what policy.

One ASGI layer around everything, Gradio included, because Gradio by itself reflects any Origin, sends no
security headers, takes 60 MB on a text-only page and offers uploads, file and proxy routes that this page
does not use. Gradio's routes are listed one by one; what is not listed does not exist.
"""

import logging
import re
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BROKEN = "Trợ lý gặp lỗi nên chưa trả lời được. Xin thử lại; nếu vẫn lỗi, hãy báo người quản trị."
LARGEST_BODY = 256 * 1024  # bytes: a long question and a long conversation, many times over
OPEN_PATHS = re.compile(
    r"/|/healthz|/docs|/openapi\.json|/api/(ask|documents)|/api/documents/[^/]+|/api/records/[^/]+(/export)?|/api/asks/[^/]+(/stop)?|/documents/[^/]+|/ui/[\w.-]+"
    # Gradio: its page's files, and the calls that our events make. No upload, file=, proxy=, queue, stream, runs.
    r"|/config|/theme\.css|/static/.+|/assets/.+|/svelte/.+|/favicon\.ico|/robots\.txt"
    r"|/gradio_api/(run/[\w-]+|startup-events|app_id|heartbeat/\w+)"
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        # 'unsafe-eval': Gradio compiles the template of every gr.HTML, and the js= of an event, with Function().
        # No 'unsafe-inline': Gradio's own inline scripts get a nonce, so markup that slipped in could never run.
        "script-src 'self' 'unsafe-eval' 'nonce-{nonce}'",
        # 'unsafe-inline': Gradio and Svelte set style attributes and insert <style> elements while running.
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
STRICT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
INLINE_SCRIPT = re.compile(r"<script(?=[\s>])")
# Left out of Gradio's page: addresses of other hosts for link previews, the manifest of an installable app, and
# the script for pages that are embedded in a frame, which ours never is.
UNWANTED = re.compile(
    r'<meta\s[^>]*(?:property="og:|name="twitter:)[^>]*>|<link rel="manifest"[^>]*>'
    r"|<script>\s*\(\(\) => \{(?:(?!</script>).)*?iframeResizer(?:(?!</script>).)*?</script>",
    re.DOTALL,
)
log = logging.getLogger(__name__)


class Guard:
    """Refuse what is not ours to serve, dress what is."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.allowed_hosts = frozenset(allowed_hosts)  # empty: any

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an unwelcome request at once; pass any other on, whole, and set the headers of its response."""
        if scope["type"] == "websocket":
            return  # closed unanswered: neither the page nor the API speaks it
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        sent = _Dressed(send, nonce) if scope["path"] == "/" else _Headed(send)
        refusal = _refusal(scope, self.allowed_hosts)
        if refusal is None and scope["method"] not in ("GET", "HEAD"):
            body = await _read(receive)
            refusal = _too_large() if body is None else None
            receive = _replay(body or b"", receive)
        if refusal is not None:
            await refusal(scope, receive, sent)
            return
        try:
            await self.app(_plain(scope) if scope["path"] == "/" else scope, receive, sent)
        except Exception:  # the one broad edge of the HTTP interface: logged in full, told in one sentence
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not sent.is_started:
                await JSONResponse({"error": BROKEN}, 500)(scope, receive, sent)


def dress(html: str, nonce: str) -> str:
    """Make Gradio's page ours: Vietnamese, our style before the first paint, its inline scripts allowed by nonce."""
    html = UNWANTED.sub("", html).replace('<html\n\tlang="en"', '<html\n\tlang="vi"', 1)
    ours = (
        '<script src="/ui/theme.js"></script><link rel="stylesheet" href="/ui/style.css">'
        '<script src="/ui/app.js"></script></head>'
    )
    return INLINE_SCRIPT.sub(f'<script nonce="{nonce}"', html.replace("</head>", ours, 1))


def _refusal(scope: Scope, allowed_hosts: frozenset[str]) -> JSONResponse | None:
    headers = Headers(scope=scope)
    if allowed_hosts and _hostname(headers.get("host", "")) not in allowed_hosts:
        return JSONResponse({"error": "Địa chỉ máy chủ không hợp lệ."}, 400)
    if not OPEN_PATHS.fullmatch(scope["path"]):
        return JSONResponse({"error": "Không có trang này."}, 404)
    if scope["method"] not in ("GET", "HEAD") and not _is_same_origin(headers):
        return JSONResponse({"error": "Yêu cầu đến từ một trang khác nên không được nhận."}, 403)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return _too_large()
    return None


def _too_large() -> JSONResponse:
    return JSONResponse({"error": f"Nội dung gửi lên quá lớn (tối đa {LARGEST_BODY // 1024} KB)."}, 413)


def _is_same_origin(headers: Headers) -> bool:
    """Tell our own page, or a program, from another site's page: no page can forge either header."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None as soon as it is longer than allowed: a stated length cannot be relied on."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed


def _plain(scope: Scope) -> Scope:
    """Ask for the page uncompressed, since it is changed on its way."""
    return {**scope, "headers": [row for row in scope["headers"] if row[0] != b"accept-encoding"]}


class _Headed:
    """A ``send`` that adds our headers and removes any leave given to other origins."""

    policy = STRICT_POLICY

    def __init__(self, send: Send) -> None:
        self.send = send
        self.is_started = False

    def set_headers(self, message: Message) -> None:
        self.is_started = True
        headers = MutableHeaders(scope=message)
        for name in [name for name in headers if name.lower().startswith("access-control-")]:
            del headers[name]
        for name, value in {**HEADERS, "Content-Security-Policy": self.policy}.items():
            headers[name] = value

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.set_headers(message)
        await self.send(message)


class _Dressed(_Headed):
    """A ``send`` that collects Gradio's page and sends it dressed."""

    def __init__(self, send: Send, nonce: str) -> None:
        super().__init__(send)
        self.nonce = nonce
        self.policy = POLICY.format(nonce=nonce)
        self.start: Message = {}
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.set_headers(message)
            self.start = message
            return
        if message["type"] != "http.response.body":
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = dress(self.body.decode("utf-8"), self.nonce).encode("utf-8") if self.body else b""
        headers = MutableHeaders(scope=self.start)
        headers["Cache-Control"] = "no-store"
        if body:
            headers["Content-Length"] = str(len(body))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
