#!/usr/bin/env python3
"""Publishes updates: python build/updates.py --help

An update repository is a folder that any web server can serve:

    metadata/   who may sign (root), what is offered (targets), and that it is fresh
    targets/    the installers, at CHANNEL/PLATFORM/FILE

    updates.py keys KEYS                     makes one key per role in the folder KEYS
    updates.py init REPOSITORY --keys KEYS   signs the first, empty metadata
    updates.py add REPOSITORY FILE --keys KEYS --version 1.2.0 [--channel stable] [--notes TEXT.txt]
    updates.py renew REPOSITORY --keys KEYS  signs anew what expires first; run it once a week
    updates.py rotate REPOSITORY ROLE --keys KEYS   gives a role a new key, such as after a theft

Keep the root key away from the server: `add` needs targets, snapshot and timestamp, `renew` only
the last two. With --passphrase-file the keys are encrypted. Engineers get metadata/1.root.json and,
on another way, the fingerprint that `init` prints. It is The Update Framework (TUF) throughout.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

# Public, but exported by an __all__ that is computed.
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]
from tuf.api.metadata import (  # type: ignore[attr-defined]
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    T,
    TargetFile,
    Targets,
    Timestamp,
)

ROLES = (Root.type, Targets.type, Snapshot.type, Timestamp.type)
LIFETIMES = {
    Root.type: timedelta(days=365),
    Targets.type: timedelta(days=365),
    Snapshot.type: timedelta(days=30),
    Timestamp.type: timedelta(days=14),
}
"""How long a signature is believed. Short for what says "this is the newest", because that is
how long somebody could hide a newer version."""


@dataclass(frozen=True)
class Keys:
    """The private keys in a folder, one PEM file per role, read when a role signs."""

    folder: Path
    passphrase: bytes | None = None

    def make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        present = [role for role in ROLES if self._file(role).exists()]
        if present:
            sys.exit(f"{self.folder} has keys already: {', '.join(present)}. None was changed.")
        for role in ROLES:
            self._make(role)

    def replace(self, role: str) -> None:
        """Make a new key; the old one stays beside it until somebody is sure."""
        file = self._file(role)
        file.replace(file.with_suffix(".pem.old"))
        self._make(role)

    def signer(self, role: str) -> CryptoSigner:
        try:
            key = load_pem_private_key(self._file(role).read_bytes(), self.passphrase)
        except OSError as error:
            sys.exit(f"The {role} key is not there: {error}")
        except (TypeError, ValueError) as error:
            sys.exit(f"The {role} key cannot be read; is the passphrase right? {error}")
        if not isinstance(key, Ed25519PrivateKey):
            sys.exit(f"The {role} key is no Ed25519 key.")
        return CryptoSigner(key)

    def _make(self, role: str) -> None:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, self._encryption())
        self._file(role).touch(mode=0o600)
        self._file(role).write_bytes(pem)

    def _file(self, role: str) -> Path:
        return self.folder / f"{role}.pem"

    def _encryption(self) -> KeySerializationEncryption:
        return BestAvailableEncryption(self.passphrase) if self.passphrase else NoEncryption()


@dataclass(frozen=True)
class Offered:
    """What is signed of an installer beside its checksum; the program reads these very names."""

    version: str
    channel: str = "stable"
    platform: str = "windows-x64"
    notes: str = ""
    minimum_schema: int = 0


class Repository:
    """Metadata and files in one folder. Each change is signed by the roles it concerns."""

    def __init__(self, folder: Path, keys: Keys, now: datetime | None = None) -> None:
        self.folder = folder
        self.metadata = folder / "metadata"
        self.targets = folder / "targets"
        self._keys = keys
        self._now = (now or datetime.now(UTC)).replace(microsecond=0)

    def begin(self) -> str:
        """Sign the first metadata, with nothing offered; returns the root's fingerprint."""
        if self._newest(Root.type) is not None:
            sys.exit(f"{self.folder} is a repository already; nothing was changed.")
        self.metadata.mkdir(parents=True, exist_ok=True)
        self.targets.mkdir(parents=True, exist_ok=True)
        root = Root(expires=self._expiry(Root.type), consistent_snapshot=True)
        for role in ROLES:
            root.add_key(self._keys.signer(role).public_key, role)
        written = self._write(Metadata(root))
        self._write(Metadata(Targets(expires=self._expiry(Targets.type))))
        snapshot = Snapshot(expires=self._expiry(Snapshot.type))
        self._write(Metadata(snapshot))
        self._write(Metadata(Timestamp(expires=self._expiry(Timestamp.type))))
        return hashlib.sha256(written.read_bytes()).hexdigest()

    def add(self, file: Path, target: str, custom: Mapping[str, object]) -> None:
        """Offer a file under a name such as `stable/windows-x64/FlowPilot-Setup-1.2.0.exe`."""
        metadata = self._read(Targets)
        described = TargetFile.from_file(target, str(file), ["sha256"])
        described.unrecognized_fields["custom"] = dict(custom)
        place = self.targets / target
        place.parent.mkdir(parents=True, exist_ok=True)
        named = place.with_name(f"{described.hashes['sha256']}.{place.name}")
        shutil.copyfile(file, named)
        metadata.signed.targets[target] = described
        self._sign_anew(metadata)
        self._publish(metadata.signed.version)

    def offer(self, file: Path, offered: Offered) -> str:
        """Offer an installer to a channel; returns the name of its target."""
        target = f"{offered.channel}/{offered.platform}/{file.name}"
        self.add(file, target, asdict(offered))
        return target

    def renew(self, roles: Sequence[str] = ()) -> None:
        """Sign snapshot and timestamp anew, and before them other roles that are named."""
        if Root.type in roles:
            self._sign_anew(self._read(Root))
        targets = self._read(Targets)
        if Targets.type in roles:
            self._sign_anew(targets)
        self._publish(targets.signed.version)

    def rotate(self, role: str) -> None:
        """Give a role a new key: the root says so, and what the role signs is signed anew."""
        root, before = self._read(Root), self._keys.signer(role)
        signers = [before if role == Root.type else self._keys.signer(Root.type)]
        self._keys.replace(role)
        after = self._keys.signer(role)
        root.signed.revoke_key(before.public_key.keyid, role)
        root.signed.add_key(after.public_key, role)
        if role == Root.type:
            # The old key says that the new one is trusted from now on.
            signers.append(after)
        root.signed.version += 1
        root.signed.expires = self._expiry(Root.type)
        root.signatures.clear()
        for signer in signers:
            root.sign(signer, append=True)
        self._save(root)
        self.renew([role] if role == Targets.type else [])

    def _publish(self, targets_version: int) -> None:
        """Sign the snapshot and, last of all, the timestamp: clients see all of it or nothing."""
        snapshot = self._read(Snapshot)
        snapshot.signed.meta["targets.json"] = MetaFile(targets_version)
        self._sign_anew(snapshot)
        timestamp = self._read(Timestamp)
        timestamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
        self._sign_anew(timestamp)

    def _sign_anew(self, metadata: Metadata[T]) -> None:
        metadata.signed.version += 1
        metadata.signed.expires = self._expiry(metadata.signed.type)
        self._write(metadata)

    def _write(self, metadata: Metadata[T]) -> Path:
        metadata.sign(self._keys.signer(metadata.signed.type))
        return self._save(metadata)

    def _save(self, metadata: Metadata[T]) -> Path:
        path = self.metadata / _file_name(metadata.signed.type, metadata.signed.version)
        part = path.with_name(f".{path.name}")
        metadata.to_file(str(part))
        part.replace(path)
        return path

    def _read(self, kind: type[T]) -> Metadata[T]:
        path = self._newest(kind.type)
        if path is None:
            sys.exit(f"{self.folder} is no repository: it has no {kind.type} metadata.")
        return Metadata[T].from_file(str(path))

    def _newest(self, role: str) -> Path | None:
        if role == Timestamp.type:
            path = self.metadata / f"{role}.json"
            return path if path.exists() else None
        found = self.metadata.glob(f"[0-9]*.{role}.json")
        return max(found, key=lambda path: int(path.name.partition(".")[0]), default=None)

    def _expiry(self, role: str) -> datetime:
        return self._now + LIFETIMES[role]


