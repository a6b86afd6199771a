"""Looking at an answer while it is written, and stopping it: by its name, and only while it lasts."""

from dataclasses import replace

from fastapi.testclient import TestClient
from stand_in import FIGURE, StandIn

from assistant.api import create_app
from assistant.underway import Desk

NAME = "0123456789abcdef" * 2


def test_what_is_verified_so_far_is_shown_under_the_name_of_the_question() -> None:
    desk = Desk()
    with TestClient(create_app(StandIn(), desk=desk)) as client, desk.follow(NAME) as listener:
        assert client.get(f"/api/asks/{NAME}").json() == {"html": ""}
        listener.hear(replace(StandIn().ask(FIGURE), question="<script>"))
        shown = client.get(f"/api/asks/{NAME}").json()["html"]
        assert "21 biên chế" in shown and "<script>" not in shown


def test_a_stopped_question_has_enough_and_no_other_has() -> None:
    desk = Desk()
    with (
        TestClient(create_app(StandIn(), desk=desk)) as client,
        desk.follow(NAME) as stopped,
        desk.follow("f" * 32) as other,
    ):
        assert client.post(f"/api/asks/{NAME}/stop").json() == {"stopped": True}
        assert stopped.has_enough() and not other.has_enough()


def test_an_answered_question_is_found_no_more() -> None:
    desk = Desk()
    with TestClient(create_app(StandIn(), desk=desk)) as client:
        with desk.follow(NAME):
            assert desk.find(NAME) is not None
        assert client.get(f"/api/asks/{NAME}").json() == {"html": ""}
        assert client.post(f"/api/asks/{NAME}/stop").json() == {"stopped": False}


def test_a_name_of_another_form_is_followed_by_nobody() -> None:
    desk = Desk()
    with desk.follow("../secret") as listener:
        listener.hear(StandIn().ask(FIGURE))
        assert desk.find("../secret") is None and not listener.has_enough()


def test_a_name_taken_twice_belongs_to_the_later_question_until_that_ends() -> None:
    desk = Desk()
    with desk.follow(NAME):
        with desk.follow(NAME) as later:
            assert desk.find(NAME) is later
        assert desk.find(NAME) is None
