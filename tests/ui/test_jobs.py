"""Work away from the window: results come back to the UI thread, cancelling is answered, no thread stays."""

import threading
import time
from collections.abc import Iterator

import pytest

from tenk_desktop.core.errors import Cancelled
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.ui.jobs import QUIET_SECONDS, Jobs


@pytest.fixture
def jobs(qapp) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def patient(progress: Progress) -> str:
    """Works until told to stop, or for two seconds."""
    for i in range(200):
        step(progress, i / 200)
        time.sleep(0.01)
    return "done"


def test_a_result_arrives_in_the_ui_thread(jobs: Jobs, qtbot) -> None:
    got: list[tuple[object, object, object]] = []
    jobs.start(
        "",
        lambda _p: threading.current_thread(),
        lambda worker: got.append(("done", worker, threading.current_thread())),
        lambda error: got.append(("failed", error, None)),
    )
    qtbot.waitUntil(lambda: bool(got))
    ((kind, worker, here),) = got
    assert kind == "done"
    assert worker is not here
    assert here is threading.main_thread()
    assert not jobs.busy


def test_an_error_arrives_too(jobs: Jobs, qtbot) -> None:
    got: list[Exception] = []
    jobs.start("", lambda _p: 1 / 0, lambda _r: got.append(AssertionError()), got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], ZeroDivisionError)


def test_cancelling_is_answered(jobs: Jobs, qtbot) -> None:
    got: list[Exception] = []
    job = jobs.start("", patient, lambda _r: None, got.append)
    waiting = jobs.start("", patient, lambda _r: None, got.append)
    waiting.cancel()
    qtbot.wait(60)
    job.cancel()
    qtbot.waitUntil(lambda: len(got) == 2)
    assert all(isinstance(error, Cancelled) for error in got)


def test_a_bar_is_shown_only_for_what_lasts(jobs: Jobs, qtbot) -> None:
    shown: list[float] = []
    began = time.monotonic()
    jobs.shown.connect(lambda job: shown.append(time.monotonic() - began) if job else None)
    job = jobs.start("long", patient, lambda _r: None, lambda _e: None)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0] >= QUIET_SECONDS
    assert 0 < job.fraction < 1


def test_closing_leaves_no_thread(qapp, qtbot) -> None:
    jobs = Jobs()
    called: list[object] = []
    jobs.start("", patient, called.append, called.append)
    qtbot.wait(30)
    jobs.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("tenk-job")]
    qtbot.wait(60)
    assert not called


def test_what_is_asked_of_a_closed_one_is_not_done(jobs: Jobs, qtbot) -> None:
    jobs.close()
    job = jobs.start("", lambda _p: pytest.fail("it was run"), pytest.fail, pytest.fail)
    qtbot.wait(60)
    assert job.future.cancelled()
    assert not jobs.busy
