"""A mail server for the demo, on loopback: it delivers into a folder instead of to anybody."""

from __future__ import annotations

import re
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_HOST = "127.0.0.1"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Mailbox:
    """Takes every mail while it is open, and keeps it as ``.eml`` and as a readable ``.html``.

    :param folder: made when the first mail comes.
    :param port: port on 127.0.0.1; 0 takes a free one.
    :raises OSError: the port is taken.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((_HOST, port))
            self.port: int = probe.getsockname()[1]
        self._controller = Controller(_Keeper(folder), hostname=_HOST, port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()


class _Keeper:
    """What the server does with a mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.content
        assert isinstance(content, bytes)
        message: EmailMessage = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        recipient = _UNSAFE.sub("-", envelope.rcpt_tos[0])
        stem = f"{message['Date'].datetime:%Y-%m-%d-%H%M%S}-{recipient}-{_UNSAFE.sub('', message['Message-ID'])[:26]}"
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{stem}.eml").write_bytes(content)
        body: Any = message.get_body(("html",))
        if body is not None:
            (self._folder / f"{stem}.html").write_text(body.get_content(), encoding="utf-8")
        return "250 kept"
