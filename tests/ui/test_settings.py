"""Preferences survive a restart, and nothing in their file can stop a start."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.ui.settings import Settings, SettingsFile


def test_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "window.json"
    SettingsFile(path).change(language="en", hide_amounts=True)
    assert SettingsFile(path).now == Settings(language="en", hide_amounts=True)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"look": 3, "text_percent": true}', "\udcff"])
def test_a_spoilt_file_means_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert SettingsFile(path).now == Settings()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=40)
@given(found=st.dictionaries(st.sampled_from(["look", "language", "geometry", "hide_amounts", "other"]), json_values))
def test_only_values_of_the_right_kind_are_taken(tmp_path_factory, found) -> None:
    path = tmp_path_factory.getbasetemp() / "window.json"
    path.write_text(json.dumps(found), "utf-8")
    now = SettingsFile(path).now
    for name in ("look", "language", "geometry"):
        assert type(getattr(now, name)) is str
    assert type(now.hide_amounts) is bool


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert SettingsFile(tmp_path / "file" / "window.json").change(look="dark").look == "dark"
