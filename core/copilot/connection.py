"""The models that are set up: where they are, how to reach them, and what is known about that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from core.copilot.endpoint_test import read_report
from core.copilot.model import Endpoint, ModelClient, ModelTier
from core.copilot.model_key import Headers, ModelSecrets
from core.copilot.standing import ModelReach
from core.errors import EnvironmentProblem
from core.network.clients import Outlet
from core.network.proxies import NO_PROXY
from core.network.sign_in import ProxyPassword, ProxySignIn
from core.sessions.messages import Rung
from core.settings import definitions as settings
from core.settings.places import Place, place_of
from core.settings.store import SettingsStore

MAKERS_ADDRESS = "https://api.anthropic.com"
SMALL_CONTEXT = 8_000
"""Tokens: what a model that does not follow the test's long prompt is still trusted with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSetup:
    """One rung as it is set up now.

    is_configured  there is enough to try: a key or an address for the cloud, address and model
                   for a local one
    problem        why key and headers cannot be known now; empty when they are
    sees_pictures  False once a test has shown that it does not
    context_tokens  how much of a request it follows, once a test has shown that this is little
    """

    rung: Rung
    endpoint: Endpoint
    fast: str
    standard: str
    use_learn: bool = False
    problem: str = ""
    sees_pictures: bool = True
    context_tokens: int | None = None

    @property
    def is_configured(self) -> bool:
        if self.rung is Rung.CLOUD:
            is_known = bool(self.endpoint.api_key or self.endpoint.base_url) and not self.problem
            return is_known and bool(self.standard)
        return bool(self.endpoint.base_url and self.standard)

    @property
    def address(self) -> str:
        return self.endpoint.base_url or MAKERS_ADDRESS

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def place(self) -> Place:
        return place_of(self.address)

    def model(self, tier: ModelTier) -> str:
        """The name of the model for a tier; one that is not named is the standard one."""
        return (self.fast if tier is ModelTier.FAST else "") or self.standard


class ModelConnections:
    """Reads the settings once and again after `refresh`; a client lives until then.

    Reading asks the keyring: not on the window's thread. Clients are used on the model thread.
    """

    def __init__(
        self,
        store: SettingsStore,
        secrets: ModelSecrets,
        proxy_password: ProxyPassword,
        make_client: Callable[[Endpoint], ModelClient],
    ) -> None:
        self._store = store
        self._secrets = secrets
        self._proxy_password = proxy_password
        self._make_client = make_client
        self._lock = threading.Lock()
        self._setups: dict[Rung, ModelSetup] = {}
        self._clients: dict[Rung, ModelClient] = {}
        self._left: list[ModelClient] = []
        self._reach: dict[Rung, ModelReach] = {}

    def setup(self, rung: Rung) -> ModelSetup:
        """How a model is set up. While the keyring does not answer it is asked each time."""
        with self._lock:
            known = self._setups.get(rung)
            if known is None:
                known = self._read(rung)
                if not known.problem:
                    self._setups[rung] = known
            return known

    def outlet(self) -> Outlet:
        """The proxy and the certificates that the settings name, for other connections, too."""
        return self.setup(Rung.CLOUD).endpoint.outlet

    def client(self, rung: Rung) -> ModelClient:
        """The client that speaks to a model; made at first use."""
        setup = self.setup(rung)
        with self._lock:
            known = self._clients.get(rung)
        if known is not None:
            return known
        # Outside the lock: the first one loads the SDK, and pages ask for the setup meanwhile.
        made = self._make_client(setup.endpoint)
        with self._lock:
            return self._clients.setdefault(rung, made)

    def refresh(self) -> None:
        """Settings or keys changed: read them again, and know nothing about the addresses."""
        with self._lock:
            self._setups.clear()
            self._left += self._clients.values()
            self._clients.clear()
            self._reach.clear()

    def tested(self) -> None:
        """A test found something: take it in. What is known about the addresses stays."""
        with self._lock:
            self._setups.clear()

    def reach(self, rung: Rung) -> ModelReach:
        return self._reach.get(rung, ModelReach.UNKNOWN)

    def learned(self, rung: Rung, reach: ModelReach) -> bool:
        """Take in what was found out about an address; says whether that is news."""
        before = self.reach(rung)
        self._reach[rung] = reach
        return before is not reach

    async def aclose(self) -> None:
        """Close the clients, on the thread they were used on."""
        with self._lock:
            clients = [*self._left, *self._clients.values()]
            self._left.clear()
            self._clients.clear()
        for client in clients:
            await client.aclose()

    def _read(self, rung: Rung) -> ModelSetup:
        read = self._store.read
        is_cloud = rung is Rung.CLOUD
        key, headers, sign_in, problem = self._confidential(rung)
        endpoint = Endpoint(
            base_url=read(settings.CLOUD_BASE_URL if is_cloud else settings.LOCAL_BASE_URL),
            api_key=key,
            headers=headers,
            connect_timeout=timedelta(
                seconds=read(
                    settings.CLOUD_CONNECT_TIMEOUT if is_cloud else settings.LOCAL_CONNECT_TIMEOUT
                )
            ),
            stall_limit=timedelta(
                seconds=read(settings.CLOUD_STALL_LIMIT if is_cloud else settings.LOCAL_STALL_LIMIT)
            ),
            proxy=read(settings.MODEL_PROXY),
            sign_in=sign_in,
            ca_file=read(settings.MODEL_CA_FILE),
        )
        setup = ModelSetup(
            rung=rung,
            endpoint=endpoint,
            problem=problem,
            fast=read(settings.CLOUD_MODEL_FAST if is_cloud else settings.LOCAL_MODEL_FAST),
            standard=read(
                settings.CLOUD_MODEL_STANDARD if is_cloud else settings.LOCAL_MODEL_STANDARD
            ),
        )
        report = read_report(read(settings.CLOUD_TESTED if is_cloud else settings.LOCAL_TESTED))
        if report is not None and report.images is False:
            setup = replace(setup, sees_pictures=False)
        if report is not None and report.long_prompts is False:
            setup = replace(setup, context_tokens=SMALL_CONTEXT)
        return replace(setup, use_learn=read(settings.CLOUD_LEARN)) if is_cloud else setup

    def _confidential(self, rung: Rung) -> tuple[str, Headers, ProxySignIn | None, str]:
        """Key, headers, the proxy's sign-in, and why they cannot be known: a session opens
        without them, too.
        """
        try:
            return self._secrets.key(rung), self._secrets.headers(rung), self._sign_in(), ""
        except EnvironmentProblem as error:
            return "", (), None, error.title

    def _sign_in(self) -> ProxySignIn | None:
        """For a proxy that the settings name, and no other. Asks the keyring only then."""
        proxy, user = self._store.read(settings.MODEL_PROXY), self._store.read(settings.PROXY_USER)
        if proxy in ("", NO_PROXY) or not user:
            return None
        return ProxySignIn(proxy, user, self._proxy_password.read())
