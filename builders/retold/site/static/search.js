"use strict";
// Looks for words in the shards of the index, one after the other, until a screenful is found.
(() => {
  document.documentElement.classList.add("scripted");
  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const list = document.getElementById("results");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const STEP = 50;
  const blocks = [];
  let loaded = 0;
  let run = 0;

  // Case and the accents of Latin letters do not count; signs of other scripts do.
  const fold = (text) => text.normalize("NFKD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").toLowerCase();

  window.retoldShard = (found) => {
    for (const block of found) blocks.push(block);
  };
  const load = () => new Promise((resolve) => {
    const script = document.createElement("script");
    loaded += 1;
    script.src = `search/${loaded}.js`;
    script.onload = script.onerror = resolve;
    document.head.append(script);
  });

  const marked = (text, words, lang) => {
    const place = document.createElement("span");
    if (lang) place.lang = lang;
    place.dir = "auto";
    const points = [...text];
    const folded = points.map(fold);
    const starts = [];
    let whole = "";
    for (const part of folded) {
      starts.push(whole.length);
      whole += part;
    }
    const hit = points.map(() => false);
    for (const word of words) {
      for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length)) {
        for (let i = 0; i < points.length; i += 1) {
          if (starts[i] + folded[i].length > at && starts[i] < at + word.length) hit[i] = true;
        }
      }
    }
    for (let i = 0; i < points.length;) {
      let end = i + 1;
      while (end < points.length && (hit[end] === hit[i] || /\p{M}|\u200d/u.test(points[end]))) end += 1;
      const words = points.slice(i, end).join("");
      if (hit[i]) {
        const mark = document.createElement("mark");
        mark.textContent = words;
        place.append(mark);
      } else {
        place.append(words);
      }
      i = end;
    }
    return place;
  };

  const line = ([path, label, kind, , invented], [anchor, lang, text], words) => {
    const item = document.createElement("li");
    const head = document.createElement("p");
    const link = document.createElement("a");
    link.href = anchor ? `${path}#${anchor}` : path;
    link.append(marked(text, words, lang));
    head.append(link);
    const foot = document.createElement("p");
    foot.className = "quiet";
    foot.textContent = `${kind} · ${label}${invented ? " · invented" : ""}`;
    item.append(head, foot);
    return item;
  };

  const find = async (limit) => {
    const own = (run += 1);
    const words = fold(field.value).split(/\s+/u).filter(Boolean);
    const kinds = new Set(new FormData(form).getAll("kind"));
    const found = [];
    let at = 0;
    if (words.length > 0) {
      for (;;) {
        for (; at < blocks.length && found.length <= limit; at += 1) {
          const block = blocks[at];
          if (!kinds.has(block[2])) continue;
          for (const entry of block[3]) {
            entry[4] ??= fold(`${entry[2]} ${entry[3]}`);
            if (words.every((word) => entry[4].includes(word))) found.push([block, entry]);
          }
        }
        if (found.length > limit || loaded >= retoldSearch.shards) break;
        await load();
        if (own !== run) return;
      }
    }
    const all = found.length <= limit;
    const shown = found.slice(0, limit);
    list.replaceChildren(...shown.map(([block, entry]) => line(block, entry, words)));
    count.textContent = words.length === 0 ? "" : all ? `${found.length} found` : `the first ${limit}`;
    more.hidden = all;
    more.onclick = () => find(limit + STEP);
  };

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(null, "", field.value ? `#q=${encodeURIComponent(field.value)}` : "#");
      find(STEP);
    }, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(STEP);
  });
  const asked = /^#q=(.*)$/.exec(location.hash);
  if (asked !== null) field.value = decodeURIComponent(asked[1]);
  find(STEP);
  field.focus();
})();
