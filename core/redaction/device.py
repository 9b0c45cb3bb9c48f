"""Secrets in configurations of switches, routers, firewalls and access points."""

from __future__ import annotations

from core.redaction.placeholder import Kind
from core.redaction.rule import pattern_rule
from core.redaction.words import is_secretive, is_uncommon, is_value

_VALUE = r"\"[^\"\n]{1,300}\"|'[^'\n]{1,300}'|\S{1,500}"
_TYPE = r"(?:\d{1,2}[ \t]+|encrypted[ \t]+|plaintext[ \t]+|clear[ \t]+|hashed[ \t]+)?"


_KEYWORDS = frozenset({"ascii-text", "hexadecimal", "key", "address", "local", "cipher", "simple"})


def _is_key(value: str) -> bool:
    """Numbers of keys in a chain are no keys, and neither is the word before the key."""
    return (
        is_uncommon(value) and value not in _KEYWORDS and not (value.isdigit() and len(value) < 4)
    )


RULES = (
    pattern_rule(
        Kind.PASSWORD,
        "Cisco IOS, NX-OS, ASA: enable secret and enable password, any type",
        rf"\benable[ \t]+(?:algorithm-type[ ]\w+[ ]+)?(?:secret|password)[ \t]+(?:level[ ]\d+[ ]+)?"
        rf"{_TYPE}(?P<s>{_VALUE})",
        hints=("enable",),
        accept=_is_key,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "Cisco and Aruba: username … secret or password; also MikroTik, Huawei local-user",
        r"(?:^[ \t]*|[>#][ ]?)(?:no[ ])?(?:user(?:name)?|local-user"
        r"|mgmt-user)[ \t]+(?:name[ ])?\S{1,64}[^\n]{0,80}?[ \t]"
        r"(?:secret|password|passwd)[ \t]+(?:0[ ]+)?"
        rf"(?:(?:simple|cipher|ciphertext|irreversible-cipher|sha\d{{0,3}}|sha-256"
        rf"|scrypt)[ \t]+)?{_TYPE}(?P<s>{_VALUE})",
        hints=("user",),
        accept=_is_key,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "an indented line of a configuration that sets a password, secret or key",
        r"^[ \t]+(?:set[ ])?(?:password|secret|key|key-string|passphrase|psk|server-key"
        r"|shared-secret"
        rf"|authentication-key|pre-shared-key|wpa-passphrase)[ \t]+(?:0[ ]+)?{_TYPE}(?P<s>{_VALUE})"
        r"(?:[ \t]+(?:encrypted|pbkdf2))?[ \t]*$",
        hints=("password", "secret", "key", "psk", "passphrase"),
        accept=_is_key,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "a typed password of any command: password 7 …, key 0 …, md5 7 …",
        r"\b(?:password|secret|key|key-string|md5|authentication-key|passphrase|ascii|sae-password"
        r"|local-authentication|remote-authentication)[ \t]+[056789][ \t]+(?P<s>\S{4,500})",
        hints=("password", "secret", "key", "md5", "passphrase", "ascii"),
        accept=lambda value: is_uncommon(value) and not value.startswith("/"),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "passwords of BGP neighbours, OSPF, HSRP, NTP, PPP and the ASA's passwd",
        r"(?:\bneighbor[ ]+\S+[ ]+password|\bppp[ ](?:chap"
        r"|pap)[ ](?:sent-username[ ]\S+[ ])?password"
        r"|\bospf[ ]authentication-key|\bmessage-digest-key[ ]\d+[ ]md5|\bmd5[ ]key-string"
        r"|\bntp[ ]authentication-key[ ]\d+[ ](?:md5|sha\d?)|\b(?:standby|vrrp|glbp)[ ]\d+[ ]"
        r"authentication(?:[ ]text|[ ]md5[ ]key-string)?|^passwd|\bsecurity[ ]passwords)[ \t]+"
        rf"(?:0[ ]+)?{_TYPE}(?P<s>{_VALUE})",
        hints=("neighbor", "ppp", "ospf", "md5", "ntp", "authentication", "passwd"),
        accept=lambda value: _is_key(value) and value not in ("md5", "key-string", "min-length"),
    ),
    pattern_rule(
        Kind.KEY,
        "SNMP communities: Cisco, HP, Juniper, Fortinet, net-snmp, MikroTik",
        r"(?:\bsnmp-server[ \t]+community|\bset[ ]snmp[ ](?:v2c[ ])?community"
        r"|\bsnmp-agent[ ]community[ ]"
        r"(?:read|write)(?:[ ]cipher|[ ]simple)?|\bsnmp[ ]community|^[ ]*r[ow](?:community6?|user)"
        r"|\bsnmp-server[ ]+host[ ]+(?:\w+[ ]+)?[\d.]+[ ]+(?:(?:traps?|informs?)[ ]+)?"
        r"(?:version[ ]+(?:1|2c)[ ]+|community[ ]+)(?:\d[ ]+)?|^[ \t]+community|\btrap2?sink[ ]+\S+"
        r"|\bsnmp(?:b?walk|b?get|getnext|bulkwalk|set|table|trap)\b[^\n]{0,80}?[ ]-c"
        rf"|\bsnmp[ ]community[ ]+(?:set|add)[^\n]{{0,60}}?name=)[ \t]*(?:\d[ ]+)?(?P<s>{_VALUE})",
        hints=("community", "snmp", "trapsink", "trap2sink"),
        accept=lambda value: (
            value.lower() not in ("set", "add", "string", "name", "map", "read", "version")
            and is_value(value)
        ),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "SNMPv3 authentication and privacy passwords",
        r"\b(?:snmp-server[ ]+user|snmp-agent[ ]usm-user|snmpv3[ ]user"
        r"|createuser)\b[^\n]{0,120}?[ ]"
        rf"(?:auth[ ]+)?(?:md5|sha(?:-?\d+)?)[ ]+(?:0x)?(?P<s>{_VALUE})"
        r"(?:[ ]+(?:priv[ ]+)?(?:des(?:56)?|3des|aes(?:[ -]?(?:128|192|256))?)[ ]+"
        rf"(?P<s2>{_VALUE}))?",
        hints=("snmp", "createuser"),
        accept=is_value,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "net-snmp's -A and -X",
        rf"\bsnmp\w{{2,12}}\b[^\n]{{0,200}}?[ ]-A[ ]*(?P<s>{_VALUE})(?:[^\n]{{0,60}}?[ ]-X[ ]*"
        rf"(?P<s2>{_VALUE}))?",
        hints=("snmp",),
        cased=True,
    ),
    pattern_rule(
        Kind.KEY,
        "pre-shared keys of IPsec: Cisco, ASA, Juniper, strongSwan, EdgeOS, SonicWall",
        r"(?:\bisakmp[ ]+key|\bpre-shared-(?:key|secret)(?:[ ]+(?:local|remote|ascii-text"
        r"|hexadecimal"
        r"|address[ ]+[\d.]+(?:[ ]+[\d.]+)?[ ]+key|hostname[ ]+\S+[ ]+key))*|:[ ]*PSK"
        r"|\bshared-secret)"
        rf"[ \t]+(?:0[ ]+)?{_TYPE}(?P<s>{_VALUE})",
        hints=("isakmp", "pre-shared", "psk", "shared-secret"),
        accept=_is_key,
    ),
    pattern_rule(
        Kind.KEY,
        "RADIUS and TACACS+ keys",
        r"\b(?:tacacs|radius)(?:-server)?\b(?:[^\n]{0,120}?[ ](?:(?:shared-)?key|secret)"
        r"|[ ]server-key)[ \t]+"
        rf"(?:(?:0|cipher|simple)[ ]+)?{_TYPE}(?P<s>{_VALUE})"
        rf"|\bserver-private[ ]+\S+[^\n]{{0,80}}?[ ]key[ ]+{_TYPE}"
        rf"(?P<s2>{_VALUE})|\bauthentication-server\b[^\n]{{0,80}}?[ ]key[ ]+{_TYPE}"
        rf"(?P<s3>{_VALUE})",
        hints=("tacacs", "radius", "server-private", "authentication-server"),
        accept=_is_key,
    ),
    pattern_rule(
        Kind.KEY,
        "WiFi keys: Cisco, Aruba, UniFi, hostapd",
        r"(?:\bwpa-psk[ ]+(?:ascii|hex)|\bset-key[ ]+(?:ascii|hex)|\bwpa[_-]passphrase|\bwpa-hexkey"
        r"|\bsae-password|\bpsk[ ]+set-key[ ]ascii|\bwep[ ]+key\d?"
        r"|\bencryption[ ]key[ ]\d[ ]size[ ]\w+)"
        rf"[ \t=]+(?:[0-9][ ]+)?(?P<s>{_VALUE})",
        hints=("wpa", "set-key", "sae", "psk", "wep", "encryption key"),
        accept=is_value,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "Fortinet: set password ENC …, set psksecret …, set passphrase …; EdgeOS and Palo Alto",
        r"(?:^[ \t]*"
        r"|[>#%$][ ]?)(?-i:set)[ ]+(?:[\w.-]+[ ]+){0,8}?(?:[\w-]{0,24}(?:password"
        r"|passwd|pwd|secret|passphrase"
        r"|phash)"
        r"|(?:auth|priv|private|server|pre-shared|api|wep|wpa|authentication|encrypted|sae|enc"
        r"|cert)"
        rf"-?key\d?|key)[ ]+(?:ENC[ ]+)?(?P<s>{_VALUE})",
        hints=("set ",),
        accept=_is_key,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "EdgeOS and Juniper blocks: plaintext-password x, encrypted-password x",
        rf"\b(?:plaintext-password|encrypted-password|authentication-password|privacy-password)[ ]+"
        rf"(?P<s>{_VALUE})",
        hints=("-password",),
        accept=is_value,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "HP and Aruba: password manager plaintext x",
        r"\bpassword[ ]+(?:manager|operator|minimum|port-access)\b[^\n]{0,60}?[ ]"
        rf"(?:plaintext|sha1|sha-256|hash)[ ]+(?P<s>{_VALUE})",
        hints=("password",),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "Huawei and H3C: password cipher x; Aruba: mgmt-user name role hash",
        rf"\bpassword[ ]+(?:simple|cipher|irreversible-cipher|hash)[ ]+(?P<s>{_VALUE})"
        r"|\bmgmt-user[ ]+\S+[ ]+\S+[ ]+(?P<s2>[0-9a-f]{32,})",
        hints=("password", "mgmt-user"),
        accept=is_secretive,
    ),
    pattern_rule(
        Kind.HASH,
        "hashes of passwords, told by their own sign: $1$, $5$, $6$, $8$, $9$, $14$, $2b$, $y$ …",
        r"(?P<s>\$(?:1|4|5|6|7|8|9|14|2[abxy]|y|apr1|sha1|sha256|sha512|argon2id?"
        r"|pbkdf2[\w-]{0,12}|scrypt)\$"
        r"[\w./$+=,*-]{6,500})|\{S?SHA(?:256|512)?\}(?P<s2>[A-Za-z0-9+/=]{20,200})",
        hints=("$", "sha"),
        cased=True,
    ),
    pattern_rule(
        Kind.HASH,
        "Palo Alto: encrypted with the master key",
        r"(?P<s>-A[QgwI]==[A-Za-z0-9+/=]{16,2000})",
        hints=("-a",),
        cased=True,
    ),
)
