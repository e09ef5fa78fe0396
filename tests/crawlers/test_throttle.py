"""A slow host is asked less often, and one that wishes for a pause never more often than that."""

from types import SimpleNamespace

import pytest
from scrapy.core.downloader import Slot
from scrapy.http import Request, Response
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from diembao.crawlers.politeness.throttle import Throttle


@pytest.mark.parametrize(
    ("wished", "latencies", "delays"),
    [
        (None, [0.2, 0.2], [1, 1]),
        (None, [9, 9, 9], [5, 7, 8]),
        (None, [9, 0.2, 0.2, 0.2], [5, 2.6, 1.4, 1]),
        (None, [1000], [30]),
        (10, [0.2, 4], [10, 10]),
        (60, [1000], [60]),
    ],
)
def test_a_host_rests_as_long_as_it_took_to_answer(
    wished: float | None, latencies: list[float], delays: list[float]
) -> None:
    slot = Slot(1, wished or 1, 0.0)
    wishes = {"bao.example": {"delay": wished}} if wished else {}
    downloader = SimpleNamespace(slots={"bao.example": slot}, per_slot_settings=wishes)
    throttle = Throttle(
        SimpleNamespace(
            settings=Settings({"DOWNLOAD_DELAY": 1}),
            signals=SignalManager(),
            engine=SimpleNamespace(downloader=downloader),
        )
    )
    found = []
    for latency in latencies:
        request = Request("https://bao.example/", meta={"download_slot": "bao.example", "download_latency": latency})
        throttle.process_response(request, Response(request.url))
        found.append(slot.delay)
    assert found == pytest.approx(delays)
