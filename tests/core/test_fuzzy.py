"""A few letters find a name; the better they fit, the higher it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.fuzzy import nearest, score

NAMES = (
    "Pointer un relevé…", "Importer…", "Imports faits…", "Comptes et soldes…", "Masquer les montants", "Thème Sombre",
    "Ouvrir…", "Raccourcis clavier", "Gains d’un mois…", "Fin du mois",
)  # fmt: skip


def first(query: str) -> str:
    found = {name: score(query, name) for name in NAMES}
    return max((name for name in NAMES if found[name] is not None), key=lambda name: found[name])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("releve", "Pointer un relevé…"), ("RELEVÉ pointer", "Pointer un relevé…"), ("pur", "Pointer un relevé…"),
        ("impf", "Imports faits…"), ("sold", "Comptes et soldes…"), ("sombre", "Thème Sombre"),
        ("porter", "Importer…"), ("rac", "Raccourcis clavier"), ("masq", "Masquer les montants"), ("fdm", "Fin du mois"),
    ],
)  # fmt: skip
def test_letters_find_a_name(query: str, name: str) -> None:
    assert first(query) == name


def test_what_is_not_there_is_not_found() -> None:
    assert score("xyz", "Importer…") is None
    assert score("retropmi", "Importer…") is None
    assert score("", "Importer…") == 0


def test_letters_together_are_worth_more_than_the_first_of_several_words() -> None:
    assert score("rel", "Pointer un relevé…") > score("rel", "Refuser le virement proposé")


texts = st.text("abcé oÀ’-", min_size=1, max_size=20)


@given(texts, st.data())
def test_any_run_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    words = [w for w in "".join(c if c.isalnum() else " " for c in text).split() if w]
    for word in words:
        start = data.draw(st.integers(0, len(word) - 1))
        end = data.draw(st.integers(start + 1, len(word)))
        assert score(word[start:end].upper(), text) is not None
    assert score(" ".join(reversed(words)), text) is not None


@given(texts, texts, texts)
def test_the_order_of_words_does_not_matter(one: str, other: str, text: str) -> None:
    assert score(f"{one} {other}", text) == score(f"{other} {one}", text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Courrant", "Courant"),
        ("corant", "Courant"),
        ("COURNAT", "Courant"),
        ("livre a", "Livret A"),
        ("boursoo", "BoursoBank joint"),
        ("pp", "PayPal"),
        ("Crédit Mutuel", None),
        ("", None),
    ],
)
def test_a_mistyped_name_finds_the_one_meant(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["Livret A", "Courant", "PayPal", "BoursoBank joint"]) == meant


@given(st.lists(st.text("abcdefghij", min_size=4, max_size=12), min_size=1, max_size=5, unique=True), st.data())
def test_a_name_itself_is_nearest(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert nearest(name.upper(), names) == name
