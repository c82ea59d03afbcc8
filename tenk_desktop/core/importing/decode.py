"""Bytes to text, without asking and without a guessing library.

Order of decisions, each tried only when the one before says nothing:

1. a byte-order mark says it;
2. NUL bytes on every other place are UTF-16 without its mark;
3. strict UTF-8: text in another encoding is never valid UTF-8 by chance for long;
4. some lines valid UTF-8 and some not: two exports pasted together, each line read by itself;
5. words that banks of other alphabets write above their columns, found as the bytes of their encoding (`_SPOKEN`);
6. one byte a letter: cp1252, unless mac_roman or cp850 gives clearly more of the letters these languages use.

Nothing else is ever guessed: a wrong guess (cp1250, Big5...) is worse than a wrong accent. Afterwards,
UTF-8 that some tool encoded twice (``Ã©``) is put right, line by line, where the way back is clean.
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_SAMPLE = 4096
_SLICE = 1 << 16  # letters
_EXPECTED = frozenset("éèêëàâçîïôùûüöäñßœæÉÈÊÀÜÖÄ°€’«»…–\N{NO-BREAK SPACE}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_TWICE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
# A lead byte and a continuation byte of UTF-8, as cp1252 shows them.


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, its lines ended by line feeds only and NULs dropped, and how it was read."""

    text: str
    encoding: str
    repaired: int = 0  # lines whose double UTF-8 was put right


def decode(data: bytes) -> Decoded:
    """The text of a file. Never fails: bytes that mean nothing become U+FFFD."""
    text, encoding = (
        _marked(data) or _wide(data) or _strict_utf8(data) or _mixed(data) or _spoken(data) or _single_byte(data)
    )
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    text, repaired = _undo_double_utf8(text)
    return Decoded(text, encoding, repaired)


def _marked(data: bytes) -> tuple[str, str] | None:
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, errors="replace")
            broken = name == "utf-8-sig" and "\N{REPLACEMENT CHARACTER}" in text
            return (_mixed(data[len(mark) :]) or (text, name)) if broken else (text, name)
    return None


def _wide(data: bytes) -> tuple[str, str] | None:
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half == 0:
        return None
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return data.decode("utf-16-le", errors="replace"), "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return data.decode("utf-16-be", errors="replace"), "utf-16-be"
    return None


def _strict_utf8(data: bytes) -> tuple[str, str] | None:
    try:
        return data.decode("utf-8"), "ascii" if data.isascii() else "utf-8"
    except UnicodeDecodeError:
        return None


def _mixed(data: bytes) -> tuple[str, str] | None:
    lines = data.split(b"\n")
    read = [_strict_utf8(line) for line in lines]
    if not any(r and r[1] == "utf-8" for r in read):
        return None
    return "\n".join(r[0] if r else _cp1252(line) for r, line in zip(read, lines, strict=True)), "utf-8+cp1252"


_SPOKEN = {
    "cp1250": "zaúčtování zaúčtovania částka účtu účet měna zůstatek příjemce měně księgowania płatność obciążenia "
    "tytuł rozliczeń bieżące właściciel końcowe początkowe könyvelő előjel",
    "cp1251": "дата сумма счёта счета счёт описание приход расход валюта операции дебит кредит основание остаток",
    "cp1253": "ημερομηνία ποσό αιτιολογία υπόλοιπο περιγραφή χρέωση πίστωση",
    "cp1254": "açıklama açıklaması tutarı işlem şube",
    "cp1255": "תאריך סכום יתרה חובה זכות פרטים",
    "cp1256": "التاريخ تاريخ المبلغ مبلغ الرصيد مدين دائن البيان العملية",
    "cp874": "วันที่ รายการ ถอนเงิน ฝากเงิน จำนวนเงิน คงเหลือ",
    "cp932": "日付 取引日 残高 金額 摘要 内容 取引 支払 預り 出金 入金",
    "gbk": "日期 余额 金额 交易 摘要 支出 收入",
    "cp949": "거래 잔액 입금 출금 적요 내용",
    "big5": "日期 餘額 金額 摘要 支出 存入",
}
_SPOKEN_WITHIN = 1 << 16  # bytes


def _spoken(data: bytes) -> tuple[str, str] | None:
    """The encoding in which the file says at least two of its words, and more than in any other."""
    head = data[:_SPOKEN_WITHIN]
    lower = head.lower()  # of ASCII letters only
    counts = {codec: sum(word in head or word in lower for word in words) for codec, words in _AS_BYTES.items()}
    codec = max(counts, key=lambda codec: counts[codec])
    clear = counts[codec] >= _ENOUGH_WORDS and list(counts.values()).count(counts[codec]) == 1
    return (data.decode(codec, errors="replace"), codec) if clear else None


_ENOUGH_WORDS = 2
_AS_BYTES = {
    codec: [form.encode(codec) for word in words.split() for form in (word, word.capitalize())]
    for codec, words in _SPOKEN.items()
}


def _single_byte(data: bytes) -> tuple[str, str]:
    if b"\xa4" in data and not any(0x80 <= byte <= 0x9F for byte in set(data)):
        return data.decode("iso-8859-15"), "iso-8859-15"  # the euro's place; cp1252 has a sign nobody writes there
    texts = {"cp1252": _cp1252(data)}
    texts |= {codec: data.decode(codec) for codec in ("mac_roman", "cp850")}
    scores = {codec: _score(text) for codec, text in texts.items()}
    best = max(scores, key=lambda codec: scores[codec])
    clear = scores[best] >= 0.8 and scores["cp1252"] < 0.5
    codec = best if clear else "cp1252"
    return texts[codec], codec


def _cp1252(data: bytes) -> str:
    """Cp1252, its five undefined bytes kept as latin-1 controls so that nothing is lost."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in data)


def _score(text: str) -> float:
    """Share of the non-ASCII characters that people of these languages write."""
    odd = _NOT_ASCII.findall(text)
    return sum(c in _EXPECTED for c in odd) / len(odd) if odd else 0.0


def _undo_double_utf8(text: str) -> tuple[str, int]:
    slices = range(0, len(text), _SLICE)  # one search of all of a large file would hold the window's thread up
    if text.isascii() or not any(_TWICE.search(text, at, at + _SLICE + 1) for at in slices):
        return text, 0
    lines = text.split("\n")
    better = [_once(line) if _TWICE.search(line) else line for line in lines]
    return "\n".join(better), sum(a != b for a, b in zip(lines, better, strict=True))


def _once(line: str) -> str:
    """The line with one UTF-8 encoding undone, or the line itself if that is not clean."""
    try:
        return b"".join(c.encode("latin-1") if c < "\u0100" else c.encode("cp1252") for c in line).decode("utf-8")
    except UnicodeError:
        return line
