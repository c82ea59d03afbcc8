"""An example is made from the very files its person would import, in a watermarked ledger of its own."""

from collections.abc import Sequence
from pathlib import Path

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.progress import Progress, silent, step
from tenk_desktop.core.sample import SampleFile
from tenk_desktop.store.ledger import Ledger, writing


def write_sample(folder: Path, persona: str, files: Sequence[SampleFile]) -> tuple[Path, tuple[Path, ...]]:
    """An example in a folder, made if need be, with the export files it came from beside it.

    Raises `LedgerError`, before anything is written, when a file of one of these names is there.
    """
    ledger, paths = folder / f"{persona}.tenk", tuple(folder / file.name for file in files)
    for path in (ledger, *paths):
        with writing(path):
            if path.exists():
                raise FileExistsError
    create_sample(ledger, persona, files).close()
    for path, file in zip(paths, files, strict=True):
        with writing(path):
            path.write_bytes(file.data)
    return ledger, paths


def create_sample(path: Path, persona: str, files: Sequence[SampleFile], progress: Progress = silent) -> Ledger:
    """A new ledger marked as the example of ``persona``, holding what importing these files in order brings."""
    ledger = Ledger.create(path, sample=persona)
    try:
        for i, file in enumerate(files):
            step(progress, i / len(files))
            ledger.apply_import(plan_file(file.name, file.data, ledger.existing))
    except BaseException:
        ledger.close()
        path.unlink(missing_ok=True)
        raise
    return ledger
