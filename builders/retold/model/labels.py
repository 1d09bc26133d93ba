"""The labels of ``schema/``, in its order; ``tests/test_model.py`` compares the two."""

from __future__ import annotations

from typing import Literal, get_args

ZoneName = Literal[
    "headline", "summary", "dateline", "subheading", "caption", "body", "related", "furniture"
]
EntityType = Literal[
    "PER", "NORP", "ORG", "GPE", "LOC", "FAC", "EVT", "WEA", "LAW", "LANG", "MISC",
    "DATE", "TIME", "CARDINAL", "MONEY",
]  # fmt: skip
RegistryType = Literal[
    "PER", "NORP", "ORG", "GPE", "LOC", "FAC", "EVT", "WEA", "LAW", "LANG", "MISC"
]  # fmt: skip
OrgSubtype = Literal["government", "state_force", "armed_nonstate", "media", "igo", "party", "other"]
Level = Literal["name", "nominal"]
Metonym = Literal["none", "government", "population"]
Polarity = Literal["support", "oppose", "conditional", "neutral_stated", "unclear"]
Expression = Literal["direct_quote", "indirect", "action", "author"]
VsBody = Literal["agree", "disagree", "discuss", "unrelated"]
Harm = Literal["killed", "injured", "killed_or_injured", "missing", "abducted", "displaced"]
CountForm = Literal["exact", "at_least", "more_than", "at_most", "approx", "range", "vague", "unstated"]
Role = Literal[
    "civilian", "combatant", "state_force", "official", "journalist", "aid_worker", "mixed",
    "unknown",
]  # fmt: skip
Responsibility = Literal[
    "reported_as_fact", "claimed", "accused_by_authorities", "accused", "possible", "denied",
    "unattributed",
]  # fmt: skip
Method = Literal[
    "suicide_bombing", "bombing", "shooting", "airstrike", "shelling", "drone", "stabbing",
    "vehicle", "arson", "natural", "accident", "other",
]  # fmt: skip
SourceParty = Literal[
    "perpetrator", "victim_side", "authority", "medical", "media", "ngo", "witness", "none"
]
Certainty = Literal["asserted", "reported", "alleged", "denied", "unverified"]
FaultName = Literal[
    "mistranslation", "synonym_spin", "wrong_attribution", "wrong_time", "headline_distortion",
    "garbled", "truncated",
]  # fmt: skip
Scope = Literal["event", "summary"]
YesNo = Literal["yes", "no", "unknown"]
Relation = Literal["same", "refines", "subset_of", "contradicts"]
LinkField = Literal[
    "occurred", "count", "victims", "victims.identity", "victims.role",
    "victims.includes_perpetrator", "perpetrator.actor", "perpetrator.responsibility", "method",
    "source", "certainty", "date", "place",
]  # fmt: skip
Split = Literal["train", "validation", "test", "test_authored"]
Provenance = Literal["real", "authored"]
Drift = Literal[
    "figure_changed", "vague_for_number", "harm_changed", "bound_lost", "claim_as_fact", "source_lost",
    "wrong_actor", "wrong_day", "headline_against_body", "negation_lost", "place_widened", "idiom",
    "spin", "garble",
]  # fmt: skip
"""How a retelling of an invented story departs from its facts, on purpose."""
ChallengeTask = Literal["entities", "stance", "headlines", "casualties"]
AnnotatorKind = Literal["human", "model", "rule"]


def labels(alias: object) -> tuple[str, ...]:
    """The allowed strings of one of the ``Literal`` aliases above, in their fixed order."""
    return tuple(get_args(alias))
