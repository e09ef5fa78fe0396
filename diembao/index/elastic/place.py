"""Where at Elasticsearch the index of a home is."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final

from elasticsearch import Elasticsearch

#: A search over a million articles takes a fraction of a second.
_ANSWERS_WITHIN_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A service, an index there, and who signs in."""

    url: str
    """Without user name and password: messages show it."""
    alias: str
    """Name of the index; the names of its copies begin with it."""
    username: str = ""
    password: str = field(default="", repr=False)

    def connect(self) -> Elasticsearch:
        """A client of the service; it connects when it is first used."""
        return Elasticsearch(
            self.url,
            basic_auth=self._credentials() if self.username else None,
            request_timeout=_ANSWERS_WITHIN_SECONDS,
            # Once more where the connection broke, as after a restart; what takes too long is not asked a second time.
            max_retries=1,
            retry_on_timeout=False,
            retry_on_status=(),
        )

    def _credentials(self) -> str:
        # As UTF-8, which the client does not do: it takes no letter outside ASCII.
        return b64encode(f"{self.username}:{self.password}".encode()).decode()
