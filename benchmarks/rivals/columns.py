"""Documents -> columns, without a row in between: what a config lists flat, another holds nested."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from benchmarks.rivals.inputs import Texts
from benchmarks.rivals.rows import FAVOR
from retold.segmentation import segmented

Record = dict[str, Any]
Lists = dict[str, list[Any]]
HEADING = ("doc_id", "story_id", "provenance", "lang")
# Config -> the kind of its records, the columns that are copied and the fields they come from, and the
# field that says where a record stands.
_COPIED: dict[str, tuple[str, dict[str, str], str]] = {
    "entities": (
        "mention",
        {
            "mention_id": "id", "spans": "spans", "surface": "surface", "type": "type",
            "level": "level", "org_subtype": "org_subtype", "metonym": "metonym",
            "entity_id": "entity", "referent_id": "referent", "value": "value", "anchor": "anchor",
        },
        "spans",
    ),
    "stance": (
        "stance",
        {
            "stance_id": "id", "holder_id": "holder", "target_id": "target", "polarity": "polarity",
            "expression": "expression", "source_chain": "source_chain",
            "evidence_spans": "evidence",
        },
        "evidence",
    ),
    "headlines": (
        "headline",
        {
            "headline_id": "id", "spans": "spans", "holder_id": "holder", "asserts_id": "asserts",
            "polarity": "polarity", "vs_body": "vs_body", "evidence_spans": "evidence",
        },
        "spans",
    ),
    "casualties": (
        "casualty",
        {
            "claim_id": "id", "event_id": "event", "scope": "scope", "harm": "harm",
            "occurred": "occurred", "method": "method", "certainty": "certainty", "places": "place",
            "evidence_spans": "evidence",
        },
        "evidence",
    ),
    "faults": (
        "fault",
        {"fault_id": "id", "spans": "spans", "surface": "surface", "fault": "fault", "note": "note"},
        "spans",
    ),
}  # fmt: skip
# Object within a claim -> column and field.
_WITHIN: dict[str, dict[str, str]] = {
    "count": {
        "count_surface": "surface", "count_form": "form", "count_min": "min", "count_max": "max",
        "count_best": "best",
    },
    "victims": {
        "victims_spans": "spans", "victims_identity": "identity", "victims_role": "role",
        "includes_perpetrator": "includes_perpetrator",
    },
    "perpetrator": {"perpetrator_id": "actor", "responsibility": "responsibility"},
    "source": {"source_party": "party", "source_chain": "chain", "anonymous": "anonymous"},
    "date": {
        "date_surface": "surface", "date_start": "start", "date_end": "end",
        "date_precision": "precision", "date_anchor": "anchor",
    },
}  # fmt: skip


class Columns:
    """The columns of every config over some documents; ``clear`` begins anew."""

    def __init__(
        self,
        names: Mapping[str, Iterable[str]],
        entries: Mapping[str, Mapping[str, Record]],
        texts: Texts,
    ) -> None:
        self._names = {config: tuple(columns) for config, columns in names.items()}
        self._texts = texts
        found = entries["entities"].values()
        self._entity_names: dict[str | None, str | None] = {None: None, "author": "author"}
        self._entity_names |= {e["id"]: _usual(e["names"]) for e in found}
        self._wikidata = {None: None, **{e["id"]: e["wikidata"] for e in found}}
        self._statements = {p["id"]: p["text"] for p in entries["propositions"].values()}
        self.clear()

    def clear(self) -> None:
        """Forgets all rows."""
        self.count = 0
        self.lists: dict[str, Lists] = {
            config: {name: [] for name in names} for config, names in self._names.items()
        }
        self.sizes: Lists = {name: [] for name in ("zones", "sentences", *_COPIED)}
        """What documents hold -> how many of them each has."""
        self.zones: Lists = {name: [] for name in ("zone_id", "start", "end", "zone", "lang")}
        self.sentences: Lists = {name: [] for name in ("sentence_id", "start", "end", "zone")}

    def add(self, seed: Record, text: str, records: list[Record]) -> None:
        """The columns of a document, behind those before."""
        self.count += 1
        of_kind: dict[str, list[Record]] = {
            "zone": [], "mention": [], "stance": [], "headline": [], "casualty": [], "fault": [],
        }  # fmt: skip
        for record in records:
            of_kind[record["kind"]].append(record)
        page = _Page(seed, text, of_kind["zone"])
        self._document(page)
        for config, (kind, copied, standing) in _COPIED.items():
            self._copy(config, of_kind[kind], copied, standing, page)
        self._mentions(of_kind["mention"], page)
        self._positions(of_kind["stance"], of_kind["headline"], page)
        self._claims(of_kind["casualty"], page)
        self._faults(of_kind["fault"])
        self._tokens(of_kind["mention"], page)

    def _document(self, page: _Page) -> None:
        seed, lists = page.seed, self.lists["documents"]
        for name in ("lang", "outlet", "published", "licence", "sha256"):
            lists[name].append(seed[name])
        lists["doc_id"].append(seed["id"])
        lists["story_id"].append(seed["story"])
        lists["provenance"].append(seed.get("provenance", "real"))
        lists["text"].append(page.text)
        lists["length"].append(len(page.text))
        self.sizes["zones"].append(len(page.zones))
        self.zones["zone_id"] += map(_ID, page.zones)
        self.zones["start"] += page.zone_starts
        self.zones["end"] += [zone["spans"][0][1] for zone in page.zones]
        self.zones["zone"] += page.zone_names
        self.zones["lang"] += page.zone_langs
        self.sizes["sentences"].append(len(page.starts))
        self.sentences["sentence_id"] += page.sentence_ids
        self.sentences["start"] += page.starts
        self.sentences["end"] += page.ends
        self.sentences["zone"] += [page.zone_names[at] for at in page.in_zone]

    def _copy(
        self, config: str, records: list[Record], copied: dict[str, str], standing: str, page: _Page
    ) -> None:
        lists, count = self.lists[config], len(records)
        self.sizes[config].append(count)
        for column, field in copied.items():
            lists[column] += map(itemgetter(field), records)
        zones = [bisect_right(page.zone_starts, record[standing][0][0]) - 1 for record in records]
        lists["doc_id"] += [page.seed["id"]] * count
        lists["story_id"] += [page.seed["story"]] * count
        lists["provenance"] += [page.seed.get("provenance", "real")] * count
        lists["lang"] += [page.zone_langs[at] for at in zones]
        if "zone" in lists:
            lists["zone"] += [page.zone_names[at] for at in zones]

    def _mentions(self, mentions: list[Record], page: _Page) -> None:
        lists = self.lists["entities"]
        starts = [mention["spans"][0][0] for mention in mentions]
        lists["start"] += starts
        lists["end"] += [mention["spans"][-1][1] for mention in mentions]
        entities = [mention["entity"] for mention in mentions]
        lists["entity_name"] += map(self._entity_names.__getitem__, entities)
        lists["wikidata"] += map(self._wikidata.__getitem__, entities)
        words = [page.text[a:b] for a, b in zip(page.starts, page.ends, strict=True)]
        lists["sentence"] += [words[bisect_right(page.starts, start) - 1] for start in starts]

    def _positions(self, stances: list[Record], headlines: list[Record], page: _Page) -> None:
        lists = self.lists["stance"]
        lists["holder_name"] += [self._entity_names[stance["holder"]] for stance in stances]
        for stance in stances:
            target = stance["target"]
            known = self._statements.get(target)
            lists["target_text"].append(self._entity_names[target] if known is None else known)
        lists["favor"] += [FAVOR[stance["polarity"]] for stance in stances]
        lists["evidence"] += [page.surface(stance["evidence"]) for stance in stances]
        lists = self.lists["headlines"]
        lists["surface"] += [page.surface(headline["spans"]) for headline in headlines]
        lists["asserts_text"] += [self._statements[headline["asserts"]] for headline in headlines]
        lists["evidence"] += [page.surface(headline["evidence"]) for headline in headlines]

    def _claims(self, claims: list[Record], page: _Page) -> None:
        lists = self.lists["casualties"]
        for name, fields in _WITHIN.items():
            inner = [claim[name] for claim in claims]
            for column, field in fields.items():
                lists[column] += map(itemgetter(field), inner)
        spans = [claim["victims"]["spans"] for claim in claims]
        lists["victims_surface"] += [None if of is None else page.surface(of) for of in spans]
        actors = [claim["perpetrator"]["actor"] for claim in claims]
        lists["perpetrator_name"] += map(self._entity_names.__getitem__, actors)
        lists["evidence"] += [page.surface(claim["evidence"]) for claim in claims]

    def _faults(self, faults: list[Record]) -> None:
        lists = self.lists["faults"]
        for fault in faults:
            right = fault["right"]
            lists["drift"].append(fault.get("drift"))
            lists["fact"].append(fault.get("fact"))
            lists["right_doc"].append(right and right["doc"])
            lists["right_text"].append(right and _surface(self._texts.of(right["doc"]), right["spans"]))
            lists["right_spans"].append(right and right["spans"])

    def _tokens(self, mentions: list[Record], page: _Page) -> None:
        lists = self.lists["ner"]
        firsts, lasts = page.token_starts, page.token_ends
        words = [page.text[start:end] for start, end in zip(firsts, lasts, strict=True)]
        tags = ["O"] * len(firsts)
        reached = 0
        for mention in mentions:  # an outer name stands before those inside it
            if mention["level"] != "name":
                continue
            for start, end in mention["spans"]:
                if start < reached:
                    continue
                reached = end
                at, behind = bisect_left(firsts, start), bisect_left(firsts, end)
                type = mention["type"]
                tags[at:behind] = [f"B-{type}"] + [f"I-{type}"] * (behind - at - 1)
        for number, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
            zone = page.in_zone[number]
            if page.zone_names[zone] == "furniture":
                continue
            part = slice(bisect_left(firsts, start), bisect_left(firsts, end))
            lists["doc_id"].append(page.seed["id"])
            lists["story_id"].append(page.seed["story"])
            lists["provenance"].append(page.seed.get("provenance", "real"))
            lists["lang"].append(page.zone_langs[zone])
            lists["sentence_id"].append(page.sentence_ids[number])
            lists["tokens"].append(words[part])
            lists["ner_tags"].append(tags[part])
            lists["token_starts"].append(firsts[part])
            lists["token_ends"].append(lasts[part])
            lists["zone"].append(page.zone_names[zone])


class _Page:
    """One document with its zones and sentences by position."""

    def __init__(self, seed: Record, text: str, zones: list[Record]) -> None:
        self.seed, self.text, self.zones = seed, text, zones
        self.zone_starts = [zone["spans"][0][0] for zone in zones]
        self.zone_names = [zone["zone"] for zone in zones]
        self.zone_langs = [zone["lang"] for zone in zones]
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.in_zone: list[int] = []
        self.token_starts: list[int] = []
        self.token_ends: list[int] = []
        for number, zone in enumerate(zones):
            for (start, end), found in segmented(text, zone["lang"], zone["spans"][0]):
                self.starts.append(start)
                self.ends.append(end)
                self.in_zone.append(number)
                self.token_starts += map(_START, found)
                self.token_ends += map(_END, found)
        self.sentence_ids = [f"{seed['id']}-s{at:03d}" for at in range(1, len(self.starts) + 1)]

    def surface(self, spans: list[list[int]]) -> str:
        """The text under spans; fragments are joined with one space."""
        return _surface(self.text, spans)


_ID: Callable[[Record], str] = itemgetter("id")
_START, _END = itemgetter(0), itemgetter(1)


def _surface(text: str, spans: list[list[int]]) -> str:
    if len(spans) == 1:
        start, end = spans[0]
        return text[start:end]
    return " ".join(text[start:end] for start, end in spans)


def _usual(names: dict[str, list[str]]) -> str:
    return names["en"][0] if "en" in names else names[min(names)][0]
