"""The report of an import in a few lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def lines(report: Mapping[str, Any]) -> Iterator[str]:
    """What was read and made, each label's names by outcome, and what one should know of the rest."""
    counts, aligned, back = report["counts"], report["alignment"], report["written_back"]
    yield (
        f"{counts['documents']} documents, {counts['sentences']} sentences, {counts['tokens']} tokens,"
        f" {counts['tags']} tags, none unread. {counts['mentions']} mentions, {counts['entities']}"
        " entities."
    )
    yield ""
    yield f"{'label':<16}{'here':<12}{'tags':>8}{'names':>8}{'exact':>8}{'approx.':>9}{'dropped':>9}"
    for row in report["labels"]:
        here = row["type"] or "-"
        yield (
            f"{row['label']:<16}{here:<12}{row['tags']:>8}{row['mentions']:>8}{row['exact']:>8}"
            f"{row['approximate']:>9}{row['dropped']:>9}"
        )
    yield ""
    yield (
        f"Of {aligned['tokens']} tokens {aligned['tokens_same']} are one token here;"
        f" {aligned['boundaries_ours']} of {aligned['boundaries']} boundaries are here too. Of"
        f" {aligned['sentences']} sentences {aligned['sentences_same']} are one here."
    )
    yield (
        f"Tags of labels mapped exactly: {back['tags']}; {back['same']} come back from the records,"
        f" {back['dropped']} are of names that are dropped."
    )
    for file in report["files"]:
        if file["irregular"]:
            yield (
                f"{file['file']}: {file['irregular']} tags are not as {file['scheme']} has them, for"
                " example I- where nothing is open, which begins a name; --strict names each."
            )
    yield "Every tag is kept in import/tags.jsonl; import/report.json has the cases."
    if report["files_not_read"]:
        yield f"No token lines: {', '.join(report['files_not_read'])}."