def _file_name(role: str, version: int) -> str:
    return f"{role}.json" if role == Timestamp.type else f"{version}.{role}.json"


def make_keys(options: argparse.Namespace) -> None:
    """Make one key per role."""
    _keys(options).make()
    print(f"Keys are in {options.keys}. Keep root.pem where no server and no thief finds it.")


def begin(options: argparse.Namespace) -> None:
    """Sign the first metadata of a new repository."""
    fingerprint = Repository(options.repository, _keys(options)).begin()
    print(f"Root file: {options.repository / 'metadata' / '1.root.json'}")
    print(f"Its fingerprint: {fingerprint}")


def add(options: argparse.Namespace) -> None:
    """Offer a file to a channel."""
    offered = Offered(
        version=options.version,
        channel=options.channel,
        platform=options.platform,
        notes=options.notes.read_text(encoding="utf-8") if options.notes else "",
        minimum_schema=options.minimum_schema,
    )
    target = Repository(options.repository, _keys(options)).offer(options.file, offered)
    print(f"Offered: {target}")


def renew(options: argparse.Namespace) -> None:
    """Sign anew what expires first, and the roles that are named."""
    Repository(options.repository, _keys(options)).renew(options.roles)
    print("Signed anew.")


def rotate(options: argparse.Namespace) -> None:
    """Give a role a new key."""
    Repository(options.repository, _keys(options)).rotate(options.role)
    print(f"The {options.role} key is new; remove the old one when clients have followed.")


def _keys(options: argparse.Namespace) -> Keys:
    file = options.passphrase_file
    return Keys(options.keys, file.read_bytes().strip() if file else None)


def parser() -> argparse.ArgumentParser:
    summary, _, rest = (__doc__ or "").partition("\n")
    top = argparse.ArgumentParser(
        prog="updates.py",
        description=summary.partition(":")[0],
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(required=True, metavar="command")
    named = {"keys": make_keys, "init": begin, "add": add, "renew": renew, "rotate": rotate}
    for name, command in named.items():
        sub = commands.add_parser(name, help=(command.__doc__ or "").rstrip("."))
        sub.set_defaults(command=command)
        if command is make_keys:
            sub.add_argument("keys", type=Path)
        else:
            sub.add_argument("repository", type=Path)
            if command is rotate:
                sub.add_argument("role", choices=ROLES)
            sub.add_argument("--keys", type=Path, required=True)
        sub.add_argument("--passphrase-file", type=Path)
        if command is add:
            sub.add_argument("file", type=Path)
            sub.add_argument("--version", required=True)
            sub.add_argument("--channel", default="stable")
            sub.add_argument("--platform", default="windows-x64")
            sub.add_argument("--notes", type=Path, help="a text file")
            sub.add_argument("--minimum-schema", type=int, default=0)
        elif command is renew:
            sub.add_argument("--roles", nargs="+", choices=ROLES, default=())
    return top


if __name__ == "__main__":
    chosen = parser().parse_args()
    chosen.command(chosen)
