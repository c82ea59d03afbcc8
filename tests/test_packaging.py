"""What the packages tell the system, checked without building them. The builds have scripts of their own: packaging/test_*.sh."""

import configparser
import os
import re
import runpy
import shutil
import struct
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tenk_desktop import __version__
from tenk_desktop.cli.arguments import VERBS, parser
from tenk_desktop.core.text import use_language
from tenk_desktop.store.ledger import Ledger

from .conftest import CHECKOUT

PACKAGING = CHECKOUT / "packaging"
DEB = PACKAGING / "deb"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def fill():
    """Fills the templates as the builds do."""
    return runpy.run_path(str(PACKAGING / "facts.py"))["fill"]


@pytest.fixture(scope="module")
def desktop() -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None, delimiters="=")
    read.optionxform = str  # keys keep their capitals
    read.read(DEB / "tenk.desktop", "utf-8")
    return read["Desktop Entry"]


@pytest.fixture(scope="module")
def types() -> dict[str, ET.Element]:
    return {found.attrib["type"]: found for found in ET.parse(DEB / "tenk.xml").getroot()}


def test_the_desktop_entry_opens_any_number_of_files(desktop: configparser.SectionProxy) -> None:
    assert desktop["Type"] == "Application"
    assert desktop["Exec"] == "tenk %F"
    assert desktop["Icon"] == "tenk"
    assert desktop["Terminal"] == "false"


@pytest.mark.parametrize("key", ["GenericName", "Comment", "Keywords"])
def test_the_desktop_entry_speaks_both_languages(desktop: configparser.SectionProxy, key: str) -> None:
    assert desktop[key]
    assert desktop[f"{key}[fr]"]
    assert desktop[key] != desktop[f"{key}[fr]"]


@pytest.mark.parametrize("key", ["MimeType", "Categories", "Keywords", "Keywords[fr]"])
def test_lists_of_the_desktop_entry_end_as_they_must(desktop: configparser.SectionProxy, key: str) -> None:
    assert desktop[key].endswith(";")
    assert ";;" not in desktop[key]


def test_the_desktop_entry_names_every_type_we_define(
    desktop: configparser.SectionProxy, types: dict[str, ET.Element]
) -> None:
    assert set(types) <= set(desktop["MimeType"].split(";"))


def test_each_type_has_a_name_in_both_languages_and_a_pattern(types: dict[str, ET.Element]) -> None:
    for found in types.values():
        assert {comment.get(LANG) for comment in found.iter(f"{MIME}comment")} == {None, "fr"}
        assert next(found.iter(f"{MIME}glob")).attrib["pattern"].startswith("*.")


def test_the_magic_of_our_type_is_that_of_a_real_ledger(types: dict[str, ET.Element], tmp_path: Path) -> None:
    Ledger.create(tmp_path / "a.tenk").close()
    head = (tmp_path / "a.tenk").read_bytes()[:100]
    matches = list(types["application/x-tenk"].iter(f"{MIME}match"))
    assert len(matches) == 2
    for match in matches:
        value = match.attrib["value"].replace(r"\0", "\0").encode()
        assert head[int(match.attrib["offset"]) :].startswith(value)
    assert struct.unpack(">I", head[68:72]) != (0,)


def test_the_metainfo_says_this_version_and_names_the_desktop_entry(fill) -> None:
    component = ET.fromstring(fill((DEB / "tenk.metainfo.xml").read_text("utf-8")))
    assert [release.get("version") for release in component.iter("release")] == [__version__]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", next(component.iter("release")).attrib["date"])
    assert component.findtext("launchable") == "tenk.desktop"
    assert component.findtext("project_license") == "MIT"
    for tag in ("summary", "p", "li"):
        languages = [found.get(LANG) for found in component.iter(tag)]
        assert languages.count(None) == languages.count("fr") > 0


@pytest.mark.parametrize(("page", "language"), [("tenk.1", "en"), ("tenk.fr.1", "fr")])
def test_the_manual_names_every_verb_and_no_placeholder_is_left(fill, page: str, language: str) -> None:
    manual = fill((DEB / page).read_text("utf-8"))
    use_language(language)
    usage = parser().format_help()
    verbs = set(re.findall(r"^\.TP\n\.BI? ([a-z]+)\b", manual.split("VERB", 1)[1], re.MULTILINE))
    assert verbs == set(VERBS)
    for verb in verbs:
        assert re.search(rf"^\s+{verb}\b", usage, re.MULTILINE)
    assert not re.search(r"@[A-Z_]+@", manual)
    assert __version__ in manual


