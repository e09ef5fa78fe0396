"""A real mail server on loopback that remembers what it was given, and can be told to refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from diembao.core.settings import MailSettings
from tests.browser import free_port


class Catcher:
    """Takes mails; ``refusals`` maps a command (MAIL, RCPT, DATA) to the reply it gives instead, ``pauses`` to the
    seconds that its answer takes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.contents: list[bytes] = []
        self.recipients: list[str] = []
        self.refusals: dict[str, str] = {}
        self.pauses: dict[str, float] = {}
        self.breaks_after_text = False

    @property
    def settings(self) -> MailSettings:
        return MailSettings.model_validate(
            {"host": "127.0.0.1", "port": self.port, "security": "none", "sender": "Bàn tin <tin@ban-tin.example.vn>"}
        )

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one, _class=EmailMessage, policy=policy.default) for one in self.contents]

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.messages]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self.refusals.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        await asyncio.sleep(self.pauses.get("RCPT", 0))
        reply = self.refusals.get("RCPT", self.refusals.get(address, "250 OK"))
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if reply := self.refusals.get("DATA"):
            return reply
        self.contents.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        await asyncio.sleep(self.pauses.get("DATA", 0))
        if self.breaks_after_text:
            server.transport.abort()
            await asyncio.sleep(0)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Catcher]:
    """A mail server, running."""
    catcher = Catcher(free_port())
    controller = Controller(catcher, hostname="127.0.0.1", port=catcher.port)
    controller.start()
    try:
        yield catcher
    finally:
        controller.stop()
