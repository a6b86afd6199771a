"""Looking at an answer while a language model writes it, and stopping it: what the page asks every half second.

A question that is answered, or was never asked, has nothing to show and nothing to stop; that is no error, since the
page and the answer race.
"""

from fastapi import FastAPI, Response

from assistant.loading import Asked
from assistant.page import partial_html
from assistant.underway import Desk


def add_underway(app: FastAPI, desk: Desk, assistant: Asked) -> None:
    """Add both addresses."""

    @app.get("/api/asks/{name}", include_in_schema=False)
    def look(name: str, response: Response) -> dict[str, str]:
        response.headers["Cache-Control"] = "no-store"
        underway = desk.find(name)
        so_far = underway.so_far if underway else None
        return {"html": partial_html(so_far, assistant.documents) if so_far else ""}

    @app.post("/api/asks/{name}/stop", include_in_schema=False)
    def stop(name: str) -> dict[str, bool]:
        underway = desk.find(name)
        if underway is not None:
            underway.stop()
        return {"stopped": underway is not None}
