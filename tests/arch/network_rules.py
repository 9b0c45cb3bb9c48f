"""Every connection leaves by one door: it knows the proxy and says whom to trust."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.arch.rule import PRODUCT, Rule, Source, Violation, calls, imports, is_within

_CLIENTS = frozenset(
    {
        "Client", "AsyncClient", "HTTPTransport", "AsyncHTTPTransport", "HTTPSConnection",
        "HTTPConnection", "PoolManager", "ProxyManager", "ClientSession", "urlopen",
        "urlretrieve", "create_connection", "open_connection", "QNetworkAccessManager",
        "QSslSocket", "QTcpSocket", "QWebSocket",
    }
)  # fmt: skip
_SDK = frozenset({"Anthropic", "AsyncAnthropic"})
_MODULES = ("http.client", "urllib3", "requests", "aiohttp", "ftplib", "smtplib")
_TRUST = frozenset(
    {"SSLContext", "create_default_context", "create_ssl_context", "_create_unverified_context"}
)


def is_trust_in_all(keyword: ast.keyword) -> bool:
    value = keyword.value
    return keyword.arg == "verify" and isinstance(value, ast.Constant) and value.value is False


def check_clients(source: Source) -> Iterator[Violation]:
    for line, module in imports(source):
        if any(is_within(module, forbidden) for forbidden in _MODULES):
            yield Violation(line, f"imports {module}; clients are made in core/network")
    for call, name in calls(source):
        last = name.rpartition(".")[2]
        if last in _CLIENTS:
            yield Violation(call.lineno, f"makes {name}; clients are made in core/network")
        if last in _SDK and "http_client" not in {keyword.arg for keyword in call.keywords}:
            yield Violation(call.lineno, f"{name} would make a client of its own")
        if last in _TRUST:
            yield Violation(call.lineno, f"{name}: core/network/trust.py says whom to trust")
        if any(is_trust_in_all(keyword) for keyword in call.keywords):
            yield Violation(call.lineno, "trusts anybody")


RULES = (
    Rule(
        name="every connection is made by the one factory",
        covers=PRODUCT,
        check=check_clients,
        caught=(
            Source("sync/transport.py", "import httpx2\nhttpx2.AsyncClient()"),
            Source("sync/transport.py", "from httpx2 import Client\nwith Client() as c: ..."),
            Source("core/a.py", "import anthropic\nanthropic.AsyncAnthropic(api_key='k')"),
            Source("core/a.py", "from urllib.request import urlopen\nurlopen('https://a.b')"),
            Source("core/a.py", "import http.client"),
            Source("sync/a.py", "import requests"),
            Source("sync/a.py", "from urllib3 import PoolManager"),
            Source("sync/a.py", "import ssl\nssl.create_default_context()"),
            Source("sync/a.py", "clients.make(outlet, verify=False)"),
            Source("desktop/a.py", "QNetworkAccessManager(self)"),
        ),
        allowed=(
            Source("sync/a.py", "client = clients.make(outlet, 5.0)"),
            Source("core/a.py", "anthropic.AsyncAnthropic(http_client=clients.make(outlet, 5))"),
            Source("core/a.py", "from urllib.parse import urlsplit"),
        ),
        spares=(
            "core/network/*.py",
            "core/copilot/certificates.py",  # counts what is in a file and connects to nobody
        ),
    ),
)
