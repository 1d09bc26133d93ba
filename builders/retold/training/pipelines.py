"""What is spaCy's: blank pipelines trained on examples, and their answers.

A blank pipeline has no vectors; its words are hashed by form, prefix, suffix and shape (Miranda et al.
2022). spaCy's tokeniser has no part in it: the words are ours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retold.intake.received import LackingError
from retold.training.examples import Example, Words, labels_of
from retold.training.kinds import Kind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example as Pair

DROPOUT = 0.2
FIRST_BATCH, LAST_BATCH, GROWTH = 4.0, 32.0, 1.005
"""Examples in the first batch, the most in any, and the factor from one to the next."""
Progress = Callable[[int, float], None]
"""Called behind each epoch with its number, from 1, and its summed loss."""


def version() -> str:
    """The version of spaCy. Raises LackingError where it is not installed."""
    try:
        import spacy
    except ImportError:
        raise LackingError(
            "trained models need spaCy: pip install 'retold[train]' (or spacy>=3.8)"
        ) from None
    return str(spacy.__version__)


def trained(
    kind: Kind, found: Sequence[Example], lang: str, *, seed: int, epochs: int, progress: Progress
) -> Language:
    """A pipeline that has learned from the examples; the same for the same seed, on one machine.

    Nothing is chosen by a development set: the last epoch is taken. Raises LackingError.
    """
    version()
    import spacy
    from spacy.util import compounding, fix_random_seed, minibatch

    fix_random_seed(seed)
    nlp = spacy.blank(lang)
    nlp.add_pipe(kind.pipe)
    labels = labels_of(found)
    made = [_pair(nlp, kind, example, labels) for example in found]
    optimizer = nlp.initialize(lambda: made)
    order = random.Random(seed)  # noqa: S311
    sizes = compounding(FIRST_BATCH, LAST_BATCH, GROWTH)
    for epoch in range(1, epochs + 1):
        order.shuffle(made)
        losses: dict[str, float] = {}
        for batch in minibatch(made, sizes):
            nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
        progress(epoch, float(losses[kind.pipe]))
    return nlp


def loaded(folder: Path) -> Language:
    """The pipeline in a folder. Raises LackingError, and OSError or ValueError where it is broken."""
    version()
    import spacy

    return spacy.load(folder)


def names(nlp: Language, read: Iterable[Words]) -> Iterator[list[tuple[int, int, str]]]:
    """For each sentence its names: first token, behind the last one, type."""
    for doc in nlp.pipe(_doc(nlp, words) for words in read):
        yield [(name.start, name.end, name.label_) for name in doc.ents]


def label(nlp: Language, read: Words) -> str:
    """The likeliest label of a text; of equal ones the first."""
    scores = nlp(_doc(nlp, read)).cats
    return str(max(sorted(scores), key=lambda name: scores[name]))


def _doc(nlp: Language, read: Words) -> Doc:
    from spacy.tokens import Doc

    return Doc(nlp.vocab, words=list(read.words), spaces=list(read.spaces))


def _pair(nlp: Language, kind: Kind, example: Example, labels: Sequence[str]) -> Pair:
    """What spaCy calls an example: a text and its answer, every label with 0 or 1."""
    from spacy.training import Example as Pair
    from spacy.training import iob_to_biluo

    answer: dict[str, Any]
    if kind.pipe == "ner":
        answer = {"entities": iob_to_biluo(list(example.answer))}
    else:
        answer = {"cats": {name: float(name in example.answer) for name in labels}}
    return Pair.from_dict(_doc(nlp, example.read), answer)
