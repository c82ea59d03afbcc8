"""What things cost, beside the same done bare or by others; see `tests.benchmarks.__main__`."""

import compileall
from pathlib import Path

import tenk_desktop


def compile_ours() -> None:
    """Have our modules compiled, as an installed program's are, before any start of it is measured: where
    PYTHONDONTWRITEBYTECODE is set, whatever was edited would be compiled again at each, for 30 ms of a first paint.
    """
    compileall.compile_dir(Path(tenk_desktop.__path__[0]), quiet=1)
