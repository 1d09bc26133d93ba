"""The explorer in a real browser, from disk. `make test-site`; not among the tests of every day.

RETOLD_BROWSER=required fails where there is no browser; else everything here is skipped. RETOLD_PICTURES
names a folder for screenshots.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from retold.dataset import Dataset
from retold.site.names import anchor
from test_site_pages import SPANS
from test_site_pages import documents as all_documents

pytest_plugins = ("site_browser",)
WIDTHS = (320, 820, 1440)
STORY = "story/doha-talks-2021-10.html"
PAGES = (
    "index.html",
    STORY,
    "story/ostrane-flood.html",
    "document/001_7f241891985e0e26.html",
    "figures.html",
    "event/ev-kunduz-mosque-2021-10-08.html",
    "positions.html",
    "positions/doha-talks-2021-10.html",
    "entities.html",
    "entity/e-islamic-state.html",
    "quality.html",
    "data.html",
    "search.html",
)


def documents(dataset: Dataset, story: str = "doha-talks-2021-10") -> list[dict[str, Any]]:
    """Those of one story."""
    return [row for row in all_documents(dataset) if row["story_id"] == story]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_its_screen(visit: Any, path: str, width: int) -> None:
    for scheme in ("light", "dark"):
        page = visit(path, width, color_scheme=scheme)
        assert page.locator("h1").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        pictures = os.environ.get("RETOLD_PICTURES")
        if pictures:
            name = path.replace("/", "_").removesuffix(".html")
            page.screenshot(path=f"{pictures}/{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Any, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((found) => { found.open = true; })")
    found = Axe().run(page, options={"preload": False})  # it would fetch the styles
    serious = [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found.response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]
    assert not serious, "\n".join(serious)


def test_the_words_that_the_browser_shows_for_a_span_are_the_datasets(
    visit: Any, dataset: Dataset
) -> None:
    for row in (*documents(dataset), *documents(dataset, "ostrane-flood")):
        page = visit(f"document/{row['doc_id']}.html")
        shown: dict[str, str] = page.evaluate(
            """() => {
              const found = {};
              for (const e of document.querySelectorAll('[data-r]'))
                for (const r of e.dataset.r.split(' ')) found[r] = (found[r] ?? '') + e.innerText;
              return found;
            }"""
        )
        for layer, id, spans, role in SPANS:
            for record in row[layer]:
                wanted = "".join(row["text"][start:end] for start, end in record[spans] or ())
                assert shown.get(f"{record[id]}{role}", "") == wanted


def lit(page: Any) -> dict[str, str]:
    """Letter of a retelling -> words that are lit in its text."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('article.doc')].map((doc) => [
          doc.id.slice(2),
          [...doc.querySelectorAll('.text span.lit')].map((e) => e.innerText).join('|')]))"""
    )
    return found


def words_of(dataset: Dataset, entity: str) -> dict[str, str]:
    """Letter of a retelling -> its mentions of an entity, or for it."""
    return {
        letter: "|".join(
            row["text"][start:end]
            for m in row["mentions"]
            if entity in (m["entity_id"], m["referent_id"])
            for start, end in m["spans"]
        )
        for letter, row in zip("ABC", documents(dataset), strict=True)
    }


def test_pointing_at_a_name_lights_it_up_in_every_retelling(visit: Any, dataset: Dataset) -> None:
    page = visit(STORY)
    page.locator("#d-B .text a.e", has_text="तालिबान").hover()
    assert lit(page) == words_of(dataset, "e-taliban")
    assert page.locator("#panel").inner_text().startswith("Taliban")
    page.locator("h1").hover()
    assert set(lit(page).values()) == {""}


@pytest.mark.parametrize(
    ("kind", "label", "ids"),
    [
        ("figure", "killed: Bombing of a mosque", {"000-c01", "000-c03", "001-c01", "002-c01"}),
        ("position", "The United States recognises", {"000-s10", "002-s09"}),
    ],
)
def test_figures_and_positions_light_up_with_all_their_words(
    visit: Any, dataset: Dataset, kind: str, label: str, ids: set[str]
) -> None:
    named = {
        record.get("claim_id") or record["stance_id"]
        for row in documents(dataset)
        for record in (*row["casualties"], *row["stances"])
        if (record.get("event_id"), record.get("harm")) == ("ev-kunduz-mosque-2021-10-08", "killed")
        or record.get("target_id") == "p-us-recognises-taliban"
    }
    assert ids < named
    page = visit(STORY)
    page.eval_on_selector_all(".keys details", "found => found.forEach((e) => { e.open = true; })")
    page.locator(f".g-{kind} .chip", has_text=label).focus()
    pieces: list[list[str]] = page.eval_on_selector_all(
        ".text span[data-r]", "found => found.map((e) => [e.className, e.dataset.r])"
    )
    assert {part.split("~")[0] for css, r in pieces if "lit" in css.split() for part in r.split()} >= ids
    for css, records in pieces:
        own = {part.split("~")[0] for part in records.split()}
        assert ("lit" in css.split()) is bool(own & ids)


def test_a_fault_and_the_passage_that_sets_it_right_light_up_together(visit: Any) -> None:
    page = visit(STORY)
    page.locator("#d-A .text .n-f", has_text="4").first.hover()
    assert lit(page) == {"A": "Taliban", "B": "Afghanistan", "C": ""}
    assert "withdrew from Afghanistan, not from the Taliban" in page.locator("#panel").inner_text()


def test_the_keyboard_does_what_the_mouse_does(visit: Any, dataset: Dataset) -> None:
    page = visit(STORY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.text') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('article').id") == "d-A"
    first = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.innerText") != first
    for _ in range(50):
        if page.evaluate("document.activeElement.innerText") == "Taliban":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.mouse.move(5, 5)
    assert lit(page) == words_of(dataset, "e-taliban")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Escape")
    assert set(lit(page).values()) == {""}
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('#d-A .text') !== null")


def test_two_clicks_from_a_story_to_who_says_how_many_died_on_whose_word(
    visit: Any, dataset: Dataset
) -> None:
    page = visit(STORY)
    page.locator(".glance th a", has_text="killed: Bombing of a mosque").click()
    claims = page.locator("section.harm").first.locator(".claim")
    assert claims.count() == 4
    for number in range(4):
        assert "on the word of" in claims.nth(number).inner_text()
    assert "the outlet" in claims.nth(3).inner_text()


def test_every_row_of_a_chart_leads_to_its_sentence(visit: Any, dataset: Dataset) -> None:
    page = visit("event/ev-kunduz-mosque-2021-10-08.html")
    claims = {c["claim_id"]: c for row in documents(dataset) for c in row["casualties"]}
    targets = page.eval_on_selector_all("svg.chart a", "found => found.map((a) => a.href.baseVal)")
    rows = [target for target in targets if "#r-" in target]
    assert len(rows) == 6
    for number, target in enumerate(targets):
        if "#r-" not in target:
            continue
        page.locator("svg.chart a").nth(number).click()
        page.wait_for_url("**/story/**")
        page.locator(".target").first.wait_for()
        marked = "".join(page.locator(".target").all_inner_texts())
        assert marked.replace(" ", "") == claims[target.partition("#r-")[2]]["evidence"].replace(" ", "")
        page.go_back()


def test_any_passage_has_an_address(visit: Any, dataset: Dataset) -> None:
    (row,) = (row for row in documents(dataset) if row["doc_id"].startswith("001"))
    stance = row["stances"][2]
    start, end = stance["evidence_spans"][0]
    page = visit(f"document/{row['doc_id']}.html#char={start},{end}")
    shown = page.evaluate("[...CSS.highlights.get('passage')].map((r) => r.toString()).join('')")
    assert shown.startswith(row["text"][start : start + 20])
    page = visit(f"document/{row['doc_id']}.html#{anchor(stance['stance_id'])}")
    assert "".join(page.locator(".target").all_inner_texts()) == "".join(
        row["text"][a:b] for a, b in stance["evidence_spans"]
    )


@pytest.mark.parametrize(
    ("asked", "found", "lang"),
    [
        ("vehemently rejected", "vehemently rejected the possibility", "en"),
        ("pembom bunuh", "seorang pembom bunuh diri", "id"),
        ("तालिबान का प्यार", "उमड़ा तालिबान का प्यार", "hi"),
        ("maiga", "Mali’s serious allegations", "en"),
        ("evacuated fired", "not fired", "en"),
    ],
)
def test_search_finds_words_in_every_script(visit: Any, asked: str, found: str, lang: str) -> None:
    page = visit("search.html")
    page.locator("#q").fill(asked)
    result = page.locator("#results li", has_text=found).first
    result.wait_for()
    assert result.locator(f"[lang={lang}]").count() == 1
    assert {word.lower() for word in result.locator("mark").all_inner_texts()} <= set(asked.split())
    assert result.locator("mark").count() >= 1
    result.locator("a").click()
    page.wait_for_url("**/document/**")
    assert page.locator(".target, :target").count() > 0


def test_search_finds_entities_by_any_of_their_names_and_says_when_there_is_nothing(visit: Any) -> None:
    page = visit("search.html")
    page.locator("#q").fill("daesh")
    found = page.locator("#results li", has_text="entity · Islamic State")
    found.wait_for()
    assert found.locator(".quiet").inner_text() == "entity · Islamic State"
    page.locator("#q").fill("zzzz")
    page.locator("#count", has_text="0 found").wait_for()
    assert page.locator("#results li").count() == 0
    page = visit("search.html#q=Kunduz")
    page.locator("#results li").first.wait_for()
    assert page.locator("#q").input_value() == "Kunduz"


def test_search_says_what_is_invented(visit: Any) -> None:
    page = visit("search.html")
    page.locator("#q").fill("blue mhorag")
    page.locator("#results li", has_text="entity · Blue Mhorag").wait_for()
    notes = page.locator("#results li .quiet").all_inner_texts()
    assert len(notes) > 1
    assert all(note.endswith(" · invented") for note in notes)


def test_everything_can_be_read_without_scripts(visit: Any, dataset: Dataset) -> None:
    page = visit(STORY, java_script_enabled=False)
    for letter, row in zip("ABC", documents(dataset), strict=True):
        assert page.locator(f"#d-{letter} .text a.e").count() > 40
        assert page.locator(f"#d-{letter} .notes li").count() == len(row["faults"])
    page.locator("#d-A .text a.e", has_text="Negara Islam").click()
    assert page.url.endswith("entity/e-islamic-state.html")
    page = visit("positions/doha-talks-2021-10.html", java_script_enabled=False)
    page.locator("button.taken").first.click()
    assert page.locator("[popover]:popover-open blockquote").first.is_visible()
    assert page.locator("html.scripted").count() == 0


def test_devanagari_is_shaped(visit: Any) -> None:
    """A consonant with its vowel signs is one cluster: narrower than its letters side by side."""
    page = visit("document/001_7f241891985e0e26.html")
    widths = page.evaluate(
        """() => {
          const at = document.querySelector('p[lang=hi]');
          const width = (text) => {
            const span = document.createElement('span');
            span.textContent = text;
            at.append(span);
            return span.getBoundingClientRect().width;
          };
          return [width('क्ष'), width('क') + width('ष'), width('स्टे'), width('स') + width('टे')];
        }"""
    )
    assert widths[0] < widths[1] * 0.9, "is there a font for Devanagari? Debian: fonts-lohit-deva"
    assert widths[2] < widths[3]


def test_on_paper_nothing_is_hidden(visit: Any) -> None:
    page = visit("positions/doha-talks-2021-10.html")
    page.emulate_media(media="print")
    assert page.locator("div.quotes blockquote").first.is_visible()
    assert not page.locator(".top nav").is_visible()
