"""The checks that other programs bring along; they add to our own, and never replace it."""

from __future__ import annotations

import asyncio

from core.scripts.model import Language
from core.scripts.preflight.check import check_script
from core.scripts.preflight.findings import Preflight


async def check_with_tools(text: str, language: Language) -> Preflight:
    return await asyncio.to_thread(check_script, text, language)
