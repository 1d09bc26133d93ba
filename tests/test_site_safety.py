"""The explorer takes every word of a dataset for text: markup, links, control characters, paths."""

from __future__ import annotations

import re
from functools import cache

import pytest

from retold.exploring.assets import assets
from retold.site.pages import site
from retold.site.safety import POLICY, language, shown, wikidata
from retold.visible import plain
from site_hostile import PAYLOADS, hostile
from site_pages import anchors, links, parsed

_OWN = {"svg", "g", "a", "line", "path", "text"}


@cache
def hostile_site() -> dict[str, bytes]:
    found, beside, diff = hostile()
    return site(found, assets(), beside=beside, diff=diff)


def pages() -> list[str]:
    return [path for path in hostile_site() if path.endswith(".html")]


def test_there_are_more_payloads_than_twenty_and_each_is_in_every_page_of_lists() -> None:
    assert len(set(PAYLOADS)) > 20
    for path in ("index.html", "entities.html", "figures.html", "quality.html", "data.html"):
        text = parsed(hostile_site()[path]).text_content()
        folded = "".join(text.split())
        for payload in PAYLOADS:
            assert "".join(plain(payload).split()) in folded, f"{path}: {payload!r}"


def test_no_page_has_an_element_or_attribute_that_templates_do_not_write() -> None:
    elements, attributes = set(), set()
    for path in pages():
        page = parsed(hostile_site()[path])
        for element in page.iter():
            elements.add(element.tag)
            attributes.update(element.keys())
        scripts = page.xpath("//script")
        assert all(s.text is None and re.fullmatch(r"(\.\./)?(static|search)/\w+\.js", s.get("src"))
                   for s in scripts)  # fmt: skip
    assert not elements & {"img", "iframe", "base", "style", "object", "embed", "template", "textarea"}
    assert not {name for name in attributes if name.startswith("on")} | attributes & {"style", "srcdoc"}


def test_no_link_leads_but_to_the_site_and_to_wikidata() -> None:
    for path in pages():
        for link in links(parsed(hostile_site()[path])):
            assert re.fullmatch(r"((\.\./)?[\w./-]+)?(#[\w=,.~-]*)?", link), f"{path}: {link!r}"


def test_ids_are_ids_whatever_the_dataset_calls_things() -> None:
    for path in pages():
        there = anchors(parsed(hostile_site()[path]))
        assert all(re.fullmatch(r"[\w.~-]+", id) for id in there)
        assert len(there) == len(set(there)), path


def test_every_page_has_the_policy_before_anything_that_loads() -> None:
    for path in pages():
        head = hostile_site()[path].split(b"<link")[0].split(b"<script")[0].decode()
        assert (
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY.replace(chr(39), "&#39;")}">'
            in head
        )


def test_no_file_holds_a_character_that_turns_or_ends_text() -> None:
    for path, data in hostile_site().items():
        if path.startswith("download/"):
            continue
        text = data.decode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) or (
            path.startswith("search/")
        ), path


def test_the_search_index_cannot_end_its_script() -> None:
    for path, data in hostile_site().items():
        if path.startswith("search/"):
            assert b"<" not in data and b"\x00" not in data
            assert "\u2028" not in data.decode() and "\u2029" not in data.decode()


def test_paths_stay_in_the_folder() -> None:
    for path in hostile_site():
        assert re.fullmatch(r"[a-z]+/[a-z0-9][\w.-]*(/[\w-][\w.-]*)?|[a-z0-9-]+\.html", path), path
        assert ".." not in path.split("/")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("a\x00b", '<span class="ctl" title="U+0000">\u2400</span>'),
        ("a\u202eb", '<span class="ctl" title="U+202E">[U+202E]</span>'),
        ("a\rb", '<span class="ctl" title="U+000D">\u240d</span>'),
    ],
)
def test_control_characters_are_shown_by_name(text: str, page: str) -> None:
    assert shown(text) == f"a{page}b"
    assert plain("a\x00b") == "a\u2400b"


def test_tags_of_languages_and_items_are_taken_only_in_their_form() -> None:
    assert language("zh-Hant-TW") == "zh-Hant-TW"
    assert language('en" onclick="x') is None
    assert wikidata("Q42418") == "https://www.wikidata.org/wiki/Q42418"
    assert wikidata("Q1\n") is None
    assert wikidata("javascript:x") is None
