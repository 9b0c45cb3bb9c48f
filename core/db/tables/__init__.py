"""Every table, registered with the metadata by being imported here."""

from core.db.schema import metadata
from core.db.tables import conversation, copilot, device, documents, fixes, identity, lane, library

__all__ = [
    "conversation",
    "copilot",
    "device",
    "documents",
    "fixes",
    "identity",
    "lane",
    "library",
    "metadata",
]
