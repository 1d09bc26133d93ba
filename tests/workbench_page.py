"""Looks at a page of Label Studio in a browser: a program of its own, in Label Studio's environment.

Reads a JSON object (url, user, password, browser, page, picture; regions, select, open, submit) and
writes one: the text of each region on the page, and what the page asked of other hosts.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_REGIONS = """() => {
  const found = {};
  for (const e of document.querySelectorAll('.htx-highlight')) {
    const id = [...e.classList].find(c => /^htx-highlight-.+-\\d+$/.test(c));
    found[id] = (found[id] || '') + e.textContent;
  }
  return found;
}"""
_COUNT = f"""(wanted) => Object.keys(({_REGIONS})()).length === wanted"""
_SELECT = """([first, last]) => {
  const box = document.querySelector('[class$=htx-richtext]');
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let n; n = walker.nextNode();) nodes.push(n);
  const all = nodes.map(n => n.data).join('');
  const place = at => {
    for (const n of nodes) {
      if (at <= n.data.length) return [n, at];
      at -= n.data.length;
    }
  };
  const range = document.createRange();
  range.setStart(...place(all.indexOf(first)));
  range.setEnd(...place(all.indexOf(last) + last.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  box.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
}"""


def look(wish: dict[str, Any]) -> dict[str, Any]:
    """What the page has."""
    from playwright.sync_api import sync_playwright

    outside: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=wish["browser"], args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1500, "height": 1300}).new_page()
        page.set_default_timeout(120_000)
        own = (wish["url"], "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
        page.goto(f"{wish['url']}/user/login/")
        page.fill("input[name=email]", wish["user"])
        page.fill("input[name=password]", wish["password"])
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(wish["page"])
        page.wait_for_selector("[class$=htx-richtext]")
        page.wait_for_function(_COUNT, arg=wish.get("regions", 0))
        for n, (label, first, last) in enumerate(wish.get("select", ()), 1):
            page.wait_for_timeout(500)
            page.click(f".lsf-label >> text=/^{label}/")
            page.evaluate(_SELECT, [first, last])
            page.wait_for_function(_COUNT, arg=n)
            page.keyboard.press("Escape")
        regions = page.evaluate(_REGIONS)
        if wish.get("open"):
            page.click(f"text={wish['open']} >> nth=-1")
            page.wait_for_selector("text=View region details", state="hidden")
        page.screenshot(path=wish["picture"])
        if wish.get("submit"):
            page.click("button:has-text('Submit')")
            page.wait_for_selector("button:has-text('Update')")
        browser.close()
    return {"regions": regions, "outside": outside}


if __name__ == "__main__":
    json.dump(look(json.load(sys.stdin)), sys.stdout)
