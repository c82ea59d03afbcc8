"""TikTok's "download your data": ``user_data_tiktok.json``, three generations of it, and two files of its text variant.

Only the audience is kept: followers gained and videos posted by day, the number of followers, the videos' titles. What
the user spent (coins, gifts, shop orders) is counted in a sentence and not imported; wallet operations, whose form
nobody has seen, are said to be there. Messages, addresses, searches and the rest are never looked at beyond their day,
and never stored. Keys are English in every language; sections move from one generation to the next, so they are
looked for by name alone, at a bounded depth. Days are UTC.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.statement import (
    AudienceDay,
    AudienceExport,
    Evidence,
    Problem,
    Reader,
    Reading,
    ReadOptions,
    Statement,
    VideoRow,
)
from tenk_desktop.core.importing.studio import PLATFORM
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, fold, msg, neutral

FORMAT = "tiktok-user-data"
_DEEPEST = 6  # a list of followers stands at most four levels down
_MOST_TEXT = 200  # characters of a title kept
_MOST_VALUES = 2_000_000  # of JSON: ten times a busy account's history; more would ask for gigabytes
_OURS = ("fanslist", "followerlist", "videolist", "profilemap", "transactionslist")
_FOLLOWERS = ("follower", "followers", "volger", "volgers", "abonne", "abonnes", "seguidor", "seguidores", "seguace")
_POSTS = ("post", "posts", "videos")

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}:\d{2}.*)?$")
_VIDEO = re.compile(r"/(?:video|photo|v)/(\d{1,25})")


def claims(name: str, head: bytes) -> bool:
    """Whether it is a JSON object, for no other format is one, or dated blocks under a known name."""
    text = decode(head).text.lstrip("\ufeff \n\t")
    if re.match(r'\{\s*["}]', text):
        return True
    return _stem(name) in _FOLLOWERS + _POSTS and bool(re.match(r"[^\n:]{2,30}: *\d{4}-\d{2}-\d{2}", text))


def read(name: str, data: bytes, _options: ReadOptions, progress: Progress) -> Reading:
    """The audience in a person's own data. Raises `ImportRefusedError` when it is broken, too large or no such data."""
    step(progress, 0.0)
    decoded = decode(data)
    text = decoded.text.lstrip("\ufeff \n\t")
    tree = _parse(text) if text.startswith("{") else _blocks(name, text)
    step(progress, 0.6)
    audience = _audience(tree)
    step(progress, 1.0)
    statement = Statement(audience=audience, name=PLATFORM, header=FORMAT, kind=AccountKind.WALLET)
    evidence = (Evidence("header", msg("Données personnelles TikTok"), line=1),)
    return Reading(FORMAT, decoded.encoding, (statement,), tuple(_said(tree)), evidence=evidence)


READER = Reader(FORMAT, claims, read)


# --- the tree


def _parse(text: str) -> Mapping[str, Any]:
    if sum(text.count(mark) for mark in ",[{") > _MOST_VALUES:
        raise ImportRefusedError(
            msg("Ce fichier de données TikTok est trop gros."),
            msg("Demandez un export sans l’historique des vidéos vues."),
        )
    try:
        tree = json.loads(text, parse_constant=lambda _word: None)
    except (ValueError, RecursionError):
        raise ImportRefusedError(
            msg("Ce fichier de données TikTok est abîmé ou incomplet."),
            msg("Téléchargez-le à nouveau depuis « Télécharger vos données »."),
        ) from None
    if not isinstance(tree, dict) or not any(True for key in _OURS for _ in _find(tree, key)):
        raise ImportRefusedError(
            msg("Ce fichier JSON ne vient pas de « Télécharger vos données » de TikTok."),
            msg("Choisissez user_data_tiktok.json, au format JSON."),
        )
    return tree


def _blocks(name: str, text: str) -> Mapping[str, Any]:
    """The text variant: blocks of ``Label: value`` lines apart by empty lines; labels are translated, so unread."""
    items = []
    for block in re.split(r"\n\s*\n", text):
        values = [value.strip() for _, _, value in (line.partition(":") for line in block.splitlines())]
        day = next((v for v in values if _DATE.match(v.removesuffix(" UTC"))), "")
        link = next((v for v in values if _VIDEO.search(v)), "")
        if day:
            items.append({"Date": day, "Link": link})
    return {"FansList" if _stem(name) in _FOLLOWERS else "VideoList": items}


def _stem(name: str) -> str:
    return fold(PurePosixPath(re.split(r"[!\\]", name)[-1]).stem).strip()


def _plain(key: object) -> str:
    """A key without case, spaces, underscores or signs: the generations write them differently."""
    return re.sub(r"[^a-z0-9]", "", str(key).casefold())


def _find(tree: Any, key: str, under: str = "", depth: int = _DEEPEST) -> Iterator[Any]:
    """Every value under this key, and under a section whose name holds ``under``."""
    if depth == 0 or not isinstance(tree, dict):
        return
    for name, value in tree.items():
        plain = _plain(name)
        if plain == key and not under:
            yield value
        else:
            yield from _find(value, key, "" if under and under in plain else under, depth - 1)


