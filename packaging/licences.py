"""The licences of what a package bundles, gathered from what is installed here. Run by the build commands.

packaging/licences.py FOLDER     writes FOLDER/LICENCES.txt (a table) and FOLDER/NAME.txt, one text a component

The components are the dependencies of pyproject.toml, theirs in turn, and Python. Qt and PySide6 come as shared
libraries that anyone may replace in the folder, as the LGPL asks; their wheels hold no licence text, so it is taken
from Debian's copies where there are any, and the table says where it is.
"""

import re
import sys
import sysconfig
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from facts import PROJECT
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parent.parent
NOT_BUNDLED = {"pip", "setuptools"}
LGPL = "LGPL-3.0-only (chosen among LGPL-3.0-only, GPL-2.0-only and GPL-3.0-only); text: gnu.org/licenses/lgpl-3.0"
NO_TEXT = {  # wheels without a licence text
    "pyside6-essentials": f"{LGPL}; holds Qt and ICU; sources of this version: download.qt.io, official releases",
    "shiboken6": LGPL,
}
COMMON = Path("/usr/share/common-licenses")  # Debian's copies of the texts that Qt's wheels leave out
TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)


def components() -> list[Distribution]:
    """What the program stands on, as installed here. Raises `SystemExit` when something is not installed."""
    found: dict[str, Distribution] = {}
    wanted = [Requirement(words) for words in PROJECT["dependencies"]]
    while wanted:
        asked = wanted.pop()
        if asked.name in NOT_BUNDLED or asked.name in found or not (asked.marker is None or asked.marker.evaluate()):
            continue
        try:
            found[asked.name] = distribution(asked.name)
        except PackageNotFoundError:
            sys.exit(f"licences.py: {asked.name} is not installed; ./tenk --version installs it")
        wanted += [Requirement(words) for words in found[asked.name].requires or () if "extra ==" not in words]
    return [found[name] for name in sorted(found, key=str.lower)]


def plain(component: Distribution) -> str:
    return component.name.lower().replace("_", "-")


def terms(component: Distribution) -> str:
    """The licence in one line, as the component itself says it."""
    said = component.metadata
    classified = [c.split(" :: ")[-1] for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    short = next((t for t in (said["License-Expression"], said["License"]) if t and "\n" not in t), None)
    return NO_TEXT.get(plain(component)) or short or ", ".join(classified) or "see the text"


def text(component: Distribution) -> str:
    """The texts of its licence; empty where its wheel holds none. Raises `SystemExit` when that is a surprise."""
    files = [f for f in component.files or () if TEXTS.search(str(f)) and ".dist-info" in str(f)]
    if not files and plain(component) not in NO_TEXT:
        sys.exit(f"licences.py: {component.name} has no licence text")
    return "\n\n".join(Path(str(f.locate())).read_text("utf-8") for f in files)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    python = python if python.exists() else Path("/usr/share/doc/python3/copyright")
    (folder / "python.txt").write_bytes(python.read_bytes())
    (folder / "tenk.txt").write_bytes((CHECKOUT / "LICENSE").read_bytes())
    (folder / "pyinstaller.txt").write_text(text(distribution("pyinstaller")), "utf-8")
    for name in ("LGPL-3", "GPL-3"):
        if (COMMON / name).exists():
            (folder / f"{name}.txt").write_bytes((COMMON / name).read_bytes())
    table = [
        "tenk: MIT",
        f"python {sys.version.split()[0]}: PSF-2.0",
        "pyinstaller (its loader): GPL-2.0-or-later with an exception for the programs it packs",
    ]
    for component in components():
        table.append(f"{plain(component)} {component.version}: {terms(component)}")
        if words := text(component):
            (folder / f"{plain(component)}.txt").write_text(words, "utf-8")
    (folder / "LICENCES.txt").write_text("\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
