"""Where a built dataset is found: a folder, a git revision, a revision on the Hub."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from retold.dataset import Dataset, DatasetError
from retold.files import SETTINGS, CorpusFolder, FolderFiles, find_root
from retold.git import Repository
from retold.manifest import RELEASE, sha256

HUB = "hf://"


def open_dataset(address: str, *, corpus: Path | None = None, endpoint: str | None = None) -> Dataset:
    """The built dataset at an address.

    ``address`` is a folder (of a dataset, or of a corpus, whose data/ is meant), a dataset on the
    Hub (``hf://datasets/ORG/NAME@REVISION``), or a git revision of the repository that ``corpus``
    is in: its data/. Where a folder and a revision have the same name, the folder is taken; write
    ``refs/tags/NAME`` for the revision.

    Raises DatasetError where there is none, and says what was tried; HubError where the Hub does
    not give it.
    """
    if address.startswith(HUB):
        return _read(FolderFiles(local_copy(address, endpoint=endpoint)), address)
    folder = dataset_folder(Path(address))
    if folder is not None:
        return _read(FolderFiles(folder), address)
    root = corpus or find_root(Path.cwd())
    if root is not None:
        repository = Repository(root)
        commit = repository.commit(address)
        if commit is not None:
            return _read(repository.files(commit, "data"), address)
    raise DatasetError(
        f"{address} is no dataset: neither a folder with {RELEASE} or {SETTINGS}, nor a git revision "
        f"of the corpus's repository, nor {HUB}datasets/ORG/NAME@REVISION"
    )


def local_copy(address: str, *, endpoint: str | None = None) -> Path:
    """The folder of a dataset, downloaded if the address is one on the Hub.

    Raises DatasetError for an address in another form, HubError where the Hub does not give it.
    """
    from retold.hub.reading import HubAddress, fetch

    if not address.startswith(HUB):
        return Path(address)
    try:
        found = HubAddress.parse(address)
    except ValueError as error:
        raise DatasetError(str(error)) from None
    return fetch(found, endpoint=endpoint)


def dataset_folder(path: Path) -> Path | None:
    """The folder with release.json that is meant: this one, or data/ of a corpus; else None."""
    if (path / RELEASE).is_file():
        return path
    return path / "data" if (path / SETTINGS).is_file() else None


def changed_inputs(dataset: Dataset, corpus: CorpusFolder) -> list[str]:
    """What a corpus's data/ is built from and is no longer as it was then, by path."""
    listed = dataset.record.get("inputs", [])
    then = {entry["path"]: entry["sha256"] for entry in listed}
    return [
        path
        for path, digest in sorted(then.items())
        if not corpus.exists(path) or sha256(corpus.read_bytes(path)) != digest
    ]


def _read(files: Mapping[str, bytes], address: str) -> Dataset:
    if RELEASE not in files:
        raise DatasetError(f"{address} is no built dataset: it has no {RELEASE}")
    return Dataset(files)
