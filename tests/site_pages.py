"""What the tests of the explorer share: sites as values, and pages as trees."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from lxml import html

from conftest import ROOT
from retold.dataset import Dataset
from retold.exploring.assets import assets
from retold.files import FolderFiles
from retold.site.pages import site

GOLDEN_DATA = ROOT / "tests" / "golden" / "data"


@cache
def dataset(folder: Path = GOLDEN_DATA) -> Dataset:
    return Dataset(dict(FolderFiles(folder)))


@cache
def golden_site() -> dict[str, bytes]:
    """The site of the golden corpus's dataset."""
    return site(dataset(), assets())


@cache
def tree(path: str) -> html.HtmlElement:
    """A page of the golden site."""
    return parsed(golden_site()[path])


def parsed(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    """What an element says, with single spaces."""
    return " ".join(element.text_content().split())


def pieces(page: html.HtmlElement, record: str) -> str:
    """The words on a page that carry a record, in order; fragments are not told apart."""
    found = page.xpath("//*[@data-r]")
    return "".join(e.text_content() for e in found if record in e.get("data-r").split(" "))


def links(page: html.HtmlElement) -> list[str]:
    return [str(href) for href in page.xpath("//@href") + page.xpath("//@src")]


def anchors(page: html.HtmlElement) -> list[str]:
    return [str(id) for id in page.xpath("//@id")]


def plain_words(text: str) -> str:
    """Without white space, which pages may fold."""
    return re.sub(r"\s+", "", text)
