"""A document's records as the rows of each config: plain dictionaries, written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from benchmarks.rivals.inputs import Texts
from retold.segmentation import sentences, tokens

Record = dict[str, Any]
Row = dict[str, Any]
FAVOR = {
    "support": "FAVOR",
    "conditional": "FAVOR",
    "oppose": "AGAINST",
    "neutral_stated": "NONE",
    "unclear": "NONE",
}


class Page:
    """One document: its seed, text and records, with sentences as they are asked for."""

    def __init__(
        self,
        seed: Record,
        text: str,
        records: list[Record],
        registry: Mapping[str, Mapping[str, Record]],
        texts: Texts,
    ) -> None:
        self.seed = seed
        self.text = text
        self.registry = registry
        self.texts = texts
        by_kind: dict[str, list[Record]] = {}
        for record in records:
            by_kind.setdefault(record["kind"], []).append(record)
        self.zones = by_kind.get("zone", [])
        self.mentions = by_kind.get("mention", [])
        self.stances = by_kind.get("stance", [])
        self.headlines = by_kind.get("headline", [])
        self.casualties = by_kind.get("casualty", [])
        self.faults = by_kind.get("fault", [])

    @cached_property
    def sentences(self) -> list[tuple[int, int, Record]]:
        """Start, end and zone of each sentence."""
        found = []
        for zone in self.zones:
            start, end = zone["spans"][0]
            for a, b in sentences(self.text[start:end], zone["lang"]):
                found.append((start + a, start + b, zone))
        return found

    def surface(self, spans: list[list[int]]) -> str:
        """The text under spans; fragments are joined with one space."""
        return " ".join(self.text[start:end] for start, end in spans)

    def zone(self, spans: list[list[int]]) -> Record:
        """The zone that holds the first fragment."""
        start, end = spans[0]
        for zone in self.zones:
            a, b = zone["spans"][0]
            if a <= start and end <= b:
                return zone
        raise ValueError(f"{self.seed['id']}: no zone holds {spans[0]}")

    def name(self, entity: str | None) -> str | None:
        """The usual English name of an entity; the author stays."""
        if entity is None or entity == "author":
            return entity
        names = self.registry["entities"][entity]["names"]
        return str(names["en"][0] if "en" in names else names[min(names)][0])

    def heading(self, spans: list[list[int]]) -> Row:
        """The first columns of a row that stands at spans."""
        lang = self.zone(spans)["lang"]
        provenance = self.seed.get("provenance", "real")
        head = {"doc_id": self.seed["id"], "story_id": self.seed["story"]}
        return {**head, "provenance": provenance, "lang": lang}


def mention_row(page: Page, mention: Record) -> Row:
    """The columns of a mention."""
    entity = page.registry["entities"].get(mention["entity"])
    return {
        "mention_id": mention["id"],
        "start": mention["spans"][0][0],
        "end": mention["spans"][-1][1],
        "spans": mention["spans"],
        "surface": mention["surface"],
        "type": mention["type"],
        "level": mention["level"],
        "org_subtype": mention["org_subtype"],
        "metonym": mention["metonym"],
        "entity_id": mention["entity"],
        "entity_name": page.name(mention["entity"]),
        "wikidata": entity["wikidata"] if entity else None,
        "referent_id": mention["referent"],
        "value": mention["value"],
        "anchor": mention["anchor"],
        "zone": page.zone(mention["spans"])["zone"],
    }


def stance_row(page: Page, stance: Record) -> Row:
    """The columns of a stance."""
    target = stance["target"]
    known = page.registry["propositions"].get(target)
    return {
        "stance_id": stance["id"],
        "holder_id": stance["holder"],
        "holder_name": page.name(stance["holder"]),
        "target_id": target,
        "target_text": known["text"] if known else page.name(target),
        "polarity": stance["polarity"],
        "favor": FAVOR[stance["polarity"]],
        "expression": stance["expression"],
        "source_chain": stance["source_chain"],
        "evidence": page.surface(stance["evidence"]),
        "evidence_spans": stance["evidence"],
        "zone": page.zone(stance["evidence"])["zone"],
    }


def headline_row(page: Page, headline: Record) -> Row:
    """The columns of a headline."""
    return {
        "headline_id": headline["id"],
        "spans": headline["spans"],
        "surface": page.surface(headline["spans"]),
        "holder_id": headline["holder"],
        "asserts_id": headline["asserts"],
        "asserts_text": page.registry["propositions"][headline["asserts"]]["text"],
        "polarity": headline["polarity"],
        "vs_body": headline["vs_body"],
        "evidence": page.surface(headline["evidence"]),
        "evidence_spans": headline["evidence"],
    }


def casualty_row(page: Page, claim: Record) -> Row:
    """The columns of a casualty claim."""
    count, victims, date = claim["count"], claim["victims"], claim["date"]
    spans = victims["spans"]
    return {
        "claim_id": claim["id"],
        "event_id": claim["event"],
        "scope": claim["scope"],
        "harm": claim["harm"],
        "occurred": claim["occurred"],
        "count_surface": count["surface"],
        "count_form": count["form"],
        "count_min": count["min"],
        "count_max": count["max"],
        "count_best": count["best"],
        "victims_surface": page.surface(spans) if spans is not None else None,
        "victims_spans": spans,
        "victims_identity": victims["identity"],
        "victims_role": victims["role"],
        "includes_perpetrator": victims["includes_perpetrator"],
        "perpetrator_id": claim["perpetrator"]["actor"],
        "perpetrator_name": page.name(claim["perpetrator"]["actor"]),
        "responsibility": claim["perpetrator"]["responsibility"],
        "method": claim["method"],
        "source_party": claim["source"]["party"],
        "source_chain": claim["source"]["chain"],
        "anonymous": claim["source"]["anonymous"],
        "certainty": claim["certainty"],
        "date_surface": date["surface"],
        "date_start": date["start"],
        "date_end": date["end"],
        "date_precision": date["precision"],
        "date_anchor": date["anchor"],
        "places": claim["place"],
        "evidence": page.surface(claim["evidence"]),
        "evidence_spans": claim["evidence"],
    }


def fault_row(page: Page, fault: Record) -> Row:
    """The columns of a fault."""
    right = fault["right"]
    right_text = None
    if right is not None:
        text = page.texts.of(right["doc"])
        right_text = " ".join(text[start:end] for start, end in right["spans"])
    return {
        "fault_id": fault["id"],
        "spans": fault["spans"],
        "surface": fault["surface"],
        "fault": fault["fault"],
        "note": fault["note"],
        "right_doc": right["doc"] if right else None,
        "right_text": right_text,
        "right_spans": right["spans"] if right else None,
        "zone": page.zone(fault["spans"])["zone"],
    }


def document_rows(page: Page) -> Iterator[Row]:
    """One row: the text and everything nested."""
    seed, doc = page.seed, page.seed["id"]
    yield {
        "doc_id": doc,
        "story_id": seed["story"],
        "provenance": seed.get("provenance", "real"),
        "lang": seed["lang"],
        "text": page.text,
        "length": len(page.text),
        "outlet": seed["outlet"],
        "published": seed["published"],
        "licence": seed["licence"],
        "sha256": seed["sha256"],
        "zones": [
            {
                "zone_id": zone["id"],
                "start": zone["spans"][0][0],
                "end": zone["spans"][0][1],
                "zone": zone["zone"],
                "lang": zone["lang"],
            }
            for zone in page.zones
        ],
        "sentences": [
            {"sentence_id": f"{doc}-s{number:03d}", "start": start, "end": end, "zone": zone["zone"]}
            for number, (start, end, zone) in enumerate(page.sentences, 1)
        ],
        "mentions": [mention_row(page, mention) for mention in page.mentions],
        "stances": [stance_row(page, stance) for stance in page.stances],
        "headlines": [headline_row(page, headline) for headline in page.headlines],
        "casualties": [casualty_row(page, claim) for claim in page.casualties],
        "faults": [fault_row(page, fault) for fault in page.faults],
    }


def entity_rows(page: Page) -> Iterator[Row]:
    """A row a mention, with the sentence that holds it."""
    for mention in page.mentions:
        row = mention_row(page, mention)
        sentence = next(
            page.text[start:end]
            for start, end, _ in page.sentences
            if start <= row["start"] and row["end"] <= end
        )
        yield {**page.heading(mention["spans"]), **row, "sentence": sentence}


def ner_rows(page: Page) -> Iterator[Row]:
    """A row a sentence, with IOB2 tags of the outermost names; furniture is left out."""
    names: list[tuple[int, int, str]] = []
    found = [
        (start, end, mention["type"])
        for mention in page.mentions
        if mention["level"] == "name"
        for start, end in mention["spans"]
    ]
    for start, end, type in sorted(found, key=lambda name: (name[0], -name[1])):
        if not names or start >= names[-1][1]:
            names.append((start, end, type))
    for number, (start, end, zone) in enumerate(page.sentences, 1):
        if zone["zone"] == "furniture":
            continue
        spans = [(start + a, start + b) for a, b in tokens(page.text[start:end])]
        tags = ["O"] * len(spans)
        for first, last, type in names:
            if start <= first < end:
                inside = [at for at, (a, b) in enumerate(spans) if first <= a and b <= last]
                for at in inside:
                    tags[at] = f"{'B' if at == inside[0] else 'I'}-{type}"
        yield {
            **page.heading([[start, end]]),
            "sentence_id": f"{page.seed['id']}-s{number:03d}",
            "tokens": [page.text[a:b] for a, b in spans],
            "ner_tags": tags,
            "token_starts": [a for a, _ in spans],
            "token_ends": [b for _, b in spans],
            "zone": zone["zone"],
        }


def stance_rows(page: Page) -> Iterator[Row]:
    """A row a stance."""
    for stance in page.stances:
        yield {**page.heading(stance["evidence"]), **stance_row(page, stance)}


def headline_rows(page: Page) -> Iterator[Row]:
    """A row a headline."""
    for headline in page.headlines:
        yield {**page.heading(headline["spans"]), **headline_row(page, headline)}


def casualty_rows(page: Page) -> Iterator[Row]:
    """A row a claim."""
    for claim in page.casualties:
        yield {**page.heading(claim["evidence"]), **casualty_row(page, claim)}


def fault_rows(page: Page) -> Iterator[Row]:
    """A row a fault."""
    for fault in page.faults:
        yield {**page.heading(fault["spans"]), **fault_row(page, fault)}


ROWS = {
    "documents": document_rows,
    "entities": entity_rows,
    "ner": ner_rows,
    "stance": stance_rows,
    "headlines": headline_rows,
    "casualties": casualty_rows,
    "faults": fault_rows,
}
