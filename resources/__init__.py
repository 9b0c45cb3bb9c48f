"""Files shipped with the application; importlib.resources finds them in a frozen app too."""

from importlib import resources
from importlib.resources.abc import Traversable


def folder(name: str) -> Traversable:
    """Return the resource folder with this name, for example ``icons``."""
    return resources.files(__name__).joinpath(name)


def read_text(folder_name: str, file_name: str) -> str:
    """Return one resource file as text; raises FileNotFoundError when it was not shipped."""
    return folder(folder_name).joinpath(file_name).read_text(encoding="utf-8")


def names(folder_name: str, suffix: str) -> list[str]:
    """Return the sorted file names in a resource folder that end in ``suffix``."""
    return sorted(
        entry.name for entry in folder(folder_name).iterdir() if entry.name.endswith(suffix)
    )
