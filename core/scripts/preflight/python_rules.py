"""What calls of Python do that an engineer should know before a run. Data only.

The names are the full ones, in lower case: `import shutil as s; s.rmtree` is `shutil.rmtree`.
"""

from __future__ import annotations

from core.scripts.preflight.findings import Severity
from core.scripts.preflight.rule import CommandRule as Rule

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_WIDE = (
    r"\s(?:[a-z]:[\\/]*|/|/(?:etc|usr|var|home|boot|opt|bin|lib|srv|root)/?|~"
    r"|c:[\\/]+(?:windows|users)[\\/]*)(?:\s|$)"
)

RULES = (
    Rule("deletes-wide", _HIGH, "shutil.rmtree os.removedirs shutil.move",
         "It deletes from a whole drive, or a folder of the system.", "Name the folder exactly.",
         when=_WIDE),
    Rule("deletes-tree", _MEDIUM, "shutil.rmtree os.removedirs",
         "It deletes a folder with everything in it.", "Print the path first and look at it."),
    Rule("deletes-files", _LOW, "os.remove os.unlink os.rmdir .unlink .rmdir os.truncate",
         "{name} deletes a file or folder.", "Check the path."),
    Rule("runs-text", _HIGH, "exec eval builtins.exec builtins.eval compile builtins.compile "
         "runpy.run_path code.interactiveinterpreter",
         "{name} runs a text as code: what it does is not to be seen before it runs.",
         "Write the code out."),
    Rule("loads-code", _HIGH, "marshal.loads types.codetype types.functiontype imp.load_source "
         "imp.load_dynamic", "{name} runs code that nobody can read.", "Write the code out."),
    Rule("loads-pickle", _HIGH, "pickle.loads pickle.load dill.loads shelve.open yaml.unsafe_load "
         "jsonpickle.decode",
         "{name} may run code that is hidden in data.", "Use JSON."),
    Rule("calculated-command", _HIGH, "__import__ builtins.__import__ importlib.import_module",
         "What it loads is calculated: it is not to be seen before it runs.", "Import it by name.",
         unless=r"^\S+ [a-z_][\w.]*$"),
    Rule("base64", _MEDIUM, "base64.b64decode base64.b32decode base64.b85decode base64.a85decode "
         "base64.decodebytes codecs.decode bytes.fromhex binascii.unhexlify binascii.a2b_base64 "
         "zlib.decompress lzma.decompress bz2.decompress",
         "It decodes something that nobody can read in the script.", "Write it out."),
    Rule("shell", _MEDIUM, "os.system os.popen subprocess.getoutput subprocess.getstatusoutput "
         "commands.getoutput",
         "{name} hands a text to the shell: what is in it decides what runs.",
         "Use subprocess.run with a list."),
    Rule("starts-program", _LOW, "subprocess.run subprocess.popen subprocess.call "
         "subprocess.check_call subprocess.check_output os.execv os.execvp os.spawnv os.startfile "
         "asyncio.create_subprocess_exec asyncio.create_subprocess_shell pty.spawn",
         "{name} starts another program.", "Check which one, and with what."),
    Rule("shell-on", _MEDIUM, "subprocess.run subprocess.popen subprocess.call "
         "subprocess.check_call subprocess.check_output",
         "It hands a text to the shell: what is in it decides what runs.",
         "Use a list, without shell=True.", when=r"shell=true"),
    Rule("remote-shell", _HIGH, "pty.spawn os.dup2",
         "It gives somebody else a shell on this machine.",
         "There is hardly ever an honest reason for this."),
    Rule("connects", _LOW, "socket.create_connection asyncio.open_connection",
         "{name} opens a connection of its own.", "Check the address and what is sent."),
    Rule("sockets", _MEDIUM, "socket.socket socket.create_server asyncio.start_server "
         "socketserver.tcpserver "
         "http.server.httpserver",
         "{name} opens a connection of its own.", "Check the address and what is sent."),
    Rule("fetches", _LOW, "requests.get requests.post requests.put requests.request "
         "requests.session urllib.request.urlopen urllib.request.urlretrieve urllib.urlopen "
         "urllib2.urlopen httpx.get httpx.post httpx.client http.client.httpsconnection "
         "http.client.httpconnection "
         "urllib.request.request ftplib.ftp smtplib.smtp smtplib.smtp_ssl paramiko.sshclient",
         "{name} talks to another computer over the network.",
         "Check the address, and what is sent."),
    Rule("uploads", _HIGH, "requests.post requests.put httpx.post httpx.put",
         "It sends files or what it read to another computer.",
         "Check what leaves the machine, and where it goes.",
         when=r"files=|open\(|\.read\(|environ|\.ssh|passwd"),
    Rule("certificate-check-off", _MEDIUM, "paramiko.autoaddpolicy paramiko.warningpolicy",
         "It does not check whom it talks to: anybody can stand in between.",
         "Load the keys of the machines it knows."),
    Rule("certificate-check-off", _HIGH, "requests.get requests.post requests.put requests.request "
         "httpx.get httpx.post httpx.client ssl._create_unverified_context",
         "It does not check whom it talks to: anybody can stand in between.",
         "Leave the check on.", when=r"verify=false|unverified"),
    Rule("memory-code", _HIGH, "ctypes.windll.kernel32.virtualalloc ctypes.memmove "
         "ctypes.cfunctype ctypes.windll.kernel32.createthread mmap.mmap "
         "ctypes.windll.kernel32.rtlmovememory",
         "It puts code into memory and starts it, as malware does.",
         "There is hardly ever an honest reason for this."),
    Rule("calls-system", _MEDIUM, "ctypes.cdll ctypes.windll ctypes.cdll.loadlibrary "
         "ctypes.windll.loadlibrary", "{name} calls parts of the system past Python.",
         "Check what it calls."),
    Rule("registry-written", _MEDIUM, "winreg.setvalueex winreg.setvalue winreg.deletekey "
         "winreg.deletevalue winreg.createkey winreg.createkeyex",
         "{name} changes the registry.", "Export the key first with `reg export`."),
    Rule("run-key", _HIGH, "winreg.setvalueex winreg.openkey winreg.createkey winreg.createkeyex",
         "It makes a program start whenever somebody signs in.",
         "Use a scheduled task, which can be seen and undone.", when=r"currentversion\\+run"),
    Rule("rights-open", _MEDIUM, "os.chmod .chmod", "It lets everyone change these files.",
         "Give the group the rights instead.", when=r"0o777|\b511\b|s_irwxo"),
    Rule("ends-process", _LOW, "os.kill os.killpg .kill .terminate psutil.process.kill",
         "{name} ends programs.", "Check which ones they are."),
    Rule("keyboard", _HIGH, "pynput.keyboard.listener keyboard.on_press keyboard.hook "
         "pyhook.hookmanager imagegrab.grab pyautogui.screenshot",
         "It records what somebody types or sees.",
         "There is hardly ever an honest reason for this."),
    Rule("installs", _MEDIUM, "pip.main pip._internal.main", "It installs software.",
         "Install it before, in a known version."),
)  # fmt: skip
