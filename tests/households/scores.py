"""What the verdicts were worth, each figure by its formula.

*Calibration error* (ECE, ten bins of equal width): sum over the bins of n_bin / n x |mean chance said - share that
closed|. *Brier*: mean of (chance - closed)^2; its *gain* over a peer is 1 - ours / theirs. *Band*: share of the days
simulated whose end-of-day sum was inside the 80 % band, each verdict counting once. *Dry*: for each date by which a
share of the paths is below the floor, that share as said against the share of lives that were.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.households.replay import DRY, Case

Pairs = Sequence[tuple[float, bool]]


def ece(pairs: Pairs) -> float:
    """Calibration error over ten bins; 0 for nothing said."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for said, was in pairs:
        bins.setdefault(min(int(said * 10), 9), []).append((said, was))
    return sum(abs(sum(s for s, _ in b) - sum(w for _, w in b)) for b in bins.values()) / max(len(pairs), 1)


def brier(pairs: Pairs) -> float:
    return sum((said - was) ** 2 for said, was in pairs) / max(len(pairs), 1)


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of person, or of all."""

    verdicts: int
    said: float
    closed: float
    ece: float
    ece_without: float
    ece_next: float  # of the chance to the end of the next month
    brier: float
    gain: float  # over the better of both peers: all past months, the last twelve
    gain_without: float
    band: float
    dry: dict[str, tuple[float, float, int]]  # said, seen, how many


def score(cases: Sequence[Case]) -> Score:
    both = [c for c in cases if c.chance is not None]
    ours, without = _pairs(both, lambda c: c.chance or 0.0), [(c.without, c.closed_without) for c in cases]
    peer = min(brier(_pairs(both, lambda c: c.peer)), brier(_pairs(both, lambda c: c.peer_year)))
    bare = min(
        brier([(c.peer_without, c.closed_without) for c in cases]),
        brier([(c.peer_year_without, c.closed_without) for c in cases]),
    )
    bands = [c.band[0] / c.band[1] for c in cases if c.band[1]]
    return Score(
        len(cases), _mean(s for s, _ in ours), _mean(w for _, w in ours), ece(ours), ece(without),
        ece([c.following for c in cases if c.following]), brier(ours),
        1 - brier(ours) / peer if peer else 0.0, 1 - brier(without) / bare if bare else 0.0, _mean(bands),
        {q: _dry([d for c in both for d in c.dry if d[0] == q]) for q in DRY},
    )  # fmt: skip


def _pairs(cases: Iterable[Case], said: Callable[[Case], float]) -> Pairs:
    return [(said(c), c.closed) for c in cases]


def _dry(dates: Sequence[tuple[str, float, bool]]) -> tuple[float, float, int]:
    return _mean(said for _, said, _ in dates), _mean(was for _, _, was in dates), len(dates)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def table(cases: Sequence[Case]) -> str:
    """Percentages by kind of person, all of them last."""
    head = f"{'kind':18}{'n':>6}{'said':>6}{'was':>6}{'ECE':>6}{'w/o':>6}{'next':>6}{'Brier':>7}{'gain':>6}{'w/o':>6}{'band':>6}   dry by: said/was"
    kinds = sorted({c.kind for c in cases})
    lines = [_line(kind, score([c for c in cases if c.kind == kind])) for kind in kinds]
    return "\n".join([head, *lines, _line("ALL", score(cases)), "", reliability(cases)])


def _line(kind: str, s: Score) -> str:
    figures = (s.said, s.closed, s.ece, s.ece_without, s.ece_next)
    shares = "".join(f"{100 * x:6.1f}" for x in figures)
    dry = "  ".join(f"{q} {100 * said:.0f}/{100 * was:.0f} ({n})" for q, (said, was, n) in s.dry.items())
    return f"{kind:18}{s.verdicts:6}{shares}{s.brier:7.3f}{100 * s.gain:6.1f}{100 * s.gain_without:6.1f}{100 * s.band:6.1f}   {dry}"


def reliability(cases: Sequence[Case]) -> str:
    """Of both chances, bin by bin: how many, said, was."""
    lines = []
    for name, pairs in (
        ("chance", [(c.chance, c.closed) for c in cases if c.chance is not None]),
        ("without", [(c.without, c.closed_without) for c in cases]),
    ):
        bins = [[(s, w) for s, w in pairs if min(int(s * 10), 9) == b] for b in range(10)]
        said = " ".join(
            f"{len(b):5}:{100 * _mean(s for s, _ in b):3.0f}/{100 * _mean(w for _, w in b):3.0f}" for b in bins
        )
        lines.append(f"{name:8}{said}")
    return "\n".join(lines)
