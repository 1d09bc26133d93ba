"""The example for transformers, with a tiny model of random weights; `make test-train` runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from datasets import load_dataset

from conftest import ROOT

DATA = ROOT / "tests/golden/data"
EXAMPLE = ROOT / "examples/token_classification.py"
LONGEST = 64


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer trained on the sentences, and a model of two small layers that knows nothing."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast, set_seed

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordPieceTrainer(vocab_size=200, special_tokens=special)
    made.train_from_iterator((" ".join(tokens) for tokens in sentences("test")), trainer)
    made.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)]
    )
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), special, strict=True))
    set_seed(0)
    config = BertConfig(
        vocab_size=made.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=LONGEST,
        num_labels=3,  # another head, as of a checkpoint for other labels
    )
    folder = tmp_path_factory.mktemp("checkpoint")
    PreTrainedTokenizerFast(tokenizer_object=made, **names).save_pretrained(folder)
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


def sentences(split: str) -> list[list[str]]:
    return [list(row["tokens"]) for row in load_dataset(str(DATA), "ner", split=split)]


def run(checkpoint: Path, out: Path, *words: str) -> str:
    """What the example prints."""
    fixed = ("--data", DATA, "--model", checkpoint, "--out", out, "--train", "test", "--tag", "test")
    command = [sys.executable, EXAMPLE, *fixed, "--max-length", str(LONGEST), *words]
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def losses(printed: str) -> list[float]:
    return [float(loss) for loss in re.findall(r"loss ([0-9.]+)", printed)]


def test_the_example_learns_and_its_tags_can_be_scored(checkpoint: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagged.conll"
    printed = run(checkpoint, out, "--epochs", "60", "--batch", "4", "--rate", "0.003")
    found = losses(printed)
    assert found[-1] < found[0] / 4
    command = [sys.executable, "-m", "retold", "score", "ner", "--gold", DATA, "--split", "test"]
    scored = subprocess.run(
        [*command, "--pred", out, "--format", "json"], check=True, capture_output=True, text=True
    )
    report = json.loads(scored.stdout)
    assert (report["documents"], report["findings"]) == (2, [])
    assert report["measures"]["iob2"]["all"]["figures"]["f1"]["value"] > 0.5


def test_it_stops_after_the_steps_and_writes_every_token(checkpoint: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagged.conll"
    printed = run(checkpoint, out, "--steps", "2", "--batch", "2")
    assert "step 2 of 2" in printed and "step 3" not in printed
    blocks = out.read_text(encoding="utf-8").split("\n\n")[:-1]
    assert [[line.split("\t")[0] for line in block.splitlines()] for block in blocks] == sentences(
        "test"
    )


def test_the_same_seed_gives_the_same_tags(checkpoint: Path, tmp_path: Path) -> None:
    words = ("--steps", "4", "--batch", "2", "--rate", "0.01", "--seed")
    first, again, other = (run(checkpoint, tmp_path / f"{n}", *words, s) for n, s in enumerate("778"))
    assert losses(first) == losses(again) != losses(other)
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_an_orphan_opens_a_name() -> None:
    sys.path.insert(0, str(EXAMPLE.parent))
    from token_classification import opened

    tags = ["I-PER", "I-PER", "I-GPE", "O", "I-PER", "B-PER", "I-PER"]
    assert opened(tags) == ["B-PER", "I-PER", "B-GPE", "O", "B-PER", "B-PER", "I-PER"]
