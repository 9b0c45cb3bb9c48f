"""Secrets in Windows' commands, outputs, files and its registry."""

from __future__ import annotations

from core.redaction.net_commands import NET_COMMANDS
from core.redaction.placeholder import Kind
from core.redaction.rule import pattern_rule
from core.redaction.words import is_uncommon, is_value

_VALUE = r"\"[^\"\n]{1,300}\"|'[^'\n]{1,300}'|[^\s\"']{1,300}"
_HEX32 = "[0-9a-f]{32}"


def _is_argument(value: str) -> bool:
    """A variable, an expression and the next parameter are no passwords."""
    return is_value(value) and not value.startswith(("$", "(", "@(")) and value not in ("*", "-")


RULES = (
    NET_COMMANDS,
    pattern_rule(
        Kind.PASSWORD,
        "command line switches: cmdkey /pass:x, netdom /passwordd:x, xfreerdp /p:x",
        r"(?<![\w/\\])/(?:pass(?:word\w?)?|p|pw|pwd|pd|po|rp|up|adminpassword|domainpassword"
        rf"|joinpassword):(?P<s>{_VALUE})",
        hints=("/p", "/rp", "/up", "password:"),
        accept=_is_argument,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "commands whose password is behind a switch: schtasks /rp x, psexec -p x, plink -pw x",
        r"\b(?:schtasks|psexec(?:64)?|paexec|ps(?:info|list|kill|service|shutdown|loglist)|sqlcmd"
        r"|osql"
        r"|bcp|sshpass|plink|pscp|psftp|winexe|wmic|wevtutil|net[ ]rpc|dsadd|dsmod|tscmd|rdesktop"
        r"|sc|driverquery|systeminfo|tasklist|taskkill|getmac|gpresult|openfiles|eventcreate"
        r"|appcmd)"
        r"(?:\.exe)?\b[^\n|]{0,300}?[ ][-/](?:p|pw|rp|pwd|password)[ \t]+"
        rf"(?P<s>{_VALUE})",
        hints=(" /p", " -p", " /rp"),
        accept=lambda value: _is_argument(value) and not value.startswith(("/", "-")),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "Unix commands with a password: mysql -px, curl -u user:x, smbclient -U user%x,"
        " ldapsearch -w x",
        r"\b(?:mysql(?:dump|admin)?|mariadb)\b[^\n|]{0,200}?[ ]-p(?P<s>[^\s-]\S{0,100})"
        r"|\bcurl\b[^\n|]{0,300}?[ ](?:-u|--user"
        r"|--proxy-user)[ =]?[\"']?[^\s:\"']{1,80}:(?P<s2>[^\s\"']{1,100})"
        r"|\b(?:smbclient|rpcclient|smbmap"
        r"|net)\b[^\n|]{0,200}?[ ]-U[ ]?[\"']?[^\s%\"']{1,80}%(?P<s3>[^\s\"']{1,100})"
        rf"|\bldap(?:search|modify|whoami|add)\b[^\n|]{{0,300}}?[ ]-w[ ]?(?P<s4>{_VALUE})"
        r"|\b7z[ar]?\b[^\n|]{0,200}?[ ]-p(?P<s5>[^\s-]\S{0,100})"
        r"|\bsshpass[ ]+-p[ ]?(?P<s6>\S{1,100})|\bpass(?:in|out)?[ ]pass:(?P<s7>\S{1,100})"
        r"|\becho[ ](?P<s8>\S{1,100})[ ]*\|[ ]*sudo[ ]-S",
        hints=(
            "mysql",
            "mariadb",
            "curl",
            "smb",
            "rpcclient",
            "ldap",
            "7z",
            "sshpass",
            "pass:",
            "sudo",
            "net ",
        ),
        cased=True,
        accept=_is_argument,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "PowerShell parameters: -Password x, -NewPassword 'x', -Passphrase x; --password x",
        r"(?<![\w-])--?(?:[a-z0-9-]{0,30}?(?:password|passwd|passphrase|pwd|secret|api-?key|token"
        r"|psk)"
        rf"|cred-?pass|pass)(?:[ \t]{{1,4}}|[:=][ ]?)(?P<s>{_VALUE})",
        hints=("-",),
        accept=lambda value: _is_argument(value) and not value.startswith("-"),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "ConvertTo-SecureString with plain text, and credentials built from texts",
        r"\bConvertTo-SecureString\b(?:[ ]+-(?:AsPlainText|Force|String))*[ ]+"
        r"(?P<s>\"[^\"\n]{1,300}\"|'(?:[^'\n]|''){1,300}'|[^\s\"'$(-]\S{0,300})"
        r"|(?P<s2>\"[^\"\n]{1,300}\"|'[^'\n]{1,300}')[ ]*\|[ ]*ConvertTo-SecureString"
        r"|\b(?:PSCredential|NetworkCredential|UserPassCredential)[ ]*\([^(),\n]{1,100},[ ]*"
        r"(?P<s3>\"[^\"\n]{1,300}\"|'[^'\n]{1,300}')"
        r"|\.SetPassword\([ ]*(?P<s4>\"[^\"\n]{1,300}\"|'[^'\n]{1,300}')",
        hints=("securestring", "credential", "setpassword"),
        accept=_is_argument,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "here-strings and texts given to a variable whose name says password",
        r"(?:pass(?:word|wd|wort|phrase)?|pwd|secret|cred(?:ential)?s?|token|apikey|kennwort)\w{0,20}"
        r"[ ]*=[ ]*@[\"'][ ]*\n{1,2}(?P<s>(?:[^\n]{0,500}\n){1,40}?)[\"']@",
        hints=("@'", '@"'),
    ),
    pattern_rule(
        Kind.KEY,
        "netsh wlan show profile key=clear, in the languages Windows says it",
        r"^[ \t]*(?:Key Content|Schl(?:ü|.{1,2})sselinhalt|Contenu de la cl.{1,3}"
        r"|Contenido de la clave"
        r"|Contenuto chiave|Conte.{1,2}do da chave"
        r"|Sleutelinhoud)[ \t]*:[ \t]*(?P<s>\S[^\n]{0,100}?)[ \t]*$"
        r"|\bsetting?[ ]hostednetwork\b[^\n]{0,100}?\bkey=(?P<s2>\S{1,80})"
        r"|\bset[ ]hostednetwork\b[^\n]{0,100}?\bkey=(?P<s3>\S{1,80})",
        hints=(
            "key content",
            "sselinhalt",
            "contenu",
            "contenido",
            "conte",
            "sleutel",
            "hostednetwork",
        ),
        accept=is_value,
    ),
    pattern_rule(
        Kind.CODE,
        "BitLocker's recovery password: eight times six digits",
        r"(?<!\d)(?P<s>\d{6}(?:[ ]?[-–][ ]?\n{0,2}[ >]{0,4}\d{6}){7})(?!\d)",
        hints=tuple("0123456789"),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "Windows LAPS keeps the password as JSON",
        r"\"n\":\"[^\"\n]{1,64}\",\"t\":\"[^\"\n]{1,40}\",\"p\":\"(?P<s>[^\"\n]{1,200})\"",
        hints=('"p":',),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "values in the registry: DefaultPassword REG_SZ x",
        r"\b\w{0,40}(?:Password|Passwd|Pwd|Secret|PSK|ApiKey|Token)\w{0,3}[ \t]+REG_(?:EXPAND_"
        r"|MULTI_)?(?:SZ|BINARY)"
        r"[ \t]+(?P<s>\S[^\n]{0,300}?)[ \t]*$",
        hints=("reg_",),
        accept=is_value,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "reg add … /v DefaultPassword … /d x, and Set-ItemProperty -Name DefaultPassword -Value x",
        r"/v[ ]+\"?\w{0,40}(?:Password|Pwd|Secret)\w{0,3}\"?[^\n]{0,60}?[ ]/d[ ]+"
        rf"(?P<s>{_VALUE})|-Name[ ]+[\"']?\w{{0,40}}(?:Password|Pwd"
        rf"|Secret)[\"']?[^\n]{{0,60}}?[ ]-Value[ ]+"
        rf"(?P<s2>{_VALUE})",
        hints=("password", "pwd", "secret"),
        accept=_is_argument,
    ),
    pattern_rule(
        Kind.CODE,
        "product keys of five times five characters",
        r"(?<![\w-])(?P<s>(?=[A-Z0-9-]{0,28}[A-Z])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4})(?![\w-])",
        hints=("-",),
        cased=True,
    ),
    pattern_rule(
        Kind.HASH,
        "LM, NTLM and domain cached hashes",
        rf"(?:\b(?:nt|lm|ntlm|net-?ntlm|nthash|lmhash|mscash2?|dcc2?|rc4_hmac(?:_nt)?"
        rf"|rc4)(?:[ _-]?hash)?"
        rf"[ \t]{{0,10}}[:=][ \t]{{0,4}}[\"']?)(?P<s>{_HEX32})\b"
        rf"|:(?P<s2>{_HEX32}):(?P<s3>{_HEX32}):{{1,3}}"
        rf"|\b(?P<s4>aad3b435b51404eeaad3b435b51404ee:{_HEX32})"
        rf"|::[^:\s]{{0,64}}:[0-9a-f]{{16}}:(?P<s5>{_HEX32}:[0-9a-f]{{32,2000}})"
        rf"|\$DCC2\$(?P<s6>\d{{1,6}}#[^#\s]{{1,64}}#{_HEX32})"
        r"|\b(?:aes256_hmac|aes128_hmac|aes256-cts-hmac-sha1-96"
        r"|des_cbc_md5)[ \t]{0,4}[:=]?[ \t]{0,10}(?P<s7>[0-9a-f]{16,64})\b",
        hints=("nt", "lm", "hash", "rc4", "aad3b", "::", "dcc", "_hmac", "hmac-", ":"),
    ),
    pattern_rule(
        Kind.TOKEN,
        "Kerberos and NTLM tickets in base64 or as hashcat takes them",
        r"(?<![\w+/])(?P<s>(?:doI|YII"
        r"|TlRMTVNTUAA)[A-Za-z0-9+/]{40,}={0,2}(?:\n{1,2}[ ]{0,8}[A-Za-z0-9+/]{20,}={0,2})*)"
        r"|(?P<s2>\$krb5(?:tgs|asrep|pa)\$[^\s]{20,})",
        hints=("doi", "yii", "tlrmtvntuaa", "$krb5"),
        cased=True,
    ),
    pattern_rule(
        Kind.HASH,
        "texts that DPAPI encrypted: exported SecureStrings, saved RDP passwords, SCCM's account",
        r"\b(?P<s>01000000d08c9ddf0115d1118c7a00c04fc297eb[0-9a-f]{16,})"
        r"|(?P<s2>AQAAANCMnd8BFdERjHoAwE/Cl\+s[A-Za-z0-9+/=]{16,})"
        r"|\bpassword 51:b:(?P<s3>[0-9A-F]{32,})|\b(?P<s4>8913000[0-9A-F]{33,})",
        hints=("01000000d08c", "aqaaancmnd8", "51:b:", "8913000"),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "runas and mstsc typed in one line: echo x | runas …",
        r"\becho[ ]+(?P<s>[^\s|]{4,100})[ ]*\|[ ]*(?:runas|plink|net[ ]use|ssh)\b",
        hints=("runas", "plink", "net use", "ssh"),
        accept=is_uncommon,
    ),
)
