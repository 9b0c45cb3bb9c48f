"""Keys and tokens of cloud services; most are told by how they begin."""

from __future__ import annotations

from core.redaction.placeholder import Kind
from core.redaction.rule import pattern_rule
from core.redaction.words import is_value

_EDGE = r"(?<![A-Za-z0-9])"

RULES = (
    pattern_rule(
        Kind.KEY,
        "keys of Amazon Web Services",
        rf"{_EDGE}(?P<s>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{{16}})(?![A-Z0-9])",
        hints=("akia", "asia", "abia", "acca"),
        cased=True,
    ),
    pattern_rule(
        Kind.KEY,
        "connection strings of Azure: AccountKey, SharedAccessKey, SharedAccessSignature",
        r"\b(?:AccountKey|SharedAccessKey"
        r"|SharedSecretValue)[ ]*=[ ]*(?P<s>[A-Za-z0-9+/=]{10,}(?:\n{1,2}[A-Za-z0-9+/]{4,}={1,2}"
        r"(?=[\s;]|\Z))?)"
        r"|\bsig=(?P<s2>[A-Za-z0-9%+/=_-]{16,})",
        hints=("accountkey", "sharedaccesskey", "sharedsecret", "sig="),
    ),
    pattern_rule(
        Kind.KEY,
        "client secrets of Entra ID",
        rf"{_EDGE}(?P<s>[A-Za-z0-9~._-]{{3}}\dQ~[A-Za-z0-9~._-]{{31,34}})",
        hints=("q~",),
        cased=True,
    ),
    pattern_rule(
        Kind.TOKEN,
        "JSON web tokens, also wrapped over lines",
        rf"{_EDGE}(?P<s>eyJ[\w-]{{8,}}(?:=?\n{{1,2}}[ >]{{0,4}}[\w-]{{20,}})*\.[\w-]{{8,}}"
        r"(?:=?\n{1,2}[ >]{0,4}[\w-]{20,}(?![\w.-]*:))*(?:\.[\w-]*)?(?:=?\n{1,2}[ >]{0,4}"
        r"[\w-]{30,}(?![^\s]))*)",
        hints=("eyj",),
        cased=True,
    ),
    pattern_rule(
        Kind.TOKEN,
        "refresh tokens of Entra ID and Google",
        rf"{_EDGE}(?P<s>[01]\.A[A-Za-z0-9_-]{{60,}}(?:\.[\w-]+)*)|{_EDGE}(?P<s2>1//[\w-]{{30,}})"
        rf"|{_EDGE}(?P<s3>ya29\.[\w-]{{20,}})|{_EDGE}(?P<s4>AIza[\w-]{{35}})"
        rf"|(?P<s5>GOCSPX-[\w-]{{20,}})",
        hints=("0.a", "1.a", "1//", "ya29.", "aiza", "gocspx-"),
        cased=True,
    ),
    pattern_rule(
        Kind.TOKEN,
        "tokens of GitHub, GitLab, Slack, npm, PyPI, Docker, Hugging Face, Vault, Tailscale,"
        " Terraform",
        rf"{_EDGE}(?P<s>gh[opusr]_[A-Za-z0-9]{{20,}}|github_pat_\w{{20,}}|gl(?:pat|dt|rt|ptt|cbt"
        rf"|soat)-[\w-]{{16,}}"
        r"|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|npm_[A-Za-z0-9]{20,}|pypi-[\w-]{16,}"
        r"|dckr_pat_[\w-]{16,}"
        r"|hf_[A-Za-z0-9]{20,}|hv[sbr]\.[\w-]{20,}|tskey-[\w-]{10,}|dop_v1_[0-9a-f]{20,}"
        r"|[\w-]{14}\.atlasv1\.[\w-]{30,}"
        r"|shp(?:at|ca|pa|ss)_[0-9a-f]{20,}|ATATT3[\w=-]{20,}|PMAK-[\w-]{20,}|glsa_\w{20,}"
        r"|dapi[0-9a-f]{32})",
        hints=(
            "gh",
            "gl",
            "xox",
            "xapp-",
            "npm_",
            "pypi-",
            "dckr",
            "hf_",
            "hv",
            "tskey",
            "dop_",
            "atlasv1",
            "shp",
            "atatt",
            "pmak",
            "dapi",
        ),
        cased=True,
    ),
    pattern_rule(
        Kind.KEY,
        "keys of Stripe, Twilio, SendGrid, Mailgun, Mailchimp, Anthropic, OpenAI and others",
        rf"{_EDGE}(?P<s>(?:sk|rk|pk)_(?:live|test|prod)_\w{{10,}}|whsec_[A-Za-z0-9+/=]{{16,}}"
        rf"|SK[0-9a-f]{{32}}"
        r"|SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|sk-(?:ant|proj"
        r"|svcacct|or)-[\w-]{16,}"
        r"|sk-[A-Za-z0-9]{20,}|gsk_\w{20,}|xai-\w{20,}|AC[0-9a-f]{32}:[0-9a-f]{32}|sq0(?:atp"
        r"|csp)-[\w-]{20,}"
        r"|\d{8,10}:AA[\w-]{33})(?![A-Za-z0-9])",
        hints=(
            "sk",
            "rk_",
            "pk_",
            "whsec",
            "sg.",
            "key-",
            "-us",
            "gsk_",
            "xai-",
            "ac",
            "sq0",
            ":aa",
        ),
        cased=True,
    ),
    pattern_rule(
        Kind.TOKEN,
        "addresses of web hooks, which need no other secret",
        r"\bhooks\.slack\.com/(?:services|workflows)/(?P<s>[\w/]{20,})"
        r"|\bwebhook\.office\.com/webhookb2/(?P<s2>[\w@/-]{20,})"
        r"|\bdiscord(?:app)?\.com/api/webhooks/(?P<s3>\d+/[\w-]{20,})"
        r"|\bapi\.telegram\.org/bot(?P<s4>[\w:-]{20,})",
        hints=("hooks.slack", "webhook", "telegram"),
    ),
    pattern_rule(
        Kind.TOKEN,
        "secrets in the parameters of an address",
        r"[?&#;](?:code|state|access_token|refresh_token|id_token|client_secret|client_assertion"
        r"|assertion"
        r"|[\w-]{0,20}token|api[_-]?key|key|sig|signature|password|passwd|pwd|pass|auth|secret"
        r"|samlresponse"
        r"|subscription-key|x-amz-(?:signature|credential|security-token)|ticket|session(?:id)?"
        r"|sid|jwt)="
        r"(?P<s>[^&\s\"'<>#,;|)\]]{6,4000})",
        hints=("=",),
        accept=lambda value: is_value(value) and not (value.isdigit() and len(value) < 10),
    ),
)
