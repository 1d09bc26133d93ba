"""Models learn from a dataset, know what they are, and answer with records that can be scored."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import taught
from conftest import ROOT
from retold.answers.pages import rows
from retold.baselines.pages import page_of
from retold.cli import app
from retold.dataset import Dataset, DatasetError
from retold.intake.received import LackingError
from retold.model import Headline, Mention, Stance, extent
from retold.sources import open_dataset
from retold.training import pipelines
from retold.training.answering import mentions
from retold.training.examples import examples, in_words, labels_of, language_of, shared_stories
from retold.training.kinds import KINDS
from retold.training.majority import learned
from retold.training.model import MODEL, Loaded, ModelError, described, load
from retold.training.questions import LEAD, lead, questions
from retold.training.train import train

CORPUS = taught.corpus()
DATASET = taught.dataset(CORPUS)


def retold(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


def said(result: Result) -> str:
    """Standard error without the frame that it is drawn in."""
    return " ".join(result.stderr.replace("│", " ").split())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taught.written(DATASET, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def tagger(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "ner"
    result = retold("train", "ner", "--data", data, "--out", folder, "--epochs", "4")
    assert result.exit_code == 0, result.output
    return folder


# examples


def test_tokens_and_tags_are_those_of_the_dataset() -> None:
    found = examples(DATASET, "ner", "train")
    headline, first, *_ = found
    assert first.read.words == ("Ada", "Lund", "welcomed", "the", "crane", "in", "Norhaven", ".")
    assert first.read.spaces == (True, True, True, True, True, True, False, False)
    assert first.answer == ("B-PER", "I-PER", "O", "O", "O", "O", "B-GPE", "O")
    assert headline.labels == frozenset()
    assert labels_of(found) == ["GPE", "PER"]
    assert len(found) == 12 * 5  # no furniture


def test_a_position_is_read_with_its_holder_target_and_sentence() -> None:
    (asked, *_) = questions(DATASET, "stance", "train")["train-00"]
    assert asked.text == "Ada Lund\nThe crane is built.\nAda Lund welcomed the crane in Norhaven."
    assert (asked.label, asked.lang) == ("support", "en")


def test_a_headline_is_read_with_its_proposition_and_the_body() -> None:
    (asked,) = questions(DATASET, "headlines", "train")["train-00"]
    lines = asked.text.splitlines()
    assert lines[:2] == ["The crane is built.", "All welcomed the crane"]
    assert lines[2] == "Ada Lund welcomed the crane in Norhaven."
    assert len(lines) == 6  # the whole body, and not the footer
    assert asked.label == "agree"


def test_of_a_long_body_the_beginning_is_read() -> None:
    from retold.answers.pages import pages
    from retold.metrics.scores.tasks import TASKS

    page = pages(DATASET, TASKS["headlines"], "train")[0]
    body = [part for part in page.parts if part.zone == "body"]
    many = replace(page, parts=tuple(body * 100))
    assert sum(len(part.tokens) for part in lead(many)) in range(LEAD - 10, LEAD + 1)
    long = replace(body[0], tokens=body[0].tokens * 1000)
    assert lead(replace(page, parts=(long, *body))) == [long]


@pytest.mark.parametrize("task", ["ner", "stance"])
def test_a_share_is_of_whole_stories_and_a_smaller_one_is_in_a_larger_one(task: str) -> None:
    own = open_dataset(str(ROOT))
    quarter, half, whole = (examples(own, task, "train", share) for share in (0.25, 0.5, 1))
    assert 0 < len(quarter) < len(half) < len(whole)
    assert [example for example in half if example in quarter] == quarter
    assert [example for example in whole if example in half] == half
    if task == "ner":
        count = Counter(row["story_id"] for row in rows(own, "ner", "train"))
        chosen = shared_stories(own, "train", 0.25)
        assert len(chosen) == round(0.25 * len(count))
        assert sum(count[story] for story in chosen) == len(quarter)


def test_the_language_is_that_of_the_examples_if_it_is_one() -> None:
    def of(*langs: str) -> str:
        (first, *_) = examples(DATASET, "ner", "train")
        return language_of(replace(first, lang=lang) for lang in langs)

    assert [of("id"), of("hi", "hi"), of("en", "en-GB")] == ["id", "hi", "en"]
    assert [of("en", "id"), of("fr")] == ["xx", "xx"]


# models


def test_a_share_of_nothing_is_refused(data: Path, tmp_path: Path) -> None:
    result = retold("train", "ner", "--data", data, "--out", tmp_path / "m", "--share", "0")
    assert result.exit_code == 2
    assert not (tmp_path / "m").exists()


def test_a_model_folder_says_what_it_is(tagger: Path) -> None:
    told = json.loads((tagger / MODEL).read_text(encoding="utf-8"))
    dev = told.pop("dev")
    assert told == {
        "task": "ner", "lang": "en", "labels": ["GPE", "PER"], "field": None,
        "data": {"name": "taught", "version": "0.1.0", "content": "c" * 64, "split": "train",
                 "examples": 60, "share": 1.0},
        "seed": 0, "epochs": 4, "spacy": pipelines.version(), "majority": None,
    }  # fmt: skip
    assert (dev["split"], dev["documents"]) == ("validation", 4)
    assert dev["figures"]["iob2"]["f1"] > 0.9  # the names are those that it has learned


def test_the_scores_in_the_folder_are_those_of_retold_score(
    tagger: Path, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pred"
    words = ("--model", tagger, "--split", "validation", "--out", out)
    assert retold("predict", "ner", data, *words).exit_code == 0
    words = ("--gold", data, "--split", "validation", "--pred", out, "--format", "json")
    scored = json.loads(retold("score", "ner", *words).stdout)
    figures = {name: f["value"] for name, f in scored["measures"]["iob2"]["all"]["figures"].items()}
    assert figures == json.loads((tagger / MODEL).read_text())["dev"]["figures"]["iob2"]


@pytest.mark.parametrize("task", ["ner", "stance"])
def test_the_same_seed_gives_the_same_model(task: str) -> None:
    found = examples(DATASET, task, "train")[:12]

    def model(seed: int) -> bytes:
        made = pipelines.trained(
            KINDS[task], found, "en", seed=seed, epochs=2, progress=lambda epoch, loss: None
        )
        return bytes(made.get_pipe(KINDS[task].pipe).to_bytes())

    assert model(0) == model(0) != model(1)


def test_what_a_classifier_has_to_beat(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The most frequent answer, without spaCy; of equally frequent ones the first by name."""
    found = examples(DATASET, "stance", "train")
    counted = Counter(label for example in found for label in example.labels)
    (most, *_) = sorted(label for label, n in counted.items() if n == max(counted.values()))
    monkeypatch.setitem(sys.modules, "spacy", None)
    model, out = tmp_path / "model", tmp_path / "pred"
    result = retold("train", "stance", "--data", data, "--out", model, "--majority")
    assert result.exit_code == 0, result.output
    assert f"always {most}. Wrote" in result.stdout
    assert [path.name for path in model.iterdir()] == [MODEL]
    words = ("--model", model, "--split", "validation", "--out", out)
    assert retold("predict", "stance", data, *words).exit_code == 0
    lines = [json.loads(line) for path in out.iterdir() for line in path.read_text().splitlines()]
    assert {line["polarity"] for line in lines} == {most}
    assert {line["annotator"] for line in lines} == {"majority-given"}
    twice = [replace(found[0], answer=(name,)) for name in ("oppose", "conditional") * 2]
    assert learned(twice).label == "conditional"


