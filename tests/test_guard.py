import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.guard import LARGEST_BODY, Guard, dress


async def everything(request: Request) -> JSONResponse:
    return JSONResponse({"n": len(await request.body())}, headers={"Access-Control-Allow-Origin": "http://evil"})


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse("<html><head></head><script>1</script></html>")


@pytest.fixture
def client() -> TestClient:
    app = Starlette(routes=[Route("/", page), Route("/{path:path}", everything, methods=["GET", "POST", "PUT"])])
    return TestClient(Guard(app, allowed_hosts={"testserver"}))


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=http://169.254.169.254/",
        "/gradio_api/proxy=http://evil",
        "/gradio_api/queue/join",
        "/gradio_api/runs",
        "/gradio_api/vibe-edit",
        "/gradio_api/component_server",
        "/monitoring",
        "/login",
        "/manifest.json",
        "/anything",
    ],
)
def test_what_the_page_does_not_use_does_not_exist(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, content=b"x").status_code == 404


def test_a_body_over_the_limit_is_refused_whether_or_not_its_length_is_stated(client: TestClient) -> None:
    large = b"x" * (LARGEST_BODY + 1)
    assert client.post("/api/ask", content=large).status_code == 413
    assert client.post("/gradio_api/run/predict", content=(part for part in (large, b"x"))).status_code == 413
    assert client.post("/api/ask", content=large[:-1]).json() == {"n": LARGEST_BODY}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "http://evil"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://office.example"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_only_our_own_page_or_a_program_may_ask(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/api/ask", content=b"{}", headers=headers).status_code == status


def test_no_other_origin_is_ever_given_leave_and_every_reply_has_the_headers(client: TestClient) -> None:
    for reply in (client.get("/healthz"), client.get("/nothing"), client.get("/")):
        assert not [name for name in reply.headers if name.startswith("access-control-")]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]


def test_a_name_that_is_not_this_machine_is_refused(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": "rebound.example:7860"}).status_code == 400


def test_inline_scripts_run_by_nonce_alone_and_the_nonce_changes(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    policy = first.headers["content-security-policy"]
    nonce = first.text.split('nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in policy and "script-src 'self' 'unsafe-eval' 'nonce-" in policy
    assert first.text != second.text and int(first.headers["content-length"]) == len(first.content)


def test_gradios_own_page_is_dressed_and_names_no_other_host() -> None:
    from importlib.resources import files

    html = files("gradio").joinpath("templates/frontend/index.html").read_text("utf-8")
    dressed = dress(html, "N")
    assert dressed.count("<script") == dressed.count('<script nonce="N"') >= 4
    assert 'lang="vi"' in dressed and "/ui/style.css" in dressed and "assets/index-" in dressed
    for unwanted in ("githubusercontent", "gradio.app", "manifest.json", "iframeResizer.contentWindow"):
        assert unwanted not in dressed
