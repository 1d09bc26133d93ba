"""A dataset in which every word is an attack: nothing of it runs in a browser. `make test-site`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retold.dataset import Dataset
from retold.exploring.assets import assets
from retold.exploring.folder import write
from retold.site.pages import site
from site_hostile import PAYLOADS

pytest_plugins = ("site_browser",)


@pytest.mark.parametrize("bypass", [False, True], ids=["with-policy", "without-policy"])
def test_nothing_of_a_hostile_dataset_runs(chromium: Any, hostile_folder: Path, bypass: bool) -> None:
    """Neither under the policy nor, which escaping alone must see to, without it."""
    context = chromium.new_context(bypass_csp=bypass)
    page = context.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on(
        "request",
        lambda r: None if r.url.startswith(f"{hostile_folder.as_uri()}/") else wrong.append(r.url),
    )
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in sorted(hostile_folder.rglob("*.html")):
        page.goto(path.as_uri())
        page.evaluate(
            """() => {
              for (const e of document.querySelectorAll('details')) e.open = true;
              for (const e of document.querySelectorAll('[data-k], a, button, input, summary')) {
                e.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
                e.focus();
              }
            }"""
        )
        state = page.evaluate(
            """() => ({
              harmed: 'harmed' in window,
              proto: Object.keys(Object.prototype),
              scripts: [...document.scripts].filter(
                (s) => !/(static|search)\\/\\w+\\.js$/.test(s.src)).length,
              schemes: [...new Set([...document.querySelectorAll('a')].map((a) =>
                new URL(a.href.baseVal ?? a.href, location.href).protocol))],
              frames: window.length,
            })"""
        )
        assert state["harmed"] is False, path.name
        assert state["proto"] == [] and state["scripts"] == 0 and state["frames"] == 0
        assert set(state["schemes"]) <= {"file:"}, path.name
        assert page.url == path.as_uri(), "no page goes anywhere by itself"
    context.close()
    assert wrong == []


def test_hostile_words_are_found_and_shown_as_text(chromium: Any, hostile_folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for payload in PAYLOADS:
        page.goto("about:blank")
        page.goto((hostile_folder / "search.html").as_uri())
        first, *rest = payload.replace("\x00", " ").split()
        page.locator("#q").fill(" ".join([first, *rest]))
        result = page.locator("#results li a").first
        result.wait_for()
        assert first.lower() in (result.text_content() or "").lower()
        assert page.evaluate("'harmed' in window") is False
    context.close()


def test_a_site_of_a_thousand_sentences_is_searched_shard_by_shard(
    chromium: Any, folder: Path, tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retold.site.searching.SHARD", 2000)
    files = site(dataset, assets())
    shards = [path for path in files if path.startswith("search/") and path != "search/index.js"]
    assert len(shards) > 5
    write(tmp_path / "site", files)
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "site/search.html").as_uri())
    page.locator("#q").fill("a")
    page.locator("#count", has_text="the first 50").wait_for()
    assert 0 < sum("/search/" in url for url in asked) - 1 < len(shards)
    page.locator("#q").fill("inclusive and pay attention")
    page.locator("#results li", has_text="human rights").wait_for()
    assert json.loads(page.evaluate("JSON.stringify(retoldSearch)"))["shards"] == len(shards)
    context.close()
