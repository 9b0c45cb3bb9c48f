"""Draws every widget in both themes at 100 % and 200 %: python -m tests.desktop.widgets.gallery DIR

Each scale needs its own process, because Qt reads QT_SCALE_FACTOR once.
"""

import os
import subprocess
import sys
from pathlib import Path

_SCALES = ("1", "2")


def main(folder: Path) -> None:
    """Write gallery-<theme>-<scale>.png files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for scale in _SCALES:
        environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.desktop.widgets.gallery_sheet", str(folder), scale]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
