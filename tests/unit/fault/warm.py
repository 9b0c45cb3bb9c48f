"""Imported once by the server that forks the victims, so that each starts in no time."""

from __future__ import annotations

from tests.unit.fault.victim import library

library()