def test_a_tagger_has_no_most_frequent_answer(data: Path, tmp_path: Path) -> None:
    result = retold("train", "ner", "--data", data, "--out", tmp_path / "m", "--majority")
    assert result.exit_code == 2
    assert "ner is no choice" in result.stderr


def test_the_share_that_is_told_is_that_which_was_taken(tmp_path: Path) -> None:
    """Of one story there is no quarter."""
    made = train(
        "stance", DATASET, split="train", share=0.25, dev=None, lang=None, seed=0, epochs=0,
        majority=True, progress=lambda epoch, loss: None,
    )  # fmt: skip
    stories = shared_stories(DATASET, "train", 1)
    taken = shared_stories(DATASET, "train", 0.25)
    assert made.model.data.share == round(len(taken) / len(stories), 4) > 0


@pytest.mark.parametrize(
    ("task", "field", "kind"), [("stance", "polarity", Stance), ("headlines", "vs_body", Headline)]
)
def test_a_classifier_answers_one_field_of_golds_records(
    task: str, field: str, kind: type[Stance | Headline], data: Path, tmp_path: Path
) -> None:
    model, out = tmp_path / "model", tmp_path / "pred"
    result = retold("train", task, "--data", data, "--out", model, "--epochs", "3")
    assert result.exit_code == 0, result.output
    assert described(model, task).field == field
    assert retold("predict", task, data, "--model", model, "--out", out).exit_code == 0
    gold = {r.id: r for d in CORPUS for r in (d.stances if kind is Stance else d.headlines)}
    lines = [json.loads(line) for path in out.iterdir() for line in path.read_text().splitlines()]
    assert sorted(line["id"] for line in lines) == sorted(gold)
    for line in lines:
        assert (line["annotator"], line["kind"]) == ("spacy-given", str(kind.__struct_config__.tag))
        for name in ("holder", "target", "asserts", "spans"):
            if name in line:
                value = getattr(gold[line["id"]], name)
                assert line[name] == ([list(span) for span in value] if name == "spans" else value)
    if task == "stance":  # the verb in the sentence says it
        right = [line[field] == getattr(gold[line["id"]], field) for line in lines]
        assert sum(right) > 0.9 * len(right)
    scored = retold("score", task, "--gold", data, "--pred", out)
    assert scored.exit_code == 0, scored.output


