"""Codes of answers that are to be scored and do not fit gold; no checks."""

from __future__ import annotations

from retold.rules.base import Rule

RULES = (
    Rule(
        "RT920",
        "error",
        "answer to no document of gold",
        why="What is not compared with anything would be left out of the score in silence.",
        fix="Take gold and answers from the same version and split, say --challenge for answers to the "
        "challenge set, and name the task that they answer; or take the file away.",
        bad="harbour.jsonl, where gold has no document harbour; tokens that are not gold's",
        good="a file for each document of gold, with gold's offsets or tokens",
    ),
    Rule(
        "RT921",
        "error",
        "document answered twice",
        why="Two answers to one document are not the answer of one system.",
        fix="Keep one of the files.",
        bad="run1/harbour.jsonl beside run2/harbour.jsonl",
        good="harbour.jsonl alone",
    ),
    Rule(
        "RT922",
        "error",
        "document without an answer",
        why="A crash of a system and a document in which it found nothing look the same.",
        fix="Add an empty file of the document's name if there is nothing to say of it, or take all "
        "missing answers as empty with --missing-is-empty.",
        bad="no harbour.jsonl, where gold has a document harbour",
        good="an empty harbour.jsonl",
    ),
    Rule(
        "RT923",
        "error",
        "answers to another task alone",
        why="Records of other kinds are passed over, and the score would be that of a system which "
        "found nothing.",
        fix="Name the task that the records answer; or say --missing-is-empty if the system found "
        "nothing for this one.",
        bad="retold score casualties, of a folder of mentions",
        good="retold score entities, of a folder of mentions",
    ),
)
