"""A server whose certificate nobody knows, until the engineer names it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

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
from tests.fakes.certificate import OwnCertificate, own_certificate
from tests.fakes.model_server import ModelServer, Received, Wire
from tests.fakes.outlets import http_clients

REQUEST = ModelRequest(
    model="m",
    system=(),
    messages=(ModelMessage(Speaker.USER, (TextPart("Hello"),)),),
    max_tokens=50,
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> OwnCertificate:
    return own_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(certificate: OwnCertificate) -> Iterator[ModelServer]:
    with ModelServer(tls=certificate.server) as one:
        yield one


async def ask(endpoint: Endpoint) -> str:
    client = AnthropicClient(endpoint, http_clients())
    try:
        return (await client.ask(REQUEST)).text
    finally:
        await client.aclose()


async def test_an_unknown_certificate_is_not_trusted(server: ModelServer) -> None:
    with pytest.raises(ModelError) as raised:
        await ask(Endpoint(base_url=server.url, api_key="sk-test-key"))
    assert raised.value.kind is FailureKind.TLS
    assert "certificate" in raised.value.detail.lower()
    assert server.requests == []


async def test_a_certificate_the_engineer_named_is_trusted(
    server: ModelServer, certificate: OwnCertificate
) -> None:
    server.answer("Safe and sound")
    endpoint = Endpoint(base_url=server.url, ca_file=str(certificate.file))
    assert await ask(endpoint) == "Safe and sound"


async def test_a_certificate_for_another_name_is_not_trusted(
    server: ModelServer, certificate: OwnCertificate
) -> None:
    address = server.url.replace("127.0.0.1", "localhost")
    with pytest.raises(ModelError) as raised:
        await ask(Endpoint(base_url=address, ca_file=str(certificate.file)))
    assert raised.value.kind is FailureKind.TLS


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"nothing of the kind",
        b"\x00\xff" * 500,
        b"-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n",
    ],
)
async def test_a_file_without_certificates_is_named_and_nothing_is_sent(
    server: ModelServer, tmp_path: Path, content: bytes | None
) -> None:
    # The settings look at the file when it is chosen; it may change or go afterwards.
    file = tmp_path / "office.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelError) as raised:
        await ask(Endpoint(base_url=server.url, api_key="sk-test-key", ca_file=str(file)))
    assert raised.value.kind is FailureKind.TLS
    assert str(file) in raised.value.detail
    assert server.requests == []


async def test_a_mended_file_of_certificates_helps_without_a_restart(
    server: ModelServer, certificate: OwnCertificate, tmp_path: Path
) -> None:
    file = tmp_path / "office.pem"
    client = AnthropicClient(Endpoint(base_url=server.url, ca_file=str(file)), http_clients())
    with pytest.raises(ModelError):
        await client.ask(REQUEST)
    shutil.copy(certificate.file, file)
    server.answer("Here again")
    assert (await client.ask(REQUEST)).text == "Here again"
    await client.aclose()


async def test_what_breaks_in_mid_answer_is_a_cut_and_no_matter_of_trust(
    server: ModelServer, certificate: OwnCertificate
) -> None:
    told = threading.Event()

    def answer(wire: Wire, _: Received) -> None:
        wire.begin()
        wire.event({"type": "content_block_delta", "delta": {"type": "text_delta", "text": "Half"}})
        told.wait(10)
        # Bytes that were never encrypted, in the middle of those that are.
        os.write(wire.file_number, b"HTTP/1.1 500 Oops\r\n\r\n")

    server.script(answer)
    client = AnthropicClient(
        Endpoint(base_url=server.url, ca_file=str(certificate.file)), http_clients()
    )
    with pytest.raises(ModelError) as raised:
        await client.ask(REQUEST, lambda _: told.set())
    await client.aclose()
    assert (raised.value.kind, raised.value.partial) == (FailureKind.INTERRUPTED, "Half")
