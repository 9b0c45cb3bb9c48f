"""What is seen in Python, however it is written."""

from __future__ import annotations

import pytest

from core.scripts.preflight.findings import Risk, Severity
from tests.unit.scripts.preflight.looking import python, rules

HIGH = Severity.HIGH


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("exec(text)", "runs-text"),
        ("import builtins as b\nb.exec(text)", "runs-text"),
        ("eval(input())", "runs-text"),
        ("import marshal\nmarshal.loads(data)", "loads-code"),
        ("import pickle as p\np.loads(data)", "loads-pickle"),
        ("import shutil\nshutil.rmtree('/')", "deletes-wide"),
        ("from shutil import rmtree as r\nr('C:/')", "deletes-wide"),
        ("import os\nos.system('rm -rf /')", "deletes-wide"),
        ("import subprocess\nsubprocess.run(['rm', '-rf', '/'])", "deletes-wide"),
        ("import subprocess as s\nc = ['rm', '-rf', '/']\ns.Popen(c)", "deletes-wide"),
        ("import os\nos.popen('vssadmin delete shadows')", "deletes-shadows"),
        ("import subprocess\nsubprocess.run(['powershell', '-enc', 'ZAA='])", "encoded-command"),
        ("__import__('o' + name).system('x')", "calculated-command"),
        ("getattr(os, 'sys' + 'tem')('x')", "calculated-command"),
        ("globals()['ex' + 'ec']('x')", "calculated-command"),
        ("().__class__.__base__.__subclasses__()[1].__init__.__globals__['x']()",
         "calculated-command"),
        ("import requests\nrequests.get(u, verify=False)", "certificate-check-off"),
        ("import requests\nrequests.post(u, files={'f': open('/etc/passwd')})", "uploads"),
        ("import base64\nexec(base64.b64decode(x))", "decoded-and-run"),
        ("open('/dev/sda', 'wb')", "wipes-disk"),
        ("import os, socket\ns = socket.socket()\nos.dup2(s.fileno(), 0)", "remote-shell"),
    ],
)  # fmt: skip
def test_sees_what_a_call_does(script: str, rule: str) -> None:
    assert rule in rules(python(script), HIGH)


@pytest.mark.parametrize(
    "script",
    [
        "import re\nre.compile('x').findall('y')",
        "from pathlib import Path\nPath('a').unlink()",
        "import subprocess\nsubprocess.run(['ping', '-c', '1', host], check=True)",
        "import shutil, tempfile\nd = tempfile.mkdtemp()\nshutil.rmtree(d)",
        "import urllib.request\nurllib.request.urlopen('https://x.example')",
        "model.eval()\nplan.exec()",
        "# exec(x)\nprint('exec(x)')",
    ],
)
def test_what_engineers_write_every_day_is_no_high_risk(script: str) -> None:
    preflight = python(script)

    assert preflight.risk < Risk.HIGH, preflight.findings
    assert preflight.complete


def test_a_script_that_can_not_be_read_is_never_safe() -> None:
    preflight = python("print('a')\nif x\n    exec(y)\n")

    assert preflight.why_incomplete == "Line 2 could not be read as Python."
    assert preflight.risk is Risk.HIGH
