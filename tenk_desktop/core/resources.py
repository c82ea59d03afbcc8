"""Where the packaged files are: beside the package in a wheel, beside the checkout in development."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of one packaged file, for example ``resource("rules", "categories.toml")``."""
    packed = _PACKAGE / "resources"
    return (packed if packed.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)
