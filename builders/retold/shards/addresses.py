"""Where shards are: below a corpus folder, or below an address of fsspec."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from retold.files import CorpusFolder

_CHUNK = 1 << 20
_AHEAD = 8 << 20
"""Bytes that one request asks an object store for."""
_OBJECT_STORES = frozenset(
    {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "hf", "memory"}
)


class AddressError(OSError):
    """An address that cannot be reached, and what to do."""


@dataclass(frozen=True, slots=True)
class Store:
    """A root below which shards are. It is a value: it can be sent to another process."""

    root: str
    """A folder, or an address with a protocol."""

    @property
    def remote(self) -> bool:
        """Whether the root is an address that fsspec opens."""
        return "://" in self.root or "::" in self.root

    def paths(self) -> list[str]:
        """Every file in folders of shards, as paths below the root.

        At an address, where nothing else is read, all that is below seeds/ and annotations/.
        """
        if not self.remote:
            return CorpusFolder(Path(self.root)).shard_files()
        with _reaching(self.root):
            system, base = _system(self.root)
            system.invalidate_cache()
            found = [path for name in ("seeds", "annotations") for path in system.find(f"{base}/{name}")]
        below = (path.removeprefix(base).lstrip("/") for path in found)
        return sorted(path for path in below if not any(p.startswith(".") for p in path.split("/")))

    def chunks(self, path: str) -> Generator[bytes]:
        """The bytes of a file, in pieces, read once from its beginning to its end. Raises OSError."""
        if not self.remote:
            with (Path(self.root) / path).open("rb") as file:
                yield from iter(lambda: file.read(_CHUNK), b"")
            return
        with _reaching(self.root):
            system, base = _system(self.root)
            with system.open(f"{base}/{path}", "rb", cache_type="readahead", block_size=_AHEAD) as file:
                yield from iter(lambda: file.read(_CHUNK), b"")

    def digest(self, path: str) -> str:
        """SHA-256 of a file's bytes, which are not looked at. Raises OSError."""
        total = hashlib.sha256()
        with closing(self.chunks(path)) as chunks:
            for chunk in chunks:
                total.update(chunk)
        return total.hexdigest()

    @contextmanager
    def writing(self, path: str) -> Iterator[Path]:
        """A file on this machine to be written; without an error it becomes ``path``, in one step.

        On an error nothing is left of it. Raises OSError.
        """
        if not self.remote:
            target = Path(self.root) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with _staged(target.parent / f".retold-{target.name}-{os.getpid()}") as staged:
                yield staged
                with staged.open("rb+") as written:
                    os.fsync(written.fileno())
                staged.replace(target)
            return
        with TemporaryDirectory(prefix="retold-") as folder:
            staged = Path(folder) / "shard"
            yield staged
            with _reaching(self.root):
                _put(staged, *_system(self.root), path)

    def remove(self, path: str) -> None:
        """Removes a file. Raises OSError."""
        if not self.remote:
            (Path(self.root) / path).unlink()
            return
        with _reaching(self.root):
            system, base = _system(self.root)
            system.rm_file(f"{base}/{path}")


def store_of(folder: CorpusFolder, address: str | None) -> Store:
    """Where the shards of a corpus are; ``address`` is what its settings say."""
    if address is None:
        return Store(str(folder.root))
    if "://" in address or "::" in address:
        return Store(address.rstrip("/"))
    return Store(str((folder.root / address).resolve()))


def unread(folder: CorpusFolder, store: Store) -> list[str]:
    """Shards in the corpus folder itself that nothing reads, since the store is elsewhere."""
    return [] if store.root == str(folder.root) else folder.shard_files()


def _system(root: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    system, base = url_to_fs(root)
    return system, str(base).rstrip("/")


@contextmanager
def _staged(path: Path) -> Iterator[Path]:
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _put(source: Path, system: Any, base: str, path: str) -> None:
    """Object stores show a file when all of it has come; elsewhere it gets its name then."""
    protocols = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
    target = f"{base}/{path}"
    if protocols & _OBJECT_STORES:
        system.put_file(str(source), target)
        return
    folder, name = target.rsplit("/", 1)
    staged = f"{folder}/.retold-{name}-{os.getpid()}"
    system.makedirs(folder, exist_ok=True)
    try:
        system.put_file(str(source), staged)
        system.mv(staged, target)
    except BaseException:
        with suppress(Exception):
            system.rm_file(staged)
        raise


@contextmanager
def _reaching(root: str) -> Iterator[None]:
    """Turns what libraries raise into one error that says which address it was."""
    try:
        yield
    except ImportError as error:
        how = "pip install 'retold[s3]'" if root.startswith("s3://") else str(error)
        raise AddressError(f"{root} needs a library more: {how}") from None
    except MemoryError:
        raise
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{root}: there is no file {error}") from None
    except Exception as error:  # each library has errors of its own
        raise AddressError(f"{root}: {type(error).__name__}: {error}") from error
