"""Reads a spreadsheet in a process of its own with little memory, so that a hostile file cannot take the bot along."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection

from bot.intake.limits import Limits
from bot.intake.sheets import Sheet, SheetRefused, read_sheets

_SECONDS = 20


def isolated(limits: Limits, memory: int = 512 * 1024 * 1024) -> Callable[[bytes], list[Sheet]]:
    """A reader of XLSX bytes that raises SheetRefused where the file needs more than ``memory`` bytes or 20 seconds."""

    def run(data: bytes) -> list[Sheet]:
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(theirs, data, limits, memory), daemon=True)
        process.start()
        theirs.close()
        try:
            answer = mine.recv() if mine.poll(_SECONDS) else SheetRefused("sheet.slow", "took too long to open")
        except EOFError:
            answer = SheetRefused("sheet.broken", "could not be opened")
        finally:
            mine.close()
            process.kill()
            process.join()
        if isinstance(answer, SheetRefused):
            raise answer
        sheets: list[Sheet] = answer
        return sheets

    return run


def _child(pipe: Connection, data: bytes, limits: Limits, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        pipe.send(read_sheets(data, limits))
    except SheetRefused as refused:
        pipe.send(refused)
