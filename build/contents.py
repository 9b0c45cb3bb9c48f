"""What goes into a built FlowPilot, and what of the packages it uses stays out.

The spec asks this module for every file that was found, so that a new Qt release cannot slip
twenty megabytes of something nobody opens into the installer.
"""

from __future__ import annotations

from pathlib import PurePosixPath

NAME = "FlowPilot"

# Loaded by name or from a table when they are needed; following the imports does not find them.
HIDDEN = {
    "darwin": ("keyring.backends.macOS",),
    "linux": ("keyring.backends.SecretService", "keyring.backends.kwallet"),
    "win32": (
        "keyring.backends.Windows",
        "win32ctypes.core.cffi",
        "win32ctypes.core.ctypes",
        "win32ctypes.pywin32.pywintypes",
        "win32ctypes.pywin32.win32cred",
    ),
}

# Imported by packages for a use that FlowPilot has not.
EXCLUDED = (
    "_pytest",
    "distutils",
    "mypy",
    "numpy",
    "pip",
    "pytest",
    "setuptools",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "tkinter",
    "unittest",
)

_QT_MODULES = {"Core", "DBus", "Gui", "Network", "Svg", "Widgets", "XcbQpa"}
_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg", "qwebp"},
    "platforms": {"qcocoa", "qoffscreen", "qwindows", "qxcb"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    "platformthemes": {"qxdgdesktopportal"},
    "styles": {"qmacstyle", "qmodernwindowsstyle"},
    "tls": {"qschannelbackend"},
}
_UNUSED_FOLDERS = {"qml", "translations"}
_LEFT_OUT = {"opengl32sw"}  # draws OpenGL by software, which no widget of ours uses


def is_needed(destination: str) -> bool:
    """Whether the file with this path inside the program folder is of any use to FlowPilot."""
    path = PurePosixPath(destination.replace("\\", "/"))
    name = path.name.partition(".")[0].removeprefix("lib")
    if name.startswith("Qt6"):
        return name.removeprefix("Qt6") in _QT_MODULES
    if name.lower() in _LEFT_OUT or "__pycache__" in path.parts:
        return False
    if "PySide6" not in path.parts:
        return True
    if "plugins" in path.parts:
        kind = path.parts[path.parts.index("plugins") + 1]
        return name in _PLUGINS.get(kind, set())
    return not _UNUSED_FOLDERS.intersection(path.parts)