def test_the_evidence_of_a_headline_is_what_was_read_not_golds() -> None:
    from retold.answers.pages import pages
    from retold.metrics.scores.tasks import TASKS
    from retold.training.questions import answered

    page = pages(DATASET, TASKS["headlines"], "train")[0]
    (asked,) = questions(DATASET, "headlines", "train")[page.id]
    agree, unrelated = (answered(asked, label, page, "x") for label in ("agree", "unrelated"))
    assert isinstance(agree, Headline) and isinstance(unrelated, Headline)
    assert agree.evidence == tuple(part.span for part in lead(page))
    assert unrelated.evidence == ()
    bare = answered(asked, "agree", replace(page, parts=()), "x")
    assert isinstance(bare, Headline) and bare.evidence == bare.spans


def test_names_are_found_sentence_by_sentence_and_not_in_furniture(
    tagger: Path, data: Path, tmp_path: Path
) -> None:
    assert retold("predict", "ner", data, "--model", tagger, "--out", tmp_path / "p").exit_code == 0
    for document in CORPUS:
        lines = (tmp_path / "p" / f"{document.id}.jsonl").read_text().splitlines()
        assert lines
        for value in map(json.loads, lines):
            ((start, end),) = value["spans"]
            assert document.text[start:end] == value["surface"]
            assert (value["entity"], value["level"]) == (None, "name")
    footer = document.text.index("Share")
    page = page_of(document)  # a corpus has the tokens of furniture, a dataset has not
    assert any(part.tokens for part in page.parts if part.span[0] >= footer)
    found = mentions(page, load(tagger, "ner").nlp)
    assert found and all(extent(m.spans)[1] < footer for m in found if isinstance(m, Mention))


# what cannot be


def lacking(task: str, made: Dataset, split: str | None = "train") -> str:
    with pytest.raises(DatasetError) as error:
        examples(made, task, split)
    return str(error.value)


def test_what_is_not_there_is_named() -> None:
    assert "no split 'dev'; there are: train, validation" in lacking("ner", DATASET, "dev")
    files = {k: v for k, v in DATASET.files.items() if not k.startswith("stance/")}
    assert "no config 'stance'" in lacking("stance", Dataset(files))
    files = {k: v for k, v in DATASET.files.items() if not k.startswith("stance/train")}
    assert "split 'train' has no rows of stance" in lacking("stance", Dataset(files))


def test_an_edition_without_texts_teaches_nothing() -> None:
    for task in ("ner", "stance", "headlines"):
        edition = taught.dataset(CORPUS, edition={"text": "omitted"})
        assert "edition without texts; put it together with `retold hydrate`" in lacking(task, edition)


