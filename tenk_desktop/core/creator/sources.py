"""Who pays creators, and for what, by name. What is known of one platform alone is a line of a table here.

A source is a platform (or a brand) and a programme, which is empty where a platform is taken as a whole. Programmes are
French, translated when shown, as the built-in categories are.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tenk_desktop.core.model import DIAMONDS, Earning
from tenk_desktop.core.text import Message, fold, mark, msg, neutral

TIKTOK = "TikTok"
REWARDS = "Creator Rewards"
AFFILIATION = "Affiliation"  # French, translated when shown, as the built-in categories are
PARTNERSHIP = mark("Partenariat")


class Source(NamedTuple):
    """A platform and a programme of it. Without a platform, a person gives its name: a brand, or any other."""

    platform: str
    programme: str


ANOTHER = Source("", "")
SOURCES = (
    Source(TIKTOK, REWARDS),
    Source(TIKTOK, "LIVE"),
    Source(TIKTOK, DIAMONDS),
    Source(TIKTOK, "TikTok Shop"),
    Source(TIKTOK, mark("Cadeaux")),
    Source("", PARTNERSHIP),
    Source("YouTube", ""),
    Source("Instagram", ""),
    Source("Twitch", ""),
    Source("Patreon", ""),
    Source("Ko-fi", ""),
    ANOTHER,
)
"""What can be typed by the month. Affiliate orders are not: their export says each of them."""

NOT_BY_VIEWS = frozenset({"LIVE", DIAMONDS, "TikTok Shop", "Cadeaux"})
"""Programmes that no number of views explains: what viewers gave, what a shop sold."""

PLATFORMS = tuple(source.platform for source in SOURCES if source.platform not in ("", TIKTOK))
"""The others whose name a bank's text can tell, even where no earning of theirs is known."""

_PROGRAMMES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    TIKTOK: {
        AFFILIATION: re.compile(r"\baffiliat"),
        REWARDS: re.compile(r"\brewards?\b|\brecompenses?\b|creativity"),
        "LIVE": re.compile(r"\blives?\b|\bgifts?\b"),
    }
}
_PAID_AS: Mapping[str, tuple[str, ...]] = {
    "YouTube": ("youtube", "google", "adsense"),
    "Instagram": ("instagram", "meta", "meta platforms", "facebook"),
    "Ko-fi": ("ko fi", "kofi"),
}
"""The words of a bank's text for who is paid under another name than their own."""
_SHORTEST = 3
"""Letters a name needs before a bank's text can be said to hold it."""


def source_of(earning: Earning) -> Source:
    """What an earning comes from."""
    return Source(earning.platform, earning.programme)


def source_name(platform: str, programme: str) -> str:
    """``Creator Rewards``, ``YouTube``, ``Partenariat · Sephora``: as shown."""
    return str(source_message(platform, programme))


def source_message(platform: str, programme: str) -> Message:
    """`source_name`, to be said later."""
    name, whose = Message(programme.replace("{", "{{").replace("}", "}}")), neutral(platform)
    if not programme:
        return Message("{platform}", {"platform": whose}) if whose else msg("autres plateformes")
    if platform == TIKTOK:
        return name
    return Message("{programme} · {platform}", {"programme": name, "platform": whose})


def full_name(platform: str, programme: str) -> Message:
    """`source_message` with TikTok's name too, for a page that tells of more than TikTok."""
    name = source_message(platform, programme)
    if platform != TIKTOK or not programme:
        return name
    return Message("{platform} · {name}", {"platform": TIKTOK, "name": name})


@cache
def programme_named(label: str, platform: str = TIKTOK) -> str:
    """The programme of a platform that a bank's text names; empty when it names none, or two."""
    folded = fold(label)
    named = [name for name, pattern in _PROGRAMMES.get(platform, {}).items() if pattern.search(folded)]
    return named[0] if len(named) == 1 else ""


def platform_named(label: str, platforms: Iterable[str]) -> str:
    """The one of these platforms or brands that a bank's text names; empty when it names none, or two."""
    text = f" {_words(label)} "
    named = [p for p in platforms if any(f" {words} " in text for words in _PAID_AS.get(p, (_words(p),)) if words)]
    return named[0] if len(named) == 1 and len(_words(named[0])) >= _SHORTEST else ""


def platforms_in(text: str, platforms: Iterable[str]) -> list[str]:
    """Those of these platforms that a text calls by their own name."""
    words = f" {_words(text)} "
    return [p for p in dict.fromkeys(platforms) if f" {_words(p)} " in words]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
