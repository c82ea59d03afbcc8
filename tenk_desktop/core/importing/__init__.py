"""Bytes to a `Reading`, and a `Reading` to an `ImportPlan`. Nothing is imported here: the window loads no reader."""