def _items(tree: Any, key: str, under: str = "") -> list[Any]:
    """The items of every list (or object of items) under this key; ``null``, ``{}`` and ``[]`` hold none."""
    found: list[Any] = []
    for value in _find(tree, key, under):
        if isinstance(value, dict):
            nested = list(_find(value, key))  # "SendGifts": {"SendGifts": [...]}
            found += _flat(nested) if nested else list(value.values())
        elif isinstance(value, list):
            found += value
    return found


def _flat(values: Sequence[Any]) -> list[Any]:
    return [item for value in values if isinstance(value, list) for item in value]


def _get(item: Any, key: str) -> Any:
    return next((v for k, v in item.items() if _plain(k) == key), None) if isinstance(item, dict) else None


def _day(item: Any) -> date | None:
    found = _DATE.match(str(_get(item, "date") or ""))
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return day if day and 2014 <= day.year < 2100 else None  # Musical.ly became TikTok and kept its users


def _whole(value: Any) -> int | None:
    """A count, written as a number or as its text; ``"None"`` and ``"N/A"`` are no count."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if re.fullmatch(r"\d{1,15}", text, re.ASCII) else None


# --- the audience


def _audience(tree: Any) -> AudienceExport:
    posts = _items(tree, "videolist", under="post") or _items(tree, "videolist", under="videos")
    if not posts and set(tree) == {"VideoList"}:
        posts = _items(tree, "videolist")
    fans = _items(tree, "fanslist") or [f for f in _items(tree, "followerlist") if _day(f)]
    days: dict[date, dict[str, int | None]] = {}
    for metric, items in (("new_followers_kept", fans), ("posts", posts)):
        for day, count in Counter(d for item in items if (d := _day(item))).items():
            days.setdefault(day, {})[metric] = count
    newest = max((*days, *_newest(tree)), default=None)
    profile = _profile(tree)
    followers = _whole(_get(profile, "followercount"))
    if followers is None and fans:
        followers = len(fans)
    if followers is not None and newest:
        days.setdefault(newest, {})["followers"] = followers
    user = str(_get(profile, "username") or "").strip()
    return AudienceExport(
        PLATFORM,
        user if re.fullmatch(r"[\w.]{2,30}", user) and user not in ("None", "REDACTED") else "",
        newest.isoformat() if newest else "",
        tuple(AudienceDay(1, day, days[day]) for day in sorted(days)),
        tuple(_videos(posts)),
    )


def _profile(tree: Any) -> Mapping[str, Any]:
    return next((p for p in _find(tree, "profilemap") if isinstance(p, dict)), {})


def _newest(tree: Any) -> Iterator[date]:
    """The newest day written anywhere: the file was made then or later. Nothing else of those parts is looked at."""
    stack = [tree]
    newest: date | None = None
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            day = _day(node)
            newest = max(newest or day, day) if day else newest
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    if newest:
        yield newest


def _videos(posts: Sequence[Any]) -> Iterator[VideoRow]:
    """The videos with their day and likes; views are not in this file. Each id once, the last word first."""
    seen: set[str] = set()
    for item in reversed(posts):
        found = _VIDEO.search(str(_get(item, "link") or ""))
        if found and found[1] not in seen:
            seen.add(found[1])
            title = neutral(str(_get(item, "title") or ""))[:_MOST_TEXT].encode("utf-8", "replace").decode()
            yield VideoRow(1, found[1], title, _day(item), likes=_whole(_get(item, "likes")))


# --- what is said and not imported


def _said(tree: Any) -> Iterator[Problem]:
    def note(message: Message, *, lost: bool = False) -> Problem:
        return Problem(0, message, lost=lost)

    followers = _whole(_get(_profile(tree), "followercount"))
    if followers is not None and not any(_newest(tree)):
        yield note(msg("nombre d’abonnés sans aucun jour dans le fichier : {count}", count=followers), lost=True)
    wallet = len(_items(tree, "transactionslist"))
    if wallet:
        yield note(
            msg(
                "opérations du portefeuille TikTok non lues : {count}, à montrer à l’assistant de colonnes",
                count=wallet,
            ),
            lost=True,
        )
    coins = len(_items(tree, "coinpurchasehistorylist")) + len(_items(tree, "buygifts"))
    gifts, orders = len(_items(tree, "sendgifts")), len(_items(tree, "orderhistories"))
    if coins or gifts or orders:
        yield note(
            msg(
                "dépenses non importées, votre banque les dit déjà : achats de pièces {coins}, cadeaux {gifts},"
                " commandes {orders}",
                coins=coins,
                gifts=gifts,
                orders=orders,
            )
        )
    lives = sum(1 for item in _items(tree, "golivelist") if _get(item, "totalearning") not in (None, "", 0, "0", "N/A"))
    if lives:
        yield note(msg("gains de LIVE d’une unité inconnue, non repris : {count}", count=lives))
