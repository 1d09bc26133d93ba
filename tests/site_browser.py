"""A browser, and sites on disk for it to open: fixtures of the suites of the explorer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from retold.dataset import Dataset
from retold.exploring.assets import assets
from retold.exploring.folder import write
from retold.files import FolderFiles
from retold.site.pages import site
from site_hostile import hostile

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return Dataset(dict(FolderFiles(ROOT / "data")))


@pytest.fixture(scope="session")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the dataset in this repository."""
    out = tmp_path_factory.mktemp("site") / "site"
    write(out, site(dataset, assets()))
    return out


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a dataset whose every field is an attack."""
    found, beside, diff = hostile()
    out = tmp_path_factory.mktemp("hostile") / "site"
    write(out, site(found, assets(), beside=beside, diff=diff))
    return out


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None and os.environ.get("RETOLD_BROWSER") != "required":
        pytest.skip(f"no browser to look with: none of {', '.join(BROWSERS)}")
    assert path is not None, f"no browser to look with: none of {', '.join(BROWSERS)}"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, folder: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site; what it logs, asks of other hosts or fails to find fails the test."""
    wrong: list[str] = []
    contexts = []

    def go(path: str, width: int = 1440, **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 1000}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(f"{path}: {said.type}: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on(
            "requestfailed", lambda r: "ABORTED" in r.failure or wrong.append(f"{r.failure} {r.url}")
        )
        page.on(
            "request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(r.url)
        )
        page.goto(f"{folder.as_uri()}/{path}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []
