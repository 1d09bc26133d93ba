"""A corpus among the tests of pytest: one item a document, one for what is of no single document.

``pytest --retold CORPUS``, or ``retold_corpus`` in pytest's settings. pytest loads this module in
every run, so nothing is imported before there is a corpus to check.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from retold.files import CorpusFolder
    from retold.findings import Finding
    from retold.pipeline import Checked

WHOLE = "corpus"
"""Name of the item for findings that are of no single document."""


class UnsoundError(Exception):
    """The findings of one item, as text."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options, and the same as settings."""
    group = parser.getgroup("retold", "annotated corpora")
    group.addoption("--retold", metavar="CORPUS", help="check the corpus in this folder")
    group.addoption("--retold-strict", action="store_true", help="treat its warnings as errors")
    parser.addini("retold_corpus", "folder of a corpus to check, seen from the root of the tests")
    parser.addini("retold_strict", "treat its warnings as errors", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Does nothing where no corpus is named."""
    option, setting = config.getoption("--retold"), config.getini("retold_corpus")
    if option is None and not setting:
        return
    root = config.rootpath / setting if option is None else config.invocation_params.dir / option
    # Who names files wants those; the setting is for runs that name none.
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    strict = config.getoption("--retold-strict") or config.getini("retold_strict")
    plugin = Collection(_settings(root), strict, always=option is not None or not named)
    config.pluginmanager.register(plugin, "retold-collection")


def _settings(root: Path) -> Path:
    """The file that marks the corpus. Raises UsageError where there is none."""
    from retold.files import SETTINGS

    if not (root / SETTINGS).is_file():
        raise pytest.UsageError(f"retold: {root} is no corpus: it has no {SETTINGS}")
    return (root / SETTINGS).resolve()


class Collection:
    """Adds the corpus to what pytest collects: where it passes by, and ``always`` at the end."""

    def __init__(self, settings: Path, strict: bool, *, always: bool) -> None:
        self.settings = settings
        self.strict = strict
        self.always = always
        self.files: list[CorpusFile] = []

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The corpus, where pytest looks at the file that marks it."""
        if file_path.name != self.settings.name or file_path.resolve() != self.settings:
            return None
        return self._corpus(parent)

    @pytest.hookimpl(tryfirst=True)  # before -k and --lf choose
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """The corpus, where pytest did not come by it."""
        if self.always and not any(file.collected for file in self.files):
            items += session.genitems(self._corpus(session))

    def _corpus(self, parent: pytest.Collector) -> CorpusFile:
        self.files.append(CorpusFile.from_parent(parent, path=self.settings, strict=self.strict))
        return self.files[-1]


class CorpusFile(pytest.File):
    """A corpus, by the file that marks it; read once, when the first of its items runs."""

    def __init__(self, *, strict: bool, **rest: Any) -> None:
        super().__init__(**rest)
        self.strict = strict
        self.collected = False

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each line of the manifest, and one for the rest."""
        self.collected = True
        for document in self.documents:
            yield CorpusItem.from_parent(self, name=document, document=document)
        yield CorpusItem.from_parent(self, name=WHOLE, document=None)

    @cached_property
    def folder(self) -> CorpusFolder:
        """The corpus's files."""
        from retold.files import CorpusFolder

        return CorpusFolder(self.path.parent)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents, as far as the manifest can be read."""
        from retold import schemas
        from retold.files import SEEDS
        from retold.records import parse, record_id

        text = self.folder.read_text(SEEDS) if self.folder.exists(SEEDS) else ""
        rows = parse(text, SEEDS, "seed", schemas.violations)[0] if isinstance(text, str) else []
        return tuple(sorted({record_id(row.record) for row in rows}))

    @cached_property
    def checked(self) -> Checked:
        """What the rules found."""
        from retold import pipeline

        return pipeline.check(self.folder, keep=False)

    @cached_property
    def findings(self) -> dict[str | None, list[Finding]]:
        """Document -> its findings: those that name it, or whose file is named after it."""
        known = frozenset(self.documents)
        found: dict[str | None, list[Finding]] = {}
        for finding in self.checked.findings:
            named = (finding.place.doc, Path(finding.place.file).stem)
            document = next((id for id in named if id in known), None)
            found.setdefault(document, []).append(finding)
        return found


class CorpusItem(pytest.Item):
    """The findings of one document, or of none."""

    parent: CorpusFile

    def __init__(self, *, document: str | None, **rest: Any) -> None:
        super().__init__(**rest)
        self.document = document

    def runtest(self) -> None:
        """Raises UnsoundError where a finding blocks a build."""
        from retold.cli.findings import lines, text_of
        from retold.findings import blocking

        corpus, strict = self.parent, self.parent.strict
        findings = corpus.findings.get(self.document, [])
        texts = text_of(corpus.folder, corpus.checked.corpus)
        said = "\n".join(line for f in findings for line in lines(f, strict, texts))
        if blocking(findings, strict=strict):
            raise UnsoundError(said)
        if findings:
            self.add_report_section("call", "retold", said)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings alone; a fault of the tool with its traceback."""
        if isinstance(excinfo.value, UnsoundError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style or "short")

    def reportinfo(self) -> tuple[Path, None, str]:
        """Heading of the item in reports."""
        return self.path, None, f"retold: {self.name}"
