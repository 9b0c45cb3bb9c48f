"""Proxies on the way to a model: used for the internet only, and told of when they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.copilot.model import (
    Endpoint,
    FailureKind,
    ModelError,
    ModelMessage,
    ModelRequest,
    Speaker,
    TextPart,
)
from core.copilot.providers.anthropic_client import AnthropicClient
from tests.fakes.certificate import NAME, own_certificate
from tests.fakes.model_server import ModelServer
from tests.fakes.outlets import http_clients
from tests.fakes.proxy import Proxy

REQUEST = ModelRequest(
    model="m",
    system=(),
    messages=(ModelMessage(Speaker.USER, (TextPart("Outlook asks for a password"),)),),
    max_tokens=50,
)
KEY = "sk-test-key"


@pytest.fixture(autouse=True)
def no_proxy_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine of the tests has set up is not what they are about."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        one.answer("Since when?")
        yield one


@pytest.fixture
def proxy(server: ModelServer) -> Iterator[Proxy]:
    with Proxy(urlsplit(server.url).port or 0) as one:
        yield one


async def ask(endpoint: Endpoint) -> str:
    client = AnthropicClient(endpoint, http_clients())
    try:
        return (await client.ask(REQUEST)).text
    finally:
        await client.aclose()


async def failure(endpoint: Endpoint) -> ModelError:
    with pytest.raises(ModelError) as raised:
        await ask(endpoint)
    return raised.value


async def test_the_proxy_of_the_settings_leads_to_the_model(
    server: ModelServer, proxy: Proxy
) -> None:
    endpoint = Endpoint(base_url=f"http://{NAME}", api_key=KEY, proxy=proxy.url)
    assert await ask(endpoint) == "Since when?"
    assert proxy.asked == [f"POST http://{NAME}/v1/messages"]
    assert server.newest.headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_the_proxy_of_the_system_leads_to_the_model(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, proxy.url)
    assert await ask(Endpoint(base_url=f"http://{NAME}", api_key=KEY)) == "Since when?"
    assert proxy.asked == [f"POST http://{NAME}/v1/messages"]


@pytest.mark.parametrize("is_of_the_system", [True, False])
async def test_a_secure_way_leads_through_the_proxy_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_of_the_system: bool
) -> None:
    certificate = own_certificate(tmp_path)
    with ModelServer(tls=certificate.server) as server, Proxy() as proxy:
        proxy.port = urlsplit(server.url).port or 0
        server.answer("Since when?")
        if is_of_the_system:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        endpoint = Endpoint(
            base_url=f"https://{NAME}",
            api_key=KEY,
            ca_file=str(certificate.file),
            proxy="" if is_of_the_system else proxy.url,
        )
        assert await ask(endpoint) == "Since when?"
        assert proxy.asked == [f"CONNECT {NAME}:443"]
        assert KEY not in str(proxy.headers)
        assert len(server.requests) == 1


async def test_the_proxy_of_the_settings_comes_before_the_system_s(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    endpoint = Endpoint(base_url=f"http://{NAME}", proxy=proxy.url)
    assert await ask(endpoint) == "Since when?"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_model_on_the_laptop_is_asked_without_a_proxy(
    server: ModelServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    address = server.url.replace("127.0.0.1", host)
    assert await ask(Endpoint(base_url=address, proxy=proxy.url)) == "Since when?"
    assert proxy.asked == []
    assert len(server.requests) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_wants_a_sign_in_is_told_as_one(
    server: ModelServer, proxy: Proxy, scheme: str
) -> None:
    proxy.refuses = True
    error = await failure(Endpoint(base_url=f"{scheme}://{NAME}", api_key=KEY, proxy=proxy.url))
    assert error.kind is FailureKind.PROXY
    assert len(proxy.asked) == 1
    assert "proxy" in error.detail.lower()
    assert server.requests == []
    assert KEY not in error.detail


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize("hosts", ["model.invalid", "invalid", "*"])
async def test_where_the_system_wants_no_proxy_there_is_none(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, name: str, hosts: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv(name, hosts)
    for own in ("", proxy.url):
        error = await failure(Endpoint(base_url="http://model.invalid", proxy=own))
        assert (error.kind, proxy.asked) == (FailureKind.OFFLINE, [])
