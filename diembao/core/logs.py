"""Structured logs on stderr for our own loggers only.

Everything below the logger ``diembao`` goes through one handler, as readable lines or as JSON. The root logger and the
loggers of libraries keep whatever the surrounding program set up.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Literal

import structlog

Format = Literal["text", "json"]

_CLEARED = "\r\x1b[K"

_SHARED: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(level: str = "warning", format: Format = "text") -> None:
    """Send our logs of ``level`` and above to stderr. Calling it again replaces what it did before."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=28)
    )
    handler = _OwnLine()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    ours = logging.getLogger("diembao")
    ours.handlers[:] = [handler]
    ours.propagate = False
    ours.setLevel(level.upper())


class _OwnLine(logging.StreamHandler[Any]):
    """On a terminal, takes the line that a counter has left unfinished; the counter draws it anew."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return f"{_CLEARED}{line}" if self.stream.isatty() else line


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: ``log = logger(__name__)``, then ``log.info("event", key=value)``."""
    bound: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return bound
