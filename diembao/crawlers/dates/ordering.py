"""Day first or month first: what the dates of one feed prove together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from diembao.crawlers.dates.moments import A_DAY, Order
from diembao.crawlers.dates.reading import plain, read
from diembao.crawlers.dates.written import NUMBERS


def order_of(texts: Iterable[str], now: datetime | None = None) -> Order | None:
    """The order in which all these dates are written; None when they do not prove one, or contradict each other.

    A number above twelve is a day. Failing that, an order in which a date lies in the future of ``now`` is not theirs,
    when the other one has none that does.
    """
    numbered = [text for text in texts if NUMBERS.search(plain(text))]
    matches = [match for text in numbered if (match := NUMBERS.search(plain(text)))]
    day_first = any(int(match["first"]) > 12 for match in matches)
    month_first = any(int(match["second"]) > 12 for match in matches)
    if day_first != month_first:
        return Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    if day_first or now is None:
        return None
    possible = [order for order in Order if not any(_is_future(text, order, now) for text in numbered)]
    return possible[0] if len(possible) == 1 else None


def _is_future(text: str, order: Order, now: datetime) -> bool:
    found = read(text, order=order)
    return found is not None and found.at > now + A_DAY
