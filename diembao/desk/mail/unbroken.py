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

    held = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) or signal.SIG_DFL for number in held}
    for each in held:
        signal.signal(each, hold)
    try:
        yield
    finally:
        give_back()
        if came:
            signal.raise_signal(came[0])
