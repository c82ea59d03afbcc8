"""The tables TikTok exports about an audience: which header is which, and which figure each column holds.

Studio's headers are English in every language; the LIVE centre's are translated, and known in Japanese only. Facts
about the files: seen in exports that creators published, or in programs that read them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenk_desktop.core.text import Message, fold, msg

STUDIO, BUSINESS, LIVE = "tiktok-studio", "tiktok-business", "tiktok-live"


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of an audience file. ``metrics`` gives the metric of each header kept; those not named are ignored."""

    format: str
    title: Message
    metrics: Mapping[str, str]
    day: str = "date"
    hour: str = ""
    video: str = ""  # the column of the video's address, in a table of videos
    dated: bool = True  # False: shares of the followers, of no day

    @property
    def needed(self) -> frozenset[str]:
        """The headers without which it is not this layout."""
        return frozenset({self.day, self.hour, self.video, *self.metrics} - {""})


_LIVE_CENTRE = msg("LIVE Center de TikTok")
_OVERVIEW = {
    "video views": "views",
    "profile views": "profile_views",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
}
LAYOUTS = (
    Layout(
        STUDIO,
        msg("Vidéos de TikTok Studio"),
        {"total likes": "likes", "total comments": "comments", "total shares": "shares", "total views": "views"},
        day="time",
        video="video link",
    ),
    Layout(
        BUSINESS,
        msg("Vidéos d’un compte professionnel TikTok"),
        {"video views": "views", "likes": "likes", "comments": "comments", "shares": "shares"},
        day="post time",
        video="video link",
    ),
    Layout(
        BUSINESS,
        msg("Statistiques d’un compte professionnel TikTok"),
        {
            **_OVERVIEW,
            "reached audience": "reached",
            "new followers": "new_followers",
            "lost followers": "lost_followers",
        },
    ),
    Layout(
        BUSINESS,
        msg("Abonnés d’un compte professionnel TikTok"),
        {"new followers": "new_followers", "total followers": "followers", "reached audience": "reached"},
    ),
    Layout(STUDIO, msg("Vue d’ensemble de TikTok Studio"), _OVERVIEW),
    Layout(
        STUDIO,
        msg("Spectateurs de TikTok Studio"),
        {"total viewers": "viewers", "new viewers": "new_viewers", "returning viewers": "returning_viewers"},
    ),
    Layout(STUDIO, msg("Abonnés de TikTok Studio"), {"followers": "followers"}),
    Layout(STUDIO, msg("Abonnés actifs, par heure"), {"active followers": "active_followers"}, hour="hour"),
    Layout(STUDIO, msg("Abonnés par genre"), {"distribution": ""}, day="gender", dated=False),
    Layout(STUDIO, msg("Abonnés par pays"), {"distribution": ""}, day="top territories", dated=False),
    Layout(
        LIVE,
        _LIVE_CENTRE,
        {
            "ギフト贈呈者": "live_gifters",
            "新規フォロワー": "live_new_followers",
            "コメントした視聴者": "live_commenters",
            "いいね": "live_likes",
            "シェア": "live_shares",
        },
    ),
    Layout(LIVE, _LIVE_CENTRE, {"ダイヤモンド": "live_diamonds"}),
    *(  # the Japanese header and its English word are known to be written; the others are its translations
        Layout(LIVE, _LIVE_CENTRE, {word: "live_diamonds"})
        for word in ("diamonds", "diamants", "diamantes", "diamanten", "diamanti", "diamenty")
    ),
    Layout(LIVE, _LIVE_CENTRE, {"live時間": "live_seconds", "liveの合計数": "lives"}),
    Layout(LIVE, _LIVE_CENTRE, {"視聴数": "live_views", "ユニーク視聴者数": "live_viewers"}),
)


_FEW = 4  # columns of a table of followers
_PAID = re.compile(r"amount|revenu|montant|betrag|import[eo]\b|\b(usd|eur)\b|[$€]")
"""What no audience file has: diamonds beside money are a list of withdrawals."""


def layout_of(cells: Sequence[str]) -> Layout | None:
    """The layout whose header these cells are; None for any other table."""
    names = {normal(cell) for cell in cells}
    paid = any(_PAID.search(name) for name in names)
    fitting = [layout for layout in LAYOUTS if layout.needed <= names and not (paid and layout.format == LIVE)]
    if paid or len(names) > _FEW:  # subscribers beside views and money are another platform's
        fitting = [layout for layout in fitting if len(layout.needed) > 2 or layout.format == LIVE or not layout.dated]
    return max(fitting, key=lambda layout: len(layout.needed), default=None)


def normal(header: str) -> str:
    """A header without case, byte-order mark, quotes, a last dot or the spaces around it; in English where it is one
    of the translations of an overview's or a follower table's.
    """
    plain = unicodedata.normalize("NFKC", header).replace("\ufeff", "").strip(' "')
    plain = " ".join(plain.casefold().split()).rstrip(".")
    return next((name for name, words in _TRANSLATED if words.fullmatch(fold(plain))), plain)


_SEEN = r"(vues|aufrufe|visualiza(cion|co)es|visualizzazioni|weergaven|wyswietlenia|goruntuleme\w*|tayangan)"
_OF_VIDEOS = r"( (de |do |del |dei )?(la |les |los )?(videos?|filmow|filmu))?"
_OF_PROFILE = r"( (du|de|del|do|di|van|tel)( (le|la|il))? ?(profils?|perfil|profilo|profiel)| profilo| profilu| profil)"
_TRANSLATED = tuple(
    (name, re.compile(words))
    for name, words in (
        ("date", r"datum|fecha|data|tarih|tanggal"),
        ("video views", rf"{_SEEN}{_OF_VIDEOS}|video ?{_SEEN}"),
        ("profile views", rf"{_SEEN}{_OF_PROFILE}|profi(e?l) ?{_SEEN}"),
        (
            "likes",
            r"(mentions )?j['’]aime|me gusta|mi piace|curtidas|gostos|polubienia|vind-ik-leuks|begeni(ler)?|suka",
        ),
        ("likes", r".?gefallt mir.?-angaben"),
        ("comments", r"commentaires|kommentare|comentarios|commenti|komentarze|reacties|opmerkingen|yorumlar|komentar"),
        ("shares", r"partages|geteilt(e inhalte)?|(veces )?compartid[oa]s?|condivisioni|compartilhamentos|partilhas"),
        ("shares", r"udostepnienia|gedeeld|paylas[iı]mlar|(di)?bagikan"),
        ("followers", r"abonnes|seguidores|followers?|volgers|obserwujacy|takipciler|pengikut"),
    )
)
"""Likely translations, for TikTok's own exports were seen with English headers in every language."""
