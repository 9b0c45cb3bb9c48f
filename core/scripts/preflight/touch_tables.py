"""Which cmdlets and programs read or change what. Data only."""

from __future__ import annotations

import re

from core.scripts.preflight.findings import TouchKind

_READING = (
    "get test find measure select where compare search show resolve read wait format out write "
    "convertto convertfrom convert join split group sort foreach tee import trace watch"
)
READING_VERBS = frozenset(_READING.split())
INSIDE = re.compile(
    r"-(?:object|variable|host|output|verbose|warning|error|debug|progress|information|string|table"
    r"|list|null|member|date|random|credential|culture|help|command|module|alias|location|path"
    r"|strictmode|pssession|job|psdrive|type|guid|runspace|timespan|securestring|json|csv|html|xml"
    r"|clixml|expression|history|transcript|sleep|uiculture|unique|executionpolicy|psrepository"
    r"|mggraph|exchangeonline|microsoftteams|gridview|default|wide|custom|clipboard"
    r"|eventsubscriber)$"
)
"""Cmdlets that stay within PowerShell."""

_NOUNS = (
    (r"^service$", TouchKind.SERVICES),
    (r"^(?:process|wmiprocess)$", TouchKind.PROCESSES),
    (
        (
            r"^(?:ad(?!dress)|local(?:user|group)|mg(?!graph)|azuread|msol|entra|(?:exo)?mailbox"
            r"|(?:exo)?casmailbox|(?:exo)?recipient|distributiongroup|unifiedgroup|team"
            r"|cs(?:online|user|phone)|role|user|inboxrule|calendarprocessing|spo|mailuser|mailcontact"
            r"|transportrule|messagetrace|retention|sharingpolicy|laps)"
        ),
        TouchKind.ACCOUNTS,
    ),
    (
        (
            r"^(?:net(?!event)|dns|webrequest|restmethod|connection|bitstransfer|smb|vpn|dhcp|wsman"
            r"|mailmessage|tcp|firewall|wifi|wlan|webservice)"
        ),
        TouchKind.NETWORK,
    ),
    (
        (
            r"^(?:package|appx|windows(?:feature|optional|capability|package|update)|msi|hotfix"
            r"|script$|wu)"
        ),
        TouchKind.SOFTWARE,
    ),
    (
        (
            r"^(?:item|itemproperty|itempropertyvalue|childitem|content|file|acl|archive|tempor|filehash"
            r"|recyclebin)"
        ),
        TouchKind.FILES,
    ),
    (
        (
            r"^(?:computer|disk|volume|partition|physical|virtual|storage|mp|bitlocker|scheduled|event"
            r"|winevent|tpm|cim|wmi|restore|printer|print|vm|gp|time|pnp|power|certificate|counter"
            r"|windowserrorreporting|kds|secureboot|iis|web(?:site|app)|cluster|dfs|fsrm)"
        ),
        TouchKind.SYSTEM,
    ),
)
NOUNS = tuple((re.compile(pattern), kind) for pattern, kind in _NOUNS)

_PROGRAMS = (
    (TouchKind.SERVICES, True, "net net1 sc systemctl service launchctl chkconfig"),
    (
        TouchKind.FILES,
        True,
        (
            "rm mv cp mkdir rmdir touch ln chmod chown chattr chgrp truncate shred dd tee install "
            "rsync unlink tar unzip zip gzip rd del erase robocopy xcopy move copy "
            "icacls takeown attrib"
        ),
    ),
    (
        TouchKind.FILES,
        False,
        "cat head tail grep find ls dir stat du df wc awk less file md5sum sha256sum",
    ),
    (TouchKind.REGISTRY, True, "reg regedit"),
    (
        TouchKind.ACCOUNTS,
        True,
        (
            "useradd usermod userdel adduser deluser passwd chpasswd groupadd groupdel gpasswd "
            "chage visudo dscl"
        ),
    ),
    (
        TouchKind.NETWORK,
        True,
        (
            "curl wget scp sftp ftp ssh nc ncat telnet bitsadmin certutil smbclient ip nmcli netsh "
            "route iptables ip6tables nft ufw firewall-cmd ifup ifdown networksetup"
        ),
    ),
    (
        TouchKind.NETWORK,
        False,
        (
            "ping ping6 dig nslookup host traceroute tracert arp ipconfig nmap resolvectl "
            "netstat ss ifconfig"
        ),
    ),
    (
        TouchKind.SOFTWARE,
        True,
        (
            "apt apt-get dpkg yum dnf rpm zypper pacman snap flatpak brew pip pip3 npm gem msiexec "
            "winget choco dism wusa"
        ),
    ),
    (TouchKind.PROCESSES, True, "kill pkill killall taskkill"),
    (TouchKind.PROCESSES, False, "ps pgrep top tasklist lsof"),
    (
        TouchKind.SYSTEM,
        True,
        (
            "reboot shutdown poweroff halt mkfs fdisk parted sfdisk wipefs mount umount "
            "swapoff modprobe sysctl crontab at timedatectl hostnamectl localectl "
            "grub-install update-grub lvremove vgremove diskpart format bcdedit vssadmin "
            "wevtutil schtasks sfc chkdsk auditpol gpupdate"
        ),
    ),
    (
        TouchKind.SYSTEM,
        False,
        "journalctl dmesg uname lsblk free uptime hostname whoami systeminfo gpresult lscpu",
    ),
)
PROGRAMS = {name: (kind, changes) for kind, changes, names in _PROGRAMS for name in names.split()}
QUERIES = re.compile(
    r"\b(?:query|status|show|list|is-active|is-enabled|view|enum|get|info|search|/query|policy"
    r"|check|scan|version)\b|\s(?:-l|-t|--dry-run|--list)(?:\s|$)"
)
"""A program that changes things, asked only to tell."""
NAMING = (
    "path", "literalpath", "name", "identity", "computername", "uri", "displayname", "filepath",
    "taskname", "destination", "userprincipalname", "id", "member", "driveletter", "servicename",
    "group", "outfile",
)  # fmt: skip
"""Parameters that name what a cmdlet is about."""
