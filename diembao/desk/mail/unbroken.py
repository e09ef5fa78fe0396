"""Work that an orderly stop lets finish."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def unbroken() -> Iterator[None]:
    """Let SIGINT and SIGTERM wait for the end of the block; a second one takes effect at once.

    Signals are the main thread's: in another one, such as a session of the dashboard, nothing is held back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def hold(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        give_back()

    def give_back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.getsignal(number) or signal.SIG_DFL for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, hold)
    try:
        yield
    finally:
        give_back()
        for number in came[:1]:
            signal.raise_signal(number)
