"""Fine-tunes a token classifier of transformers on the config ``ner``, and tags a split with it.

    pip install torch transformers
    python examples/token_classification.py --data CORPUS/data --model CHECKPOINT --out tagged.conll
    retold score ner --gold CORPUS --split validation --pred tagged.conll

``CHECKPOINT`` is a name on the Hugging Face Hub or a folder; its tokenizer must be a fast one. A word
takes the tag of its first piece. Words beyond ``--max-length`` pieces are
not learned from, and are tagged O.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset, load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, set_seed

IGNORED = -100
"""Target of the pieces that are not asked for: torch's cross-entropy leaves them out."""
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--data", required=True, help="folder of a built dataset, or its name on the Hub"
    )
    parser.add_argument("--model", required=True, help="checkpoint: a name on the Hub, or a folder")
    parser.add_argument("--out", required=True, type=Path, help="file of token lines to write")
    parser.add_argument("--train", default="train", help="split to learn from")
    parser.add_argument("--tag", default="validation", help="split to tag")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, help="stop after so many batches")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--max-length", type=int, default=256, help="pieces of a sentence")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def encoded(tokenizer: Any, rows: dict[str, list[Any]], longest: int) -> Any:
    """The pieces of some sentences, padded to one length."""
    return tokenizer(
        rows["tokens"],
        is_split_into_words=True,
        truncation=True,
        max_length=longest,
        padding=True,
        return_tensors="pt",
    )


def first_pieces(batch: Any, number: int) -> Iterator[tuple[int, int]]:
    """The pieces of a sentence that begin a word: place of the piece, number of the word."""
    before = None
    for place, word in enumerate(batch.word_ids(number)):
        if word is not None and word != before:
            yield place, word
        before = word


def targets(batch: Any, tags: list[list[int]]) -> torch.Tensor:
    """The tag of each word at its first piece."""
    found = torch.full_like(batch["input_ids"], IGNORED)
    for number, sentence in enumerate(tags):
        for place, word in first_pieces(batch, number):
            found[number, place] = sentence[word]
    return found


def train(model: Any, tokenizer: Any, sentences: Dataset, asked: argparse.Namespace) -> None:
    """Learns from the sentences in random order, with a rate that falls to nothing."""
    batches = -(-len(sentences) // asked.batch)
    steps = min(asked.epochs * batches, asked.steps or asked.epochs * batches)
    optimizer = torch.optim.AdamW(model.parameters(), lr=asked.rate)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    model.train()
    for step in range(steps):
        if step % batches == 0:
            shuffled = sentences.shuffle(seed=asked.seed + step)
        at = step % batches * asked.batch
        rows = shuffled[at : at + asked.batch]
        batch = encoded(tokenizer, rows, asked.max_length)
        wanted = targets(batch, rows["ner_tags"])
        loss = model(**batch.to(DEVICE), labels=wanted.to(DEVICE)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        falling.step()
        optimizer.zero_grad()
        if step % 10 == 0 or step == steps - 1:
            print(f"step {step + 1} of {steps}: loss {loss.item():.4f}", flush=True)


@torch.no_grad()
def tagged(
    model: Any, tokenizer: Any, sentences: Dataset, asked: argparse.Namespace
) -> Iterator[tuple[list[str], list[str]]]:
    """Tokens and tags of each sentence, in the order of the rows."""
    model.eval()
    for at in range(0, len(sentences), asked.batch):
        rows = sentences[at : at + asked.batch]
        batch = encoded(tokenizer, rows, asked.max_length)
        best = model(**batch.to(DEVICE)).logits.argmax(-1).tolist()
        for number, tokens in enumerate(rows["tokens"]):
            tags = ["O"] * len(tokens)
            for place, word in first_pieces(batch, number):
                tags[word] = model.config.id2label[best[number][place]]
            yield tokens, opened(tags)


def opened(tags: list[str]) -> list[str]:
    """The tags as IOB2: an I- that goes on with nothing opens a name, as in conlleval."""
    found = []
    before = "O"
    for tag in tags:
        orphan = tag.startswith("I-") and before[2:] != tag[2:]
        found.append(f"B-{tag[2:]}" if orphan else tag)
        before = tag
    return found


def main() -> None:
    """Trains, tags, writes."""
    asked = options()
    set_seed(asked.seed)
    learned = load_dataset(asked.data, "ner", split=asked.train)
    wanted = load_dataset(asked.data, "ner", split=asked.tag)
    names = learned.features["ner_tags"].feature.names
    tokenizer = AutoTokenizer.from_pretrained(asked.model, add_prefix_space=True)
    model = AutoModelForTokenClassification.from_pretrained(
        asked.model,
        id2label=dict(enumerate(names)),
        label2id={name: number for number, name in enumerate(names)},
        ignore_mismatched_sizes=True,  # a head of other labels is put aside
    ).to(DEVICE)
    train(model, tokenizer, learned, asked)
    with asked.out.open("w", encoding="utf-8") as out:
        for tokens, tags in tagged(model, tokenizer, wanted, asked):
            out.writelines(f"{token}\t{tag}\n" for token, tag in zip(tokens, tags, strict=True))
            out.write("\n")
    print(f"Tagged {len(wanted)} sentences of {asked.tag}: {asked.out}")


if __name__ == "__main__":
    main()
