"""What a Label Studio server has: its version, users, projects and tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from retold.formats.neutral import Json
from retold.labelstudio.client import Client, ServerError, are_objects

TRIED = (1, 23)
"""The version that this was tried with."""
_OLDEST = (1, 0)
"""Before, annotations were called completions in the API."""


@dataclass(frozen=True)
class Project:
    """A project; ``config`` is its labelling interface, ``shown`` the predictions that it shows."""

    id: int
    title: str
    config: str
    shown: str

    @classmethod
    def of(cls, client: Client, said: Json, what: str) -> Project:
        """From the answer of the server. Raises ServerError where that is no project."""
        if not _has_id(said):
            raise client.odd(what)
        config, shown = said.get("label_config") or "", said.get("model_version") or ""
        return cls(said["id"], str(said.get("title", "")), str(config), str(shown))


def check_version(client: Client) -> str:
    """The server's version. Raises ServerError where it is none of Label Studio's, or too old."""
    found = client.get("/api/version", "reading its version")
    release = str(found.get("release", "")) if isinstance(found, dict) else ""
    numbers = re.match(r"(\d{1,9})\.(\d{1,9})", release)
    if numbers is None:
        raise ServerError(f"{client.url} does not say that it is Label Studio: look at the address")
    version = int(numbers[1]), int(numbers[2])
    if version < _OLDEST:
        raise ServerError(f"{client.url} is Label Studio {release}, which is too old: it needs 1.0")
    if version < TRIED:
        client.say(f"{client.url} is Label Studio {release}; this was tried with 1.23")
    return release


def find_project(client: Client, name: str) -> Project | None:
    """The project of that id, if ``name`` is a number, else of that title; None if there is none.

    Raises ServerError where several have the title.
    """
    if name.isascii() and name.isdigit():
        what = f"reading project {name}"
        return Project.of(client, client.get(f"/api/projects/{name}/", what), what)
    what = "reading the projects"
    found = [
        Project.of(client, said, what)
        for said in client.pages("/api/projects/", what, "results", title=name)
        if said.get("title") == name
    ]
    if len(found) > 1:
        ids = ", ".join(str(project.id) for project in found)
        raise ServerError(f"{len(found)} projects have the title {name!r}: name one by its id ({ids})")
    return found[0] if found else None


def tasks(client: Client, project: int) -> list[dict[str, Json]]:
    """Every task with its data, annotations, drafts and predictions, of these shapes, or ServerError."""
    what = f"reading the tasks of project {project}"
    listed = list(client.pages("/api/tasks", what, "tasks", project=project, fields="all"))
    if not all(map(_is_task, listed)):
        raise client.odd(what)
    return listed


def _is_task(said: Mapping[str, Json]) -> bool:
    annotations, predictions = said.get("annotations") or [], said.get("predictions") or []
    return (
        _has_id(said)
        and isinstance(said.get("data"), dict)
        and isinstance(said.get("drafts") or [], list)
        and are_objects(annotations)
        and all(_has_id(one) and "result" in one and _is_user(one) for one in annotations)
        and are_objects(predictions)
        and all(_has_id(one) and {"result", "model_version"} <= set(one) for one in predictions)
    )


def _is_user(annotation: Mapping[str, Json]) -> bool:
    """Whether it says who made it: an id or an object with one; null for those who are gone."""
    by = annotation.get("completed_by")
    return by is None or type(by) is int or _has_id(by)


def _has_id(said: Json) -> bool:
    return isinstance(said, dict) and type(said.get("id")) is int


def emails(client: Client) -> dict[int, str]:
    """User id -> e-mail."""
    what = "reading the users"
    users = client.get("/api/users/", what)
    listed = users.get("results") if isinstance(users, dict) else users
    if not are_objects(listed) or not all(map(_has_id, listed)):
        raise client.odd(what)
    return {user["id"]: str(user.get("email", "")) for user in listed}


def address(client: Client, project: int, task: int | None = None) -> str:
    """Where a person sees a project, or a task of it."""
    page = f"{client.url}/projects/{project}/data/"
    return page if task is None else f"{page}?task={task}"
