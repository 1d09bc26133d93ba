"""The templates, styles and scripts of the site, as they lie beside ``retold.site``."""

from __future__ import annotations

from pathlib import Path

import retold.site
from retold.site.pages import Assets

_FOLDER = Path(retold.site.__file__).parent


def assets() -> Assets:
    """Templates as text, static files as bytes."""
    templates = sorted((_FOLDER / "templates").iterdir())
    static = sorted((_FOLDER / "static").iterdir())
    return Assets(
        {path.name: path.read_text(encoding="utf-8") for path in templates},
        {path.name: path.read_bytes() for path in static},
    )
