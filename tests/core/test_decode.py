"""Bytes to text: every encoding a French bank's export has been seen in, and none by guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.decode import decode

TEXT = "Date;Libellé;Montant\n31/12/2025;Café « Noël » à Pâques;-1,00 €\n"


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_each_encoding_comes_back(codec: str, said: str) -> None:
    decoded = decode(TEXT.encode(codec))
    assert (decoded.text, decoded.encoding) == (TEXT, said)


def test_the_euro_tells_latin_9_from_cp1252() -> None:
    text = "Date;Libellé;Montant\n31/12/2025;Café;-1,00 €\n"
    assert decode(text.encode("iso-8859-15")).text == text
    assert decode(text.encode("cp1252")).text == text


def test_old_dos_accents() -> None:
    text = "Date;Libellé;Débit;Crédit\n31/12/2025;Prélèvement;1,00;\n"
    decoded = decode(text.encode("cp850"))
    assert (decoded.text, decoded.encoding) == (text, "cp850")


def test_a_file_half_in_one_encoding_half_in_another() -> None:
    data = "15/01/2026;CAFÉ\n".encode() + "16/01/2026;CAFÉ\n".encode("cp1252")
    assert decode(data).text == "15/01/2026;CAFÉ\n16/01/2026;CAFÉ\n"


def test_utf8_encoded_twice_is_put_right_line_by_line() -> None:
    twice = "Libellé;à\n".encode().decode("cp1252").encode()
    decoded = decode(twice + "Château\n".encode())
    assert (decoded.text, decoded.repaired) == ("Libellé;à\nChâteau\n", 1)


def test_nuls_and_line_ends() -> None:
    assert decode(b"a\0b\r\nc\rd\n").text == "ab\nc\nd\n"
    assert decode(b"").text == ""


@given(st.text(st.characters(blacklist_characters="\0\r\ufeff", blacklist_categories=["Cs"]), max_size=200))
def test_utf8_is_never_damaged(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.text == text or decoded.repaired or text.startswith("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_give_some_text(data: bytes) -> None:
    assert "\0" not in decode(data).text
