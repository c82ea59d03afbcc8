"""The catalogue tool finds what would leave a sentence in French, or wrong, in front of an English reader."""

import gettext
from pathlib import Path

import pytest

from tests import messages

SOURCE = """
tr("Bonjour {name}.", name=n)
msg("ligne {line} : "
    "illisible", line=1)
ntr("une ligne", "{count} lignes", n)
"""
ENGLISH = {
    "Bonjour {name}.": "Hello {name}.",
    "ligne {line} : illisible": "line {line}: unreadable",
    ("une ligne", "{count} lignes"): ("one line", "{count} lines"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one source file, and a catalogue that is complete."""
    (tmp_path / "tenk_desktop").mkdir()
    (tmp_path / "tenk_desktop/page.py").write_text(SOURCE, "utf-8")
    write(tmp_path, ENGLISH)
    return tmp_path


def write(root: Path, english: dict) -> None:
    catalogue = messages.renewed(messages.read(root / "none.po"), messages.sentences(root))
    for french, said in english.items():
        catalogue[french].string = said
    po(root).write_bytes(messages.po_bytes(catalogue))
    po(root).with_suffix(".mo").write_bytes(messages.mo_bytes(messages.read(po(root))))


def po(root: Path) -> Path:
    return root / "tenk.po"


def problems(root: Path) -> list[str]:
    return list(messages.check(root, po(root)))


def test_a_complete_catalogue_is_read_by_the_program(root: Path) -> None:
    assert problems(root) == []
    with po(root).with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("ligne {line} : illisible") == "line {line}: unreadable"
    assert spoken.ngettext("une ligne", "{count} lignes", 2) == "{count} lines"


def test_a_new_sentence_is_missing_until_extracted_then_untranslated(root: Path) -> None:
    with (root / "tenk_desktop/page.py").open("a") as file:
        file.write('tr("Au revoir.")\n')
    assert problems(root) == ["not in the catalogue (extract): 'Au revoir.'"]
    write(root, ENGLISH)
    assert problems(root) == ["not translated: 'Au revoir.'"]


def test_a_sentence_that_becomes_plural_is_translated_again(root: Path) -> None:
    (root / "tenk_desktop/page.py").write_text('ntr("Bonjour {name}.", "Bonjours {name}.", n)', "utf-8")
    fresh = messages.renewed(messages.read(po(root)), messages.sentences(root))
    assert [message.string for message in fresh if message.id] == [("", "")]


def test_a_sentence_that_left_the_source_is_obsolete(root: Path) -> None:
    (root / "tenk_desktop/page.py").write_text(SOURCE.replace("Bonjour", "Salut"), "utf-8")
    assert any("no longer in the source" in problem for problem in problems(root))


@pytest.mark.parametrize(
    ("french", "english", "word"),
    [
        ("Bonjour {name}.", "Hello {nom}.", "fields"),
        ("Bonjour {name}.", "Hello.", "fields"),
        ("Bonjour {name}.", "Hello {name}. ", "spaces"),
        (("une ligne", "{count} lignes"), ("one line", "{n} lines"), "fields"),
        (("une ligne", "{count} lignes"), ("", ""), "translated"),
    ],
)
def test_a_wrong_translation_is_named(root: Path, french: str, english: str, word: str) -> None:
    write(root, {**ENGLISH, french: english})
    assert len(problems(root)) == 1
    assert word in problems(root)[0]


def test_a_stale_mo_is_named(root: Path) -> None:
    po(root).write_text(po(root).read_text("utf-8").replace("Hello", "Hi"), "utf-8")
    assert problems(root) == ["tenk.mo is stale (compile)"]


@pytest.mark.parametrize(
    "call",
    ['tr(f"Bonjour {name}")', 'tr("a" + b)', 'tr("a {}".format(b))', 'msg("a" if b else "c")', 'ntr("a", f"{n}", 2)'],
)
def test_a_sentence_put_together_in_place_is_refused(root: Path, call: str) -> None:
    (root / "tenk_desktop/other.py").write_text(f"{call}\n")
    assert any("other.py:1" in problem for problem in problems(root))


def test_writing_twice_writes_the_same_bytes(root: Path) -> None:
    catalogue = messages.read(po(root))
    assert messages.po_bytes(messages.renewed(catalogue, messages.sentences(root))) == po(root).read_bytes()
    assert messages.mo_bytes(messages.read(po(root))) == messages.mo_bytes(messages.read(po(root)))
