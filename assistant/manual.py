"""The page that documents the HTTP API, made from its own OpenAPI schema, with nothing loaded from anywhere else."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from assistant.frame import static_page

CURL = """curl -s http://127.0.0.1:7860/api/ask \\
  -H 'Content-Type: application/json' \\
  -d '{body}'"""


def manual_html(schema: Mapping[str, Any]) -> str:
    """Render the whole schema: each operation with its parameters, its body, an example and its replies."""
    operations = "".join(
        _operation_html(method, path, operation, schema)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    )
    body = (
        '<article class="manual"><h1>Giao diện lập trình (HTTP API)</h1>'
        "<p>Lỗi trả về dạng <code>{&quot;error&quot;: &quot;một câu tiếng Việt&quot;}</code> với mã 400, 403, 404, "
        "413, 422, 500 hoặc 503. Lược đồ máy đọc: "
        f'<a href="/openapi.json">/openapi.json</a>.</p>{operations}</article>'
    )
    return static_page("API", body)


def _operation_html(method: str, path: str, operation: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    parameters = "".join(
        f"<li><code>{escape(row['name'])}</code> ({escape(row['in'])})</li>" for row in operation.get("parameters", [])
    )
    return (
        f'<section class="operation"><h2><code class="method">{escape(method.upper())}</code> '
        f"<code>{escape(path)}</code></h2><p><strong>{escape(operation.get('summary', ''))}.</strong> "
        f"{escape(operation.get('description', ''))}</p>"
        f"{f'<ul>{parameters}</ul>' if parameters else ''}{_body_html(operation, schema)}</section>"
    )


def _body_html(operation: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return ""
    model = _resolved(content["schema"], schema)
    fields = "".join(
        f"<li><code>{escape(name)}</code>{'' if name in model.get('required', ()) else ' (không bắt buộc)'}: "
        f"{escape(field.get('description', ''))}</li>"
        for name, field in model.get("properties", {}).items()
    )
    example = CURL.format(body=json.dumps(model.get("example", {}), ensure_ascii=False))
    return f"<h3>Nội dung gửi lên</h3><ul>{fields}</ul><pre>{escape(example)}</pre>"


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = node.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = schema["components"]["schemas"][name] if name else node
    return found
