"""Keys to press, drawn as key caps."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget


class ShortcutLabel(QWidget):
    """One combination such as Ctrl+K, written the way this system writes it."""

    def __init__(self, keys: QKeySequence | str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sequence = QKeySequence(keys) if isinstance(keys, str) else keys
        written = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for cap in key_caps(written):
            label = QLabel(cap)
            label.setProperty("keycap", True)
            layout.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(written)


def key_caps(written: str) -> list[str]:
    """Split a combination into its keys; the plus key itself stays whole."""
    if written.endswith("++"):
        return [*key_caps(written[:-2]), "+"]
    return [key for key in written.replace(", ", "+").split("+") if key] or [written]
