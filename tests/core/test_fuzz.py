"""The fuzzer itself: it finds what is broken, and a short run over our own files finds nothing."""

import random

import pytest

from tenk_desktop.core.importing.statement import ReadOptions
from tests import fuzz


def test_a_short_run_finds_nothing() -> None:
    found = fuzz.run(fuzz.seeds([]), seconds=2.0, seed=7)
    assert found.executions > 0
    assert not found.faults


def test_a_reader_that_breaks_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz, "plan_import", broken)
    words, fault, rows, refused = fuzz.attempt(fuzz.Seed("a.csv", b"Date;Montant\n31/12/2025;-1,00\n"), ReadOptions())
    assert "ZeroDivisionError" in fault
    assert (words, rows, refused) == (frozenset(), 0, False)


def test_mutants_are_told_apart_by_their_seed_alone() -> None:
    one, two = (fuzz.mutate(random.Random(3), b"abc\ndef", b"xyz") for _ in range(2))
    assert one == two
