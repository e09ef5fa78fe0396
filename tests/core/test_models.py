from datetime import UTC, datetime

from diembao.core.models import Page


def test_a_header_is_found_however_its_name_is_written() -> None:
    page = Page(
        url="https://bao-mau.example/bai",
        requested_url="https://bao-mau.example/bai",
        status=200,
        headers=(("content-type", "text/plain"), ("CONTENT-TYPE", "text/html"), ("ETag", '"1"')),
        body=b"",
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    assert page.header("Content-Type") == "text/html", "the last one counts, as in browsers"
    assert page.header("etag") == '"1"'
    assert page.header("Last-Modified") == ""
