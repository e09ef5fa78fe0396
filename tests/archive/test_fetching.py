"""What polite fetching keeps: validators, paused hosts, robots.txt."""

from datetime import timedelta

from diembao.archive import Archive, hosts, robots_files, validators
from diembao.archive.hosts import PausedHost
from diembao.archive.robots_files import RobotsFile
from diembao.archive.validators import Validators
from diembao.core.clock import now

AT = now().replace(microsecond=0)


def test_validators_are_those_of_the_last_full_answer(archive: Archive) -> None:
    with archive.writing() as connection:
        validators.put(connection, ["bao.vn/1", "m.bao.vn/1", "bao.vn/1"], Validators('"a"', "", AT))
        validators.put(connection, ["bao.vn/1"], Validators('W/"b"', "Mon, 14 Sep 2026 11:44:00 GMT", AT))
    with archive.reading() as connection:
        assert validators.get(connection, "bao.vn/1") == Validators('W/"b"', "Mon, 14 Sep 2026 11:44:00 GMT", AT)
        assert validators.get(connection, "m.bao.vn/1") == Validators('"a"', "", AT)
        assert validators.get(connection, "bao.vn/2") is None
    with archive.writing() as connection:
        validators.put(connection, ["bao.vn/1"], Validators("", "", AT))
        validators.forget(connection, ["m.bao.vn/1", "bao.vn/3"])
    with archive.reading() as connection:
        assert validators.get(connection, "bao.vn/1") is validators.get(connection, "m.bao.vn/1") is None


def test_a_pause_keeps_the_moment_of_its_first_refusal(archive: Archive) -> None:
    first = PausedHost("bao.vn", "http-status", "429", 1, AT, AT + timedelta(minutes=15))
    second = PausedHost("bao.vn", "blocked", "captcha", 2, AT + timedelta(hours=1), AT + timedelta(hours=2))
    other = PausedHost("tin.vn", "http-status", "403", 1, AT - timedelta(hours=1), AT)
    with archive.writing() as connection:
        for paused in (first, second, other):
            hosts.put(connection, paused)
    with archive.reading() as connection:
        found = hosts.get(connection, "bao.vn")
        assert found == PausedHost("bao.vn", "blocked", "captcha", 2, AT, second.paused_until)
        assert hosts.every(connection) == [other, found]
    with archive.writing() as connection:
        hosts.forget(connection, "bao.vn")
    with archive.reading() as connection:
        assert hosts.get(connection, "bao.vn") is None


def test_robots_txt_is_kept_as_it_last_came(archive: Archive) -> None:
    with archive.writing() as connection:
        robots_files.put(connection, "bao.vn:8080", RobotsFile(200, b"\xff\x00Disallow", AT))
        robots_files.put(connection, "bao.vn:8080", RobotsFile(404, b"", AT))
    with archive.reading() as connection:
        assert robots_files.get(connection, "bao.vn:8080") == RobotsFile(404, b"", AT)
        assert robots_files.get(connection, "bao.vn") is None