def test_one_label_alone_teaches_nothing() -> None:
    one = taught.dataset(taught.corpus(2))
    assert "one vs_body alone (agree); a classifier needs two" in lacking("headlines", one)
    bare = taught.corpus(2)
    documents = tuple(
        replace(d, rows=tuple(r for r in d.rows if not isinstance(r.record, Mention))) for d in bare
    )
    nameless = taught.dataset(replace(bare, layers={"gold": documents}))
    files = {**nameless.files, **{k: v for k, v in DATASET.files.items() if k.startswith("entities/")}}
    assert "no name in any of its 10 sentences" in lacking("ner", Dataset(files))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("casualties",), "is none that can be learned here; there are: ner, headlines, stance"),
        (("ner", "--lang", "de"), "'de' is not one of: en, id, hi, xx"),
        (("ner", "--dev", "train"), "is what the model learns from"),
        (("ner", "--split", "dev"), "has no split 'dev'"),
        (("ner", "--dev", "test"), "has no split 'test'"),
        (("ner", "--epochs", "0"), "--epochs"),
    ],
)
def test_misuse_of_train_is_refused_and_nothing_is_written(
    words: tuple[str, ...], message: str, data: Path, tmp_path: Path
) -> None:
    result = retold("train", *words, "--data", data, "--out", tmp_path / "m")
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert message in said(result)


def test_train_writes_nothing_into_a_dataset_or_over_files(data: Path, tagger: Path) -> None:
    assert "is inside" in said(retold("train", "ner", "--data", data, "--out", data / "m"))
    assert "is not empty" in said(retold("train", "ner", "--data", data, "--out", tagger))


def test_the_line_to_go_on_with_is_about_documents_that_were_not_learned_from(
    data: Path, tmp_path: Path
) -> None:
    words = ("train", "stance", "--data", data, "--out", tmp_path / "m", "--majority")
    line = retold(*words).stdout.splitlines()[-1]
    assert line.startswith("Next: retold predict stance ") and "--split validation" in line
    out = tmp_path / "pred"
    result = retold(*line.removeprefix("Next: retold ").removesuffix("DIR").split(), out)
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Next: ")]
    assert retold(*line.removeprefix("Next: retold ").split()).exit_code == 0


def test_train_says_where_there_is_nothing_to_score_on(tmp_path: Path) -> None:
    data = taught.written(taught.dataset(taught.corpus(4, 0)), tmp_path / "data")
    result = retold("train", "ner", "--data", data, "--out", tmp_path / "m", "--epochs", "1")
    assert result.exit_code == 0
    assert "taught 0.1.0 has no split validation to score on" in result.stderr
    assert "epoch 1 of 1" in result.stderr
    assert described(tmp_path / "m", "ner").dev is None


def test_a_folder_that_is_no_model_of_the_task_is_refused(tagger: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"was trained for ner, not for stance"):
        described(tagger, "stance")
    with pytest.raises(ModelError, match=rf"is no model: it has no {MODEL}"):
        described(tmp_path, "ner")
    (tmp_path / MODEL).write_text('{"task": "ner"}')
    with pytest.raises(ModelError, match="cannot be read"):
        described(tmp_path, "ner")
    (tmp_path / MODEL).write_bytes((tagger / MODEL).read_bytes())
    with pytest.raises(ModelError, match="spaCy cannot read"):
        load(tmp_path, "ner")


def test_without_spacy_it_says_what_to_install(
    data: Path, tagger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    result = retold("train", "ner", "--data", data, "--out", tmp_path / "m")
    assert isinstance(result.exception, LackingError)  # exit 3: test_predicting has the command
    assert "pip install 'retold[train]'" in str(result.exception)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LackingError):
        load(tagger, "ner")


def test_words_of_a_text_keep_their_spaces() -> None:
    words = in_words("Una  left,  gone")
    assert words.words == ("Una", "left", ",", "gone")
    assert words.spaces == (True, False, True, False)
    assert in_words("").words == ()


def test_a_loaded_model_answers_as_before(tagger: Path) -> None:
    found = load(tagger, "ner")
    assert isinstance(found, Loaded)
    ((name, place),) = pipelines.names(found.nlp, [in_words("Orm Holt rejected the crane in Vik.")])
    assert (name, place) == ((0, 2, "PER"), (6, 7, "GPE"))
