"use strict";
// Lights up what has the same key in every retelling; opens passages by their code points.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const top = document.querySelector(".top");
  const measure = () => root.style.setProperty("--head", `${top.offsetHeight - 1}px`);
  measure();
  addEventListener("resize", measure);

  const held = new Map();
  for (const element of document.querySelectorAll("[data-k]")) {
    for (const key of element.dataset.k.split(" ")) {
      if (!held.has(key)) held.set(key, []);
      held.get(key).push(element);
    }
  }
  const panel = document.getElementById("panel");
  let shown = null;
  let pinned = null;

  const keyOf = (target) => {
    const found = target instanceof Element ? target.closest("[data-k]") : null;
    return found === null ? null : found.dataset.k.split(" ")[0];
  };
  const make = (tag, words) => {
    const element = document.createElement(tag);
    element.textContent = words;
    return element;
  };
  const visible = (element) => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) element.scrollIntoView({ block: "center" });
    else element.scrollIntoView({ block: "center", behavior: "smooth" });
  };

  // How often each retelling has it, as buttons that go from one place to the next.
  const steps = (key) => {
    const row = document.createElement("div");
    row.className = "steps";
    for (const article of document.querySelectorAll("article.doc[id]")) {
      const places = (held.get(key) ?? []).filter((e) => article.contains(e) && e.closest(".text"));
      const own = places.filter((e) => !places.some((other) => other !== e && other.contains(e)));
      const name = article.querySelector("h2").textContent.trim();
      if (own.length === 0) {
        row.append(make("span", `${name}: –`));
        continue;
      }
      const button = make("button", `${name}: ${own.length}`);
      button.type = "button";
      let next = 0;
      button.addEventListener("click", () => visible(own[next++ % own.length]));
      row.append(button);
    }
    return row;
  };

  const tell = (key) => {
    if (panel === null) return;
    panel.replaceChildren();
    const about = key === null ? null : document.querySelector(`#k-${key} > .about`);
    panel.hidden = about === null;
    if (about === null) return;
    const said = about.cloneNode(true);
    said.hidden = false;
    panel.append(said, steps(key));
  };

  const show = (key) => {
    if (key === shown) return;
    for (const element of held.get(shown) ?? []) element.classList.remove("lit");
    for (const element of held.get(key) ?? []) element.classList.add("lit");
    shown = key;
    tell(key);
  };
  const pin = (key) => {
    for (const element of held.get(pinned) ?? []) element.removeAttribute("aria-pressed");
    pinned = key;
    document.body.classList.toggle("pinned", key !== null);
    show(key);
    for (const element of held.get(key) ?? []) {
      if (element.getAttribute("role") === "button") element.setAttribute("aria-pressed", "true");
    }
  };

  for (const element of document.querySelectorAll("a.chip, .text a[data-k]")) {
    element.setAttribute("role", "button");
  }
  document.addEventListener("pointerover", (event) => {
    if (pinned === null && !panel?.contains(event.target)) show(keyOf(event.target));
  });
  document.addEventListener("focusin", (event) => {
    const key = keyOf(event.target);
    if (pinned === null && key !== null) show(key);
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || panel?.contains(event.target)) return;
    const key = keyOf(event.target);
    const link = event.target.closest("a");
    if (link !== null && link.getAttribute("role") !== "button") return;
    if (key !== null && !getSelection().isCollapsed) return;
    if (link !== null) event.preventDefault();
    pin(key === pinned ? null : key);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      pin(null);
    } else if (event.key === " " && event.target.getAttribute?.("role") === "button") {
      event.preventDefault();
      event.target.click();
    }
  });

  // One stop of the Tab key a text; arrows go from mark to mark.
  for (const text of document.querySelectorAll(".text")) {
    const marks = [...text.querySelectorAll("a[data-k]")];
    marks.forEach((mark, at) => (mark.tabIndex = at === 0 ? 0 : -1));
    text.addEventListener("keydown", (event) => {
      const at = marks.indexOf(event.target);
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? marks.length - 1 : at + by;
      if (at < 0 || !(to in marks)) return;
      event.preventDefault();
      marks[at].tabIndex = -1;
      marks[to].tabIndex = 0;
      marks[to].focus();
    });
  }

  // #char=START,END: any passage, in code points (RFC 5147).
  const point = (text, code) => {
    for (const part of text.querySelectorAll(".z")) {
      let at = Number(part.dataset.at);
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, (node) =>
        node.parentElement.closest(".zone, .n") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const control = node.parentElement.classList.contains("ctl");
        const points = control ? [node.data] : [...node.data];
        if (code <= at + points.length) return [node, points.slice(0, Math.max(0, code - at)).join("").length];
        at += points.length;
      }
    }
    return null;
  };
  const open = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    for (const old of document.querySelectorAll(".target")) old.classList.remove("target");
    CSS.highlights?.clear();
    const found = /^char=(\d+),(\d+)$/.exec(id);
    const text = document.querySelector(".alone .text");
    if (found !== null && text !== null) {
      const ends = [Number(found[1]) + 0.5, Number(found[2])].map((code) => point(text, Math.floor(code)));
      if (ends.includes(null)) return;
      const range = new Range();
      range.setStart(...ends[0]);
      range.setEnd(...ends[1]);
      CSS.highlights?.set("passage", new Highlight(range));
      ends[1][0].parentElement.scrollIntoView({ block: "center" });
      return;
    }
    const record = /^r-([^~]+)((~[a-z]+)?)/.exec(id);
    if (record === null) return;
    const name = record[1] + record[2];
    const pieces = [...document.querySelectorAll("[data-r]")].filter((e) => e.dataset.r.split(" ").includes(name));
    for (const piece of pieces) piece.classList.add("target");
    pieces[0]?.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", open);
  open();
})();
