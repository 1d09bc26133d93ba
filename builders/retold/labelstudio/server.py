"""What a Label Studio server has: its version, users, projects and tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.labelstudio.client import Client, ServerError

Json = Any
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
    def of(cls, said: Mapping[str, Json]) -> Project:
        """From the answer of the server."""
        config, shown = said.get("label_config") or "", said.get("model_version") or ""
        return cls(int(said["id"]), str(said.get("title", "")), str(config), str(shown))


def check_version(client: Client) -> str:
    """The server's version. Raises ServerError where it is none of Label Studio's, or too old."""
    found = client.get("/api/version", "reading its version")
    release = str(found.get("release", "")) if isinstance(found, dict) else ""
    numbers = re.match(r"(\d+)\.(\d+)", release)
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
        return Project.of(client.get(f"/api/projects/{name}/", f"reading project {name}"))
    found = [
        Project.of(said)
        for said in client.pages("/api/projects/", "reading the projects", "results", title=name)
        if said.get("title") == name
    ]
    if len(found) > 1:
        ids = ", ".join(str(project.id) for project in found)
        raise ServerError(f"{len(found)} projects have the title {name!r}: name one by its id ({ids})")
    return found[0] if found else None


def tasks(client: Client, project: int) -> list[dict[str, Json]]:
    """Every task with its data, annotations, drafts and predictions."""
    listed = client.pages(
        "/api/tasks", f"reading the tasks of project {project}", "tasks", project=project, fields="all"
    )
    return list(listed)


def emails(client: Client) -> dict[int, str]:
    """User id -> e-mail."""
    users = client.get("/api/users/", "reading the users")
    listed: Sequence[Json] = users if isinstance(users, list) else users.get("results", [])
    return {int(user["id"]): str(user.get("email", "")) for user in listed}


def address(client: Client, project: int, task: int | None = None) -> str:
    """Where a person sees a project, or a task of it."""
    page = f"{client.url}/projects/{project}/data/"
    return page if task is None else f"{page}?task={task}"
