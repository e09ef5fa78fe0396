"""What a server wants to hear again to answer that a page is what it was (RFC 9110), by the key of an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import validators

# Asked for every page, so built once.
_GET = sa.select(validators.c.etag, validators.c.last_modified, validators.c.at).where(
    validators.c.key == sa.bindparam("asked")
)
_FORGET = validators.delete().where(validators.c.key.in_(sa.bindparam("keys", expanding=True)))
_INSERT = validators.insert()


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of one address, as its last full answer had them; one of them may be empty."""

    etag: str
    last_modified: str
    at: datetime
    """When the page came in full."""


def put(connection: Connection, keys: Iterable[str], found: Validators) -> None:
    """Keep the validators of a page that was taken in; a page without any has those of earlier answers forgotten."""
    names = list(dict.fromkeys(keys))
    forget(connection, names)
    if names and (found.etag or found.last_modified):
        row = {"etag": found.etag, "last_modified": found.last_modified, "at": found.at}
        connection.execute(_INSERT, [{"key": key, **row} for key in names])


def get(connection: Connection, key: str) -> Validators | None:
    """The validators of an address, if there are any."""
    row = connection.execute(_GET, {"asked": key}).one_or_none()
    return row and Validators(row.etag, row.last_modified, row.at)


def forget(connection: Connection, keys: Iterable[str]) -> None:
    """Ask for these addresses in full next time."""
    connection.execute(_FORGET, {"keys": list(keys)})
