"""A dataset whose every word is an attack: each payload in every field of text, ids and labels too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from retold import parquet
from retold.columns import arrow_schema
from retold.dataset import Dataset
from retold.diff.changes import Change, Total
from retold.diff.compare import Diff
from retold.site.contents import Beside
from retold.tables import CONFIGS

# Each would set window.harmed, show a dialog or ask for a picture if any part of it ran.
PAYLOADS = (
    "<script>harmed=1</script>",
    "</script><script>harmed=1</script>",
    '"><img src=x onerror=harmed=1>',
    "'><img src=x onerror=harmed=1>",
    "<svg/onload=harmed=1>",
    "<svg><script>harmed=1</script></svg>",
    "javascript:harmed=1",
    "JaVaScRiPt:alert(1)//",
    "java\tscript:alert(1)",
    "data:text/html,<script>parent.harmed=1</script>",
    '" onmouseover="harmed=1" x="',
    "' onfocus='harmed=1' autofocus='",
    "<a href=javascript:harmed=1>press</a>",
    "<iframe srcdoc='<script>parent.harmed=1</script>'></iframe>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<form action=https://evil.example/><button autofocus>press",
    "--><script>harmed=1</script><!--",
    "]]><script>harmed=1</script>",
    "{{ 7 * 191 }}{% raw %}${harmed=1}",
    '\\"-harmed=1-\\"',
    "`;harmed=1;//\u2028harmed=1\u2029",
    "&lt;script&gt;&#106;avascript&colon;harmed=1",
    "a\x00<b\x00onerror=harmed=1>",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "\x1b]0;harmed\x07\x85\x9b31m",
    "__proto__",
    "../../../../etc/passwd",
    "%2e%2e%2f%00<x>",
    "<p id=panel><p id=search name=q>",
    "<template><script>harmed=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=harmed=1>'>",
)

# What says where, and which of several a reference means, stays sound; everything else is the payload.
_KEYS = {"doc_id": "", "mention_id": "m", "stance_id": "s", "headline_id": "h", "claim_id": "c",
         "fault_id": "f", "zone_id": "z", "sentence_id": "t"}  # fmt: skip


def hostile() -> tuple[Dataset, Beside, Diff]:
    """The dataset, a corpus beside it that is no better, and what changed in it."""
    rows: dict[str, list[Any]] = {config.name: [] for config in CONFIGS}
    for number, payload in enumerate(PAYLOADS):
        for config in CONFIGS:
            row = _filled(arrow_schema(config.columns), payload, number)
            rows[config.name].append(_placed(config.name, row, payload, number))
    files = {}
    for number, config in enumerate(CONFIGS):
        table = pa.Table.from_pylist(rows[config.name], schema=arrow_schema(config.columns))
        files[f"{config.name}/test-00000-of-00001.parquet"] = parquet.dump(table)
        unknown = PAYLOADS[number * 3].replace("/", "")
        files[f"{unknown}/{unknown}-00000-of-00001.parquet"] = parquet.dump(table)
    files["README.md"] = _card(files)
    files["quality.json"] = json.dumps(_quality()).encode()
    files["croissant.json"] = json.dumps(_croissant()).encode()
    files["release.json"] = json.dumps(_record(files)).encode()
    changes = tuple(Change("file added", p, p, p, p, p, p, p, p, p) for p in PAYLOADS)
    diff = Diff(
        PAYLOADS[2], PAYLOADS[0], changes, tuple(Total(p, p, p, 1, 2, 3, 4, 5) for p in PAYLOADS)
    )
    return Dataset(files), _beside(), diff


def _text(payload: str) -> str:
    return f"{payload}\n{payload} 46\n"


def _story(number: int) -> str:
    """Three retellings a story."""
    return PAYLOADS[number // 3 * 3]


def _filled(fields: Any, payload: str, number: int) -> dict[str, Any]:
    """A value for every field: the payload in each string, keys with a number behind it."""
    return {field.name: _value(field.name, field.type, payload, number) for field in fields}


def _value(name: str, kind: Any, payload: str, number: int) -> Any:
    if pa.types.is_struct(kind):
        return _filled(kind, payload, number)
    if pa.types.is_list(kind):
        if "spans" in name:
            return [[0, len(payload)], [len(payload) + 1, 2 * len(payload) + 1]]
        return [_value(name, kind.value_type, payload, number)]
    if pa.types.is_string(kind):
        return f"{payload}{number}{_KEYS[name]}" if name in _KEYS else payload
    if pa.types.is_boolean(kind):
        return True
    return {"start": 0, "end": len(payload)}.get(name, 7 + number)


def _placed(config: str, row: dict[str, Any], payload: str, number: int) -> dict[str, Any]:
    if "story_id" in row:
        row["story_id"] = _story(number)
    if config == "documents":
        second = len(payload) + 1
        row["text"] = _text(payload)
        row["zones"] = [
            {
                "zone_id": f"{payload}{number}z{n}",
                "start": start,
                "end": end,
                "zone": zone,
                "lang": payload,
            }
            for n, (start, end, zone) in enumerate(
                [(0, len(payload), "headline"), (second, second + len(payload) + 3, payload)]
            )
        ]
        row["sentences"][0].update(start=second, end=second + len(payload))
        other = number // 3 * 3
        row["faults"][0]["right_doc"] = f"{PAYLOADS[other]}{other}"
        row["faults"][0]["right_spans"] = [[0, 2]]
        row["casualties"][0].update(count_surface="46", count_min=46, count_max=None)
    if config == "events":
        row.update(claims=[f"{payload}{number}c"], story_ids=[_story(number)], documents=[])
        row.update(silent_documents=[f"{p}{n}" for n, p in enumerate(PAYLOADS) if n // 3 == number // 3])
        claim = f"{payload}{number}c"
        row["links"] = [{"a": claim, "b": claim, "relation": relation, "field": payload}
                        for relation in ("same", "refines", "contradicts", payload)]  # fmt: skip
    return row


def _card(files: dict[str, bytes]) -> bytes:
    info = [
        {
            "config_name": path.split("/")[0],
            "features": [_label("zone"), _label("type"), _label("fault")],
        }
        for path in files
    ]
    about = [{"config_name": path.split("/")[0], "description": PAYLOADS[2]} for path in files]
    head = {"pretty_name": PAYLOADS[2], "configs": about, "dataset_info": info}
    return f"---\n{json.dumps(head)}\n---\n".encode()


def _label(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "dtype": {"class_label": {"names": {str(n): p for n, p in enumerate(PAYLOADS)}}},
    }


def _croissant() -> dict[str, Any]:
    return {"recordSet": [{"field": [{"@id": f"documents/{n}", "description": PAYLOADS[2]}
                                     for n in ("text", "doc_id", "lang")]}]}  # fmt: skip


def _record(files: dict[str, bytes]) -> dict[str, Any]:
    configs = [{"config": path.split("/")[0], "split": PAYLOADS[3], "rows": 1, "sha256": PAYLOADS[2]}
               for path in files if path.endswith(".parquet")]  # fmt: skip
    listed = [{"path": path, "bytes": 1, "sha256": PAYLOADS[2], "licence": PAYLOADS[4]}
              for path in (*files, *PAYLOADS)]  # fmt: skip
    return {"name": PAYLOADS[0], "version": PAYLOADS[2], "content": PAYLOADS[2], "configs": configs,
            "files": listed}  # fmt: skip


def _quality() -> dict[str, Any]:
    score = {"f1": 0.5, "matched": 9, "only_a": 1, "only_b": 1, "too_few": True,
             "f1_interval": {"low": 0.1, "high": 0.9}}  # fmt: skip
    compared = {"pairs": [{"scores": {"exact": score, "overlapping": score}}]}
    layers = {
        payload: {
            "title": payload,
            "all": {**compared, "unitizing": None},
            "languages": dict.fromkeys(PAYLOADS, compared),
            "fields": [{"field": payload, "alpha": {"value": 0.5, "n": 3, "too_few": True}}],
        }
        for payload in PAYLOADS
    }
    sampling = {"unit": PAYLOADS[2], "units": 3, "resamples": 5, "level": 0.95}
    agreement = {"annotators": list(PAYLOADS), "documents": 3, "sampling": sampling, "too_few_below": 10,
                 "layers": layers}  # fmt: skip
    return {
        "figures": {payload: {"value": 0.5, "n": 3, "too_few": True} for payload in PAYLOADS},
        "floors": {PAYLOADS[2]: 0.5},
        "gold": {payload: {"agreed": 1, "decided": 2, "left_out": 3} for payload in PAYLOADS},
        "agreement": agreement,
        "groups": dict.fromkeys(PAYLOADS, agreement),
    }


def _beside() -> Beside:
    def row(*fields: str) -> Iterator[dict[str, str]]:
        return (dict.fromkeys(fields, payload) for payload in PAYLOADS)

    return Beside(
        titles={payload: payload for payload in PAYLOADS},
        names={payload: {payload: [payload], "en": [payload]} for payload in PAYLOADS},
        waivers=list(row("code", "record", "reason", "by", "until")),
        ratchet=1,
        mutation=[(payload, 1, 2) for payload in PAYLOADS],
        findings=list(row("code", "severity", "file", "doc", "record", "message")),
    )
