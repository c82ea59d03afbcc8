"""Thinks: pure functions over frozen values. No Qt, no SQL, no clock, no network, no files but packaged constants."""
