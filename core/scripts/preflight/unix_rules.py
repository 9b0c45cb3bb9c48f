"""What the programs of Linux and macOS do that an engineer should know before a run. Data only."""

from __future__ import annotations

from core.scripts.preflight.findings import Severity
from core.scripts.preflight.rule import CommandRule as Rule

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_DISK = r"/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|disk|mapper/|md)"

RULES = (
    Rule("wipes-disk", _HIGH, "mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat "
         "mkfs.ntfs mkswap wipefs blkdiscard hdparm nvme sgdisk",
         "{name} erases a disk or partition with everything on it.",
         "Check the device twice with `lsblk`, and have a backup.",
         when=r"^(?:mk|blk)|wipefs.*(?:-a|--all)|hdparm.*--(?:security-erase|trim)"
              r"|nvme (?:format|sanitize)|sgdisk.*(?:-z|--zap|-o|-d)"),
    Rule("wipes-disk", _HIGH, "fdisk parted sfdisk cfdisk gdisk partprobe diskutil",
         "{name} changes the partitions of a disk: what is on them can be lost.",
         "Check the device twice with `lsblk`, and have a backup.",
         unless=r"\s-l\b|\bprint\b|--list|partprobe|diskutil (?:list|info|verify)"),
    Rule("wipes-disk", _HIGH, "dd", "dd writes over a disk, block by block.",
         "Check `of=` twice with `lsblk`, and have a backup.", when=rf"of={_DISK}"),
    Rule("overwrites-file", _MEDIUM, "dd", "dd writes over a file.", "Check `of=`.",
         when=r"of=", unless=rf"of=(?:{_DISK}|/dev/null)"),
    Rule("overwrites", _HIGH, "shred srm wipe", "{name} overwrites files so that nothing brings "
         "them back.", "Do this only with what is to be given away."),
    Rule("removes-storage", _HIGH, "lvremove vgremove pvremove zpool zfs btrfs mdadm cryptsetup",
         "{name} removes storage and the data on it.", "Have a backup, and name exactly what goes.",
         when=r"^(?:lv|vg|pv)|destroy|subvolume delete|--zero-superblock|luks(?:format|erase)|"
              r"--remove"),
    Rule("deletes-tree", _MEDIUM, "rm", "It deletes a folder with everything in it, without "
         "asking.", "List the folder first.",
         when=r"\s-\w*r\w*\b|--recursive"),
    Rule("deletes-root", _HIGH, "rm", "It deletes the whole system.", "Take it out.",
         when=r"--no-preserve-root"),
    Rule("deletes-files", _LOW, "rm unlink truncate", "{name} deletes files or what is in them.",
         "Check the path.", unless=r"\s-\w*r\w*\b|--recursive"),
    Rule("deletes-found", _HIGH, "find", "It deletes whatever it finds below a folder of the "
         "system.", "Name the folder exactly, and try it with -print first.",
         when=r"find (?:-\w+ )*(?:/|~|/(?:etc|usr|var|home|opt|boot|lib|bin|srv)/?|\.|\$home/?)\s.*"
              r"(?:-delete|-exec(?:dir)?\s+(?:rm|shred))"),
    Rule("deletes-found", _MEDIUM, "find", "It deletes whatever it finds.",
         "Try it with -print first.", when=r"-delete|-exec(?:dir)?\s+(?:rm|shred)"),
    Rule("rights-wide", _HIGH, "chmod chown chgrp setfacl",
         "{name} changes the rights of a folder of the system: programs stop working.",
         "Name the one folder it is about.",
         when=r"(?:\s-\w*r\w*\b|--recursive).*\s(?:/|/(?:etc|usr|var|home|bin|sbin|lib|opt|boot)/?"
              r"\*?|~/?|\.)(?:\s|$)"),
    Rule("rights-open", _MEDIUM, "chmod", "It lets everyone change these files.",
         "Give the group the rights instead.", when=r"\b0?777\b|a\+rwx|o\+w"),
    Rule("sets-root-bit", _HIGH, "chmod setcap", "It makes a program run with an administrator's "
         "rights, whoever starts it.", "Use sudo with a rule for this one program.",
         when=r"u\+s|\b[4-7][0-7]{3}\b|setcap .*cap_(?:setuid|sys_admin|dac)"),
    Rule("deletes-accounts", _HIGH, "userdel deluser groupdel delgroup",
         "{name} deletes an account or a group.", "Lock the account first with `usermod -L`."),
    Rule("adds-admin", _HIGH, "usermod gpasswd adduser useradd dscl dseditgroup net",
         "It gives an account an administrator's rights.",
         "Make sure this was asked for, and note when it has to end.",
         when=r"\b(?:sudo|wheel|admin|root|docker|lxd|disk|shadow)\b|\s-o\s+-u\s*0|-u\s*0\b"
              r"|--uid[= ]0\b"),
    Rule("changes-account", _MEDIUM, "usermod useradd adduser passwd chpasswd chage gpasswd "
         "groupadd groupmod", "{name} changes who can sign in.",
         "Check that this is the right account."),
    Rule("no-password", _HIGH, "passwd usermod", "It makes an account without a password.",
         "Lock the account instead.", when=r"passwd.*(?:\s-d\b|--delete)|usermod.*-p\s*['\"]{2}"),
    Rule("restarts", _MEDIUM, "reboot shutdown poweroff halt init telinit",
         "{name} ends the work of whoever uses the machine.", "Tell the people first."),
    Rule("stops-service", _LOW, "systemctl service launchctl",
         "{name} starts, stops or changes a service.", "Check who uses it right now.",
         when=r"\b(?:stop|restart|start|reload|disable|enable|mask|unload|load|bootout|try-restart)"
              r"\b"),
    Rule("security-service-off", _HIGH, "systemctl service launchctl update-rc.d chkconfig",
         "It stops what protects or records the machine.",
         "Leave it running; find out what it blocks and why.",
         when=r"(?:stop|disable|mask|unload|off|remove).*\b(?:auditd|rsyslog|syslog\w*|apparmor"
              r"|firewalld|ufw|iptables|nftables|fail2ban|clamav\S*|falcon\S*|crowdstrike|mdatp"
              r"|sentinel\w*|selinux\w*|systemd-journald|osqueryd|wazuh\S*|crond?)\b"
              r"|\b(?:auditd|rsyslog|firewalld|ufw|iptables|fail2ban)\s+(?:stop|off)"),
    Rule("firewall-off", _HIGH, "ufw iptables ip6tables nft firewall-cmd pfctl",
         "It turns the firewall off or takes all its rules away.",
         "Open the one port that is needed instead.",
         when=r"ufw (?:--force )?(?:disable|reset)|\s-f\b|--flush|flush ruleset"
              r"|-p (?:input|forward) accept|--policy input accept|panic-off|pfctl -d"
              r"|ufw default allow incoming"),
    Rule("firewall-allows", _MEDIUM, "ufw iptables ip6tables nft firewall-cmd",
         "It changes the rules of the firewall.",
         "Limit it to the port and addresses that need it.",
         when=r"\ballow\b|\baccept\b|--add-|\bdelete\b|\s-[aid]\b|\bdeny\b|--remove-",
         unless=r"\s-f\b|--flush"),
    Rule("protection-off", _HIGH, "setenforce aa-teardown aa-disable aa-complain auditctl csrutil "
         "spctl mdatp", "It turns off what protects or records the machine.",
         "Leave it on; find out what it blocks and why.",
         when=r"setenforce (?:0|permissive)|^aa-|auditctl.*(?:-e 0|-d)|csrutil disable"
              r"|spctl.*--(?:master|global)-disable|real-time-protection.*disabled"),
    Rule("logs-cleared", _HIGH, "history journalctl unset shred rm ln truncate logrotate wtmpclean "
         "utmpdump", "It clears what was recorded: what happened can no longer be seen.",
         "Leave the records, or copy them first.",
         when=r"^history -[cw]\w*|--vacuum-(?:time=[01]s|size=[01]\b)|^unset histfile"
              r"|/var/log(?:/\*|/?$|/\S*(?:auth|secure|messages|syslog|wtmp|btmp|lastlog|audit))"
              r"|\.bash_history"),
    Rule("kernel-changed", _MEDIUM, "sysctl modprobe insmod rmmod update-grub grub-install "
         "grub2-mkconfig swapoff mount umount",
         "{name} changes how the system runs.", "Note how it was before.",
         unless=r"sysctl (?:-a|-n)?\s*[\w.]*$|^mount$|umount /(?:mnt|media)"),
    Rule("crashes", _HIGH, "insmod", "It loads code into the kernel of the system.",
         "Use a package of the distribution."),
    Rule("network-changed", _MEDIUM, "ip ifconfig nmcli ifdown ifup route netplan networksetup "
         "dhclient", "{name} changes the network: a remote session may end here.",
         "Do it where you can reach the machine without its network.",
         when=r"\b(?:del|flush|down|up|add|set|change|modify|disconnect|off|apply|replace)\b"
              r"|^if(?:down|up)|-r\b"),
    Rule("fetches", _LOW, "curl wget fetch aria2c",
         "{name} talks to another computer over the network.",
         "Check the address, and that it is one you trust."),
    Rule("uploads", _HIGH, "curl wget", "It sends a file or what it read to another computer.",
         "Check what leaves the machine, and where it goes.",
         when=r"(?:-d|--data\S*|-f|--form|-t|--upload-file)[ =]\s*['\"]?\S*@|--post-file|"
              r"\s-t\s+\S|--upload-file|-d\s+['\"]?\$\("),
    Rule("certificate-check-off", _MEDIUM, "curl wget git pip pip3 npm",
         "It does not check whom it talks to: anybody can stand in between.",
         "Give it the right certificate instead.",
         when=r"\s-\w*k\w*\s|--insecure|--no-check-certificate|sslverify=false|--trusted-host"
              r"|strict-ssl false"),
    Rule("copies-away", _MEDIUM, "scp rsync sftp ftp", "{name} copies files to or from another "
         "computer.", "Check what leaves the machine, and where it goes.", when=r"\S+:\S*|ftp"),
    Rule("remote-commands", _MEDIUM, "ssh sshpass pssh ansible",
         "{name} works on another computer.", "Check that the computers are the right ones."),
    Rule("remote-shell", _HIGH, "nc ncat netcat socat telnet",
         "It gives somebody else a shell on this machine, or takes one.",
         "There is hardly ever an honest reason for this.",
         when=r"\s-\w*[ec]\b|--(?:sh-)?exec|exec:|/bin/(?:ba)?sh|\s-\w*l\w*\b"),
    Rule("remote-shell", _HIGH, "bash sh dash zsh /bin/sh /bin/bash",
         "It gives somebody a shell that listens to something else than the keyboard.",
         "There is hardly ever an honest reason for this.", when=r"\s-i\b"),
    Rule("runs-text", _HIGH, "perl ruby node php",
         "{name} runs a text as code that reaches into the system.", "Write the command out.",
         when=r"\s-\w*[er]\s.*(?:system|exec|unlink|socket|qx|spawn|rmtree|eval)"),
    Rule("deletes-containers", _HIGH, "docker podman kubectl",
         "{name} removes containers or what they keep, all at once.",
         "Name the one it is about, and have a backup of its volumes.",
         when=r"prune.*--volumes|volume prune|delete.*(?:--all|\s(?:ns|namespace)\s)"
              r"|rm -\w*f.*\$\("),
    Rule("container-root", _HIGH, "docker podman",
         "It gives a container the whole disk or all rights of the machine.",
         "Give it the one folder that it needs.",
         when=r"(?:-v|--volume|--mount)[ =]\S*?(?:source=|src=)?/:|--privileged"),
    Rule("attack-tool", _HIGH, "msfconsole msfvenom hydra john hashcat mimikatz linpeas responder "
         "masscan", "{name} is a tool that attackers use.", "Take it out."),
    Rule("installs", _MEDIUM, "apt apt-get dpkg yum dnf rpm zypper pacman snap flatpak brew pip "
         "pip3 npm gem installer", "{name} installs or removes software.",
         "Check what it brings along, and what it takes away.",
         when=r"\b(?:install|remove|purge|upgrade|dist-upgrade|full-upgrade|autoremove|uninstall"
              r"|update\b.*-y|erase)\b|\s-\w*[ieus]\b|-pkg"),
    Rule("installs-unsigned", _HIGH, "apt apt-get yum dnf rpm",
         "It installs software without checking who made it.", "Leave the check on.",
         when=r"--allow-unauthenticated|--nogpgcheck|--nosignature|--force-yes"),
    Rule("scheduled", _MEDIUM, "crontab at batch systemd-run",
         "It makes something run later, after the script has ended.",
         "Note what it starts and when it has to go.", unless=r"crontab -l"),
    Rule("crontab-removed", _HIGH, "crontab", "It deletes all scheduled jobs of an account.",
         "Save them first with `crontab -l`.", when=r"\s-\w*r\b"),
    Rule("ends-process", _LOW, "kill pkill killall", "{name} ends programs; unsaved work is lost.",
         "Check which ones they are."),
    Rule("ends-everything", _HIGH, "kill killall pkill", "It ends all programs of the machine.",
         "Name the one program.", when=r"kill (?:-\S+ )+-1\b|kill -9 -1|-u root|pkill.*\s\."),
    Rule("reads-passwords", _HIGH, "cat cp tar scp less head grep awk unshadow",
         "It reads the passwords of this machine.",
         "There is hardly ever an honest reason for this.",
         when=r"/etc/(?:shadow|gshadow|master\.passwd)|\.ssh/id_\w+(?!\.pub)\b(?!\.pub)|"
              r"\.aws/credentials|login\.keychain"),
    Rule("reads-passwords", _HIGH, "security", "It reads passwords out of the keychain.",
         "Let the person type the password.",
         when=r"find-(?:generic|internet)-password|dump-keychain"),
    Rule("runs-text", _HIGH, "eval", "eval runs a text as code: what it does is not to be seen "
         "before it runs.", "Write the command out.",
         unless=r"ssh-agent|dircolors|shellenv|gpg-agent"),
    Rule("loads-library", _HIGH, "export", "It makes every program load code from a file.",
         "Take it out.", when=r"ld_preload|dyld_insert_libraries"),
)  # fmt: skip
