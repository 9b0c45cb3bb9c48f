"""Addresses as people copy them from documentation."""

from __future__ import annotations

import pytest

from core.copilot.base_url import normalised


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("", ""),
        ("  ", ""),
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434"),
        ("http://127.0.0.1:11434/v1/", "http://127.0.0.1:11434"),
        ("http://127.0.0.1:1234/v1/chat/completions", "http://127.0.0.1:1234"),
        (" https://gateway.example/anthropic/V1/messages ", "https://gateway.example/anthropic"),
        ("https://gateway.example/v1/models//", "https://gateway.example/v1/models//"),
        ("127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("gpu-box:8000/v1", "http://gpu-box:8000"),
        ("gateway.example", "https://gateway.example"),
        ("ftp://gateway.example", "ftp://gateway.example"),
        ("http://", "http://"),
    ],
)
def test_what_a_client_adds_itself_is_dropped(written: str, base: str) -> None:
    assert normalised(written) == base
    assert normalised(base) == base
