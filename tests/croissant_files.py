"""croissant.json as the tests read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read(folder: Path) -> Any:
    return json.loads((folder / "croissant.json").read_bytes())
