"""Followers, views and posts by day, out of exports that overlap; and where an account stands on the way to be paid.

No NumPy here: the window asks for it before it is loaded. What may come is in `growth`.
"""

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.resources import resource
from tenk_desktop.core.text import Message, msg


class Metric(StrEnum):
    """The figures of a day that something here asks for; files bring others, kept under their own names."""

    FOLLOWERS = "followers"  # at the end of the day
    VIEWS = "views"
    VIEWERS = "viewers"
    PROFILE_VIEWS = "profile_views"
    POSTS = "posts"
    LIKES = "likes"


class Heard(NamedTuple):  # a frozen dataclass takes four times as long to make, and two years are thousands
    """One value as one file states it; ``as_of`` orders exports (`AudienceExport`)."""

    platform: str
    user: str
    metric: str
    day: date
    value: int | None
    as_of: str


@dataclass(frozen=True, slots=True)
class Video:
    """A video as one file, or all of them together, state it. Counts are those of ``as_of``, None where unknown."""

    platform: str
    user: str
    id: str
    title: str = ""
    posted: date | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """One account of a platform. A day that no file knows is in no mapping: gaps stay gaps."""

    platform: str
    user: str
    days: Mapping[str, Mapping[date, int]] = field(default_factory=dict)  # metric -> day -> value
    videos: tuple[Video, ...] = ()
    as_of: str = ""  # of its newest export

    def of(self, metric: str) -> Mapping[date, int]:
        """The known days of a metric, oldest first."""
        return self.days.get(metric, {})


def merge(heard: Iterable[Heard], videos: Iterable[Video]) -> tuple[Audience, ...]:
    """One audience an account, the largest first. The result does not depend on the order of the arguments.

    The latest export that knows a value is right about it (between two of one moment, the larger value). Files that
    hide the account's name belong to the only named account of the platform, where there is exactly one.
    """
    heard, videos = list(heard), list(videos)
    named: dict[str, set[str]] = defaultdict(set)
    for platform, user in {(h.platform, h.user) for h in heard} | {(v.platform, v.user) for v in videos}:
        named[platform] |= {user} - {""}
    alone = {platform: next(iter(users)) for platform, users in named.items() if len(users) == 1}
    best: dict[tuple[str, str], dict[str, dict[date, tuple[str, int]]]] = defaultdict(lambda: defaultdict(dict))
    shown: dict[tuple[str, str], dict[str, list[Video]]] = defaultdict(lambda: defaultdict(list))
    as_of: dict[tuple[str, str], str] = defaultdict(str)
    for platform, user, metric, day, value, exported in heard:
        owner = (platform, user or alone.get(platform, ""))
        as_of[owner] = max(as_of[owner], exported)
        if value is not None:
            there, said = best[owner][metric], (exported, value)
            if there.setdefault(day, said) < said:
                there[day] = said
    for video in videos:
        owner = (video.platform, video.user or alone.get(video.platform, ""))
        as_of[owner] = max(as_of[owner], video.as_of)
        shown[owner][video.id].append(video)
    made = [
        Audience(
            owner[0],
            owner[1],
            {m: {d: days[d][1] for d in sorted(days)} for m, days in sorted(best[owner].items())},
            tuple(_one_video(owner, each) for _, each in sorted(shown[owner].items())),
            as_of[owner],
        )
        for owner in sorted(as_of)
    ]
    return tuple(sorted(made, key=lambda a: -max(a.of(Metric.FOLLOWERS).values(), default=-1)))


def _one_video(owner: tuple[str, str], said: Sequence[Video]) -> Video:
    """What the latest export that knows says. The day without a year can only be read too late, so the first counts."""

    def latest(name: str) -> Any:
        known = [(v.as_of, value) for v in said if (value := getattr(v, name)) not in (None, "")]
        return max(known)[1] if known else None

    platform, user = owner
    counts = {name: latest(name) for name in ("views", "likes", "comments", "shares")}
    posted = min((v.posted for v in said if v.posted), default=None)
    as_of = max(v.as_of for v in said)
    return Video(platform, user, said[0].id, latest("title") or "", posted, **counts, as_of=as_of)


# --- where it stands


@dataclass(frozen=True, slots=True)
class Known:
    """A value and the day it is of."""

    value: int
    date: date


@dataclass(frozen=True, slots=True)
class Window:
    """The views of 30 days ``[end - 29, end]``: their sum over the ``known`` days among them."""

    views: int
    known: int
    end: date


def latest(audience: Audience, metric: str, today: date) -> Known | None:
    """The last known value of a metric, today at the latest."""
    days = [d for d in audience.of(metric) if d <= today]
    return Known(audience.of(metric)[max(days)], max(days)) if days else None


