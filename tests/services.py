"""What ``make services`` started, and one place that decides whether an absent service is a skip or a failure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

_ANNOUNCED = Path(__file__).resolve().parent.parent / ".services.env"


def announce() -> None:
    """Takes over what ``.services.env`` says; a variable that is set already wins."""
    if _ANNOUNCED.is_file():
        for line in _ANNOUNCED.read_text(encoding="utf-8").splitlines():
            name, separator, value = line.partition("=")
            if separator:
                os.environ.setdefault(name, value)


def absent(name: str, what: str) -> NoReturn:
    """Skips the test, or fails it where ``TESTS_REQUIRE`` names the service.

    :param name: as ``TESTS_REQUIRE`` writes it, such as ``elasticsearch``.
    :param what: what is missing, as a sentence without its end.
    """
    if name in os.environ.get("TESTS_REQUIRE", "").split():
        pytest.fail(f"{what}, and `make services` was to provide it")
    pytest.skip(f"{what} (`make services` provides it on Debian)")


def elasticsearch() -> str:
    """Address of a node for tests."""
    if url := os.environ.get("TESTS_ELASTICSEARCH", ""):
        return url
    absent("elasticsearch", "TESTS_ELASTICSEARCH names no node of Elasticsearch")


def elasticsearch_version() -> str:
    """Such as ``9.5.0``, asked of the node."""
    from elasticsearch import Elasticsearch

    with Elasticsearch(elasticsearch()) as client:
        nodes = client.nodes.info(node_id="_local", filter_path="nodes.*.version")["nodes"]
    return str(next(iter(nodes.values()))["version"])


def postgresql() -> str:
    """Address of a database whose role may make others."""
    if url := os.environ.get("TESTS_POSTGRESQL", ""):
        return url
    absent("postgresql", "TESTS_POSTGRESQL names no PostgreSQL server")


def postgresql_version() -> str:
    """Such as ``15.14``, asked of the server."""
    import psycopg

    with psycopg.connect(postgresql().replace("+psycopg", "", 1)) as connection:
        number = connection.info.server_version
    return f"{number // 10_000}.{number % 10_000}"