@pytest.mark.parametrize("page", ["tenk.1", "tenk.fr.1"])
def test_the_manual_names_every_option(fill, page: str, capsys: pytest.CaptureFixture[str]) -> None:
    manual = fill((DEB / page).read_text("utf-8")).replace("\\-", "-")
    asked = [["--help"], *([verb, "--help"] for verb in VERBS)]
    for words in asked:
        with pytest.raises(SystemExit):
            parser().parse_args(words)
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", capsys.readouterr().out))
    assert {"--ledger", "--columns", "--backtest"} <= options
    assert not [option for option in options if not re.search(rf"{option}(?![\w-])", manual)]


@pytest.mark.skipif(shutil.which("man") is None, reason="no man here")
@pytest.mark.parametrize("page", ["tenk.1", "tenk.fr.1"])
def test_man_reads_the_manual(fill, page: str, tmp_path: Path) -> None:
    (tmp_path / page).write_text(fill((DEB / page).read_text("utf-8")), "utf-8")
    env = os.environ | {"LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
    command = ["man", "--warnings", "--local-file", str(tmp_path / page)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (said.returncode, said.stderr) == (0, "")
    assert "--columns" in said.stdout


def test_every_template_is_filled_whole(fill) -> None:
    for path in DEB.iterdir():
        text = path.read_text("utf-8")
        if path.name != "build":
            assert not re.search(r"@[A-Z_]+@", fill(text)), path.name
    with pytest.raises(KeyError):
        fill("@NOBODY@")


def test_there_is_one_version() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "tenk_desktop/__init__.py"
    written = [p for p in PACKAGING.rglob("*") if p.is_file() and p.suffix not in (".png", ".pyc")]
    assert written
    assert not [p for p in written if f"{__version__}" in p.read_text("utf-8")]


def test_every_build_is_a_command() -> None:
    builds = [PACKAGING / target / "build" for target in ("wheel", "pyinstaller", "deb")]
    for script in [*builds, *PACKAGING.glob("*.sh")]:
        assert script.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
        assert sys.platform == "win32" or script.stat().st_mode & 0o111


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="no desktop-file-validate here")
def test_freedesktop_accepts_the_desktop_entry() -> None:
    said = subprocess.run(
        ["desktop-file-validate", str(DEB / "tenk.desktop")], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="no appstreamcli here")
def test_appstream_accepts_the_metainfo(fill, tmp_path: Path) -> None:
    page = tmp_path / (fill("@ID@") + ".metainfo.xml")
    page.write_text(fill((DEB / "tenk.metainfo.xml").read_text("utf-8")), "utf-8")
    said = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(page)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize("script", ["wheel/build", "pyinstaller/build", "deb/build", "test_deb.sh", "test_wheel.sh"])
def test_the_scripts_are_bash(script: str) -> None:
    assert subprocess.run(["bash", "-n", str(PACKAGING / script)], check=False).returncode == 0


def test_an_icon_is_drawn_in_every_size(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(PACKAGING / "icons.py"), str(tmp_path)], check=True)
    sizes = {}
    for png in (tmp_path / "hicolor").glob("*/apps/tenk.png"):
        sizes[png.parts[-3]] = struct.unpack(">II", png.read_bytes()[16:24])
    assert {"16x16", "48x48", "256x256"} <= set(sizes)
    assert all(name == f"{width}x{height}" for name, (width, height) in sizes.items())
    assert b"currentColor" not in (tmp_path / "hicolor" / "scalable" / "apps" / "tenk.svg").read_bytes()
    assert (tmp_path / "tenk.ico").read_bytes()[:4] == b"\0\0\1\0"
    assert (tmp_path / "tenk.icns").read_bytes()[:4] == b"icns"


def test_every_licence_is_gathered(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(PACKAGING / "licences.py"), str(tmp_path)], check=True)
    table = (tmp_path / "LICENCES.txt").read_text("utf-8").splitlines()
    named = {line.partition(":")[0].split(" ")[0] for line in table}
    asked = {re.match(r"[\w-]+", d)[0].lower() for d in tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]}  # fmt: skip
    assert asked | {"python", "shiboken6", "six"} <= {name.lower() for name in named}
    assert (tmp_path / "numpy.txt").stat().st_size > 1000