def views_window(audience: Audience, today: date, length: int = 30) -> Window | None:
    """The views of the last days known: the window ends on the last day with views, today at the latest."""
    end = latest(audience, Metric.VIEWS, today)
    if end is None:
        return None
    inside = [v for d, v in audience.of(Metric.VIEWS).items() if end.date - timedelta(days=length) < d <= end.date]
    return Window(sum(inside), len(inside), end.date)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What the programme asks or pays. ``certainty`` is official, secondary, or ``told`` when the user changed it."""

    value: Any
    seen: date
    source: str
    certainty: str


@cache
def published() -> Mapping[str, Parameter]:
    """The packaged parameters, by name."""
    with resource("creator", "programme.toml").open("rb") as file:
        return {name: Parameter(**facts) for name, facts in tomllib.load(file).items()}


def parameters(preferences: Mapping[str, str]) -> Mapping[str, Parameter]:
    """The parameters, those the user changed (``parameter.NAME``, as `told` writes it) in their place."""
    found = dict(published())
    for name, parameter in published().items():
        fact = _told(preferences, f"parameter.{name}")
        if fact and isinstance(fact[0], type(parameter.value)):
            found[name] = Parameter(fact[0], fact[1], "", "told")
    return found


def told(value: object, day: date) -> str:
    """A dated fact as `Ledger.tell` keeps it, for ``parameter.NAME`` and ``condition.NAME``."""
    return json.dumps({"value": value, "on": day.isoformat()})


def _told(preferences: Mapping[str, str], name: str) -> tuple[Any, date] | None:
    try:
        fact = json.loads(preferences.get(name, "null"))
        return (fact["value"], date.fromisoformat(fact["on"])) if fact else None
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition to be paid: what is asked, what is known of it and since when. ``met`` is None while unknown.

    ``have`` and ``need`` are counts (followers, views), years, seconds, or country codes.
    """

    name: str
    need: Any
    have: Any
    met: bool | None
    on: date | None
    source: Message | None
    parameter: Parameter

    @property
    def missing(self) -> int | None:
        """How many followers or views are missing; None for what is not counted, or not known."""
        if self.name not in ("followers", "views") or self.have is None or self.met:
            return None
        return max(int(self.need) - int(self.have), 0)


_FILES, _YOU = msg("fichiers de TikTok"), msg("dit par vous")


def conditions(audience: Audience | None, preferences: Mapping[str, str], today: date) -> tuple[Condition, ...]:
    """Each condition with what the files know and what the user told (``condition.NAME``), the newest of both.

    The user tells ``followers`` and ``views`` as numbers, ``age`` and ``length`` as true or false, ``country`` as an
    ISO code. Views of a window with unknown days can prove that there are enough, never that there are not.
    """
    asked = parameters(preferences)
    audience = audience or Audience("", "")
    followers = latest(audience, Metric.FOLLOWERS, today)
    window = views_window(audience, today, asked["days"].value)
    whole = window is not None and window.known >= asked["days"].value
    facts: dict[str, tuple[Any, date] | None] = {
        "followers": (followers.value, followers.date) if followers else None,
        "views": (window.views, window.end) if window else None,
        "age": None,
        "length": None,
        "country": None,
    }
    made = []
    for name, read in facts.items():
        said = _told(preferences, f"condition.{name}")
        yours = said is not None and said[1] <= today and (read is None or said[1] >= read[1])
        have, on = (said if yours else read) or (None, None)
        met = _met(name, have, asked[name].value)
        if name == "views" and not yours and not whole and not met:
            met = None
        source = None if on is None else _YOU if yours else _FILES
        made.append(Condition(name, asked[name].value, have, met, on, source, asked[name]))
    return tuple(made)


def _met(name: str, have: Any, need: Any) -> bool | None:
    if have is None:
        return None
    if name in ("followers", "views"):
        return int(have) >= int(need)
    return have in need if name == "country" else bool(have)


def eligible(found: Sequence[Condition]) -> bool | None:
    """True when every condition is met, False when one is known not to be, None while something is not known."""
    if any(c.met is False for c in found):
        return False
    return True if all(c.met for c in found) else None


# --- what posting brought


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday. None where not every day it needs is known."""

    start: date
    posts: int | None
    views: int | None
    followers: int | None  # gained, or lost when negative


def weeks(audience: Audience, today: date, count: int = 12) -> tuple[Week, ...]:
    """The last whole weeks, oldest first, up to the last day any file knows."""
    known = [d for metric in (Metric.FOLLOWERS, Metric.VIEWS) for d in audience.of(metric) if d <= today]
    if not known:
        return ()
    last = max(known) + ONE_DAY
    monday = last - timedelta(days=last.weekday())
    first = min(known)
    starts = [monday - timedelta(weeks=i) for i in range(count, 0, -1)]
    return tuple(_week(audience, start) for start in starts if start >= first - timedelta(days=6))


def _week(audience: Audience, start: date) -> Week:
    days = [start + timedelta(days=i) for i in range(7)]
    views, followers = audience.of(Metric.VIEWS), audience.of(Metric.FOLLOWERS)
    before, after = followers.get(start - ONE_DAY), followers.get(days[-1])
    return Week(
        start,
        _posts(audience, days),
        sum(views[d] for d in days) if all(d in views for d in days) else None,
        after - before if before is not None and after is not None else None,
    )


def _posts(audience: Audience, days: Sequence[date]) -> int | None:
    """Posts of some days; None outside the time that the lists of videos cover, for they leave out days without one."""
    by_video = Counter(v.posted for v in audience.videos if v.posted)
    told_days = audience.of(Metric.POSTS)
    covered = [*by_video, *told_days]
    if not covered or days[-1] < min(covered) or days[-1].isoformat() > audience.as_of:
        return None
    return sum(max(by_video[d], told_days.get(d, 0)) for d in days)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an ordinary week brought: the mean over ``weeks`` of them, rounded. ``posts`` a week likewise."""

    weeks: int
    posts: float
    followers: int | None
    views: int | None


def posting_effect(found: Sequence[Week]) -> tuple[Effect | None, Effect | None]:
    """An ordinary week with a post, and one without; None for a kind seen less than twice."""
    with_post = [w for w in found if w.posts]
    without = [w for w in found if w.posts == 0]
    return _effect(with_post), _effect(without)


def _effect(found: Sequence[Week]) -> Effect | None:
    if len(found) < 2:
        return None
    return Effect(
        len(found),
        sum(w.posts or 0 for w in found) / len(found),
        _mean([w.followers for w in found if w.followers is not None]),
        _mean([w.views for w in found if w.views is not None]),
    )


def _mean(values: Sequence[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None
