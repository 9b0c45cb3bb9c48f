"""What is near and what is not, by what is written."""

from __future__ import annotations

import pytest

from core.settings.definitions import (
    CLOUD_BASE_URL,
    CLOUD_MODEL_FAST,
    LOCAL_BASE_URL,
    LOCAL_MODEL_FAST,
    MODEL_PROXY,
    Setting,
)
from core.settings.places import Place, place_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("http://127.0.0.1:11434", Place.LAPTOP),
        ("http://localhost:1234", Place.LAPTOP),
        ("http://LOCALHOST.:1234", Place.LAPTOP),
        ("http://[::1]:8080", Place.LAPTOP),
        ("http://0.0.0.0:8080", Place.LAPTOP),
        ("http://[::ffff:127.0.0.1]", Place.LAPTOP),
        ("http://192.168.1.20:11434", Place.NETWORK),
        ("https://10.1.2.3", Place.NETWORK),
        ("http://172.20.0.1", Place.NETWORK),
        ("http://100.101.102.103", Place.NETWORK),
        ("http://[fe80::1%25eth0]:80", Place.NETWORK),
        ("http://[fd00::5]", Place.NETWORK),
        ("http://gpu-box:8000", Place.NETWORK),
        ("http://ollama.lan", Place.NETWORK),
        ("https://api.anthropic.com", Place.INTERNET),
        ("http://172.32.0.1", Place.INTERNET),
        ("http://8.8.8.8", Place.INTERNET),
        ("http://[::ffff:8.8.8.8]", Place.INTERNET),
        ("http://[2606:4700::1]", Place.INTERNET),
        ("http://134744072", Place.INTERNET),
        ("http://0x08080808", Place.INTERNET),
        ("http://8.2056", Place.INTERNET),
        ("http://127.0.0.1.example.com", Place.INTERNET),
        ("http://localhost.example.com", Place.INTERNET),
        ("http://127.0.0.1@example.com", Place.INTERNET),
        ("http://[nonsense", Place.INTERNET),
        ("", Place.INTERNET),
    ],
)
def test_the_place_of_an_address(address: str, place: Place) -> None:
    assert place_of(address) is place


def test_a_local_model_is_never_on_the_internet() -> None:
    assert "Cloud model" in LOCAL_BASE_URL.problem_of("https://models.example.com")
    assert LOCAL_BASE_URL.problem_of("http://192.168.1.20:11434") == ""


@pytest.mark.parametrize("setting", [CLOUD_BASE_URL, LOCAL_BASE_URL, MODEL_PROXY])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("10.0.0.1:8080", "web address"),
        ("ftp://10.0.0.1", "web address"),
        ("http://me:secret@10.0.0.1:8080", "password out"),
        ("http://10.0.0.1/v1?key=secret", "Leave out"),
    ],
)
def test_an_address_holds_no_secret(setting: Setting[str], value: str, said: str) -> None:
    problem = setting.problem_of(value)
    assert said in problem
    assert "secret" not in problem


def test_model_names() -> None:
    assert LOCAL_MODEL_FAST.problem_of("") == ""
    assert LOCAL_MODEL_FAST.problem_of("qwen3:8b-q4_K_M") == ""
    assert "spaces" in LOCAL_MODEL_FAST.problem_of("qwen 3")
    assert "200" in LOCAL_MODEL_FAST.problem_of("x" * 201)
    assert "empty" in CLOUD_MODEL_FAST.problem_of("")
