"""Times in all the forms that Vietnamese pages, feeds and addresses write them.

=============  ========================================================================================================
``written``    a day with or without a clock and a zone: "Thứ Hai, 14/9/2026, 18:44 (GMT+7)", ISO 8601, RFC 822
``numbers``    seconds since 1970, and digits in a row: "1789386240", "20260914184400"
``relative``   what needs the time of reading: "2 giờ trước", "hôm qua 14:05"
``ordering``   whether the dates of one feed are written day first or month first
``reading``    all of them: ``parse`` a field, ``find`` a time in a line
=============  ========================================================================================================
"""

from diembao.crawlers.dates.moments import Moment, Order
from diembao.crawlers.dates.numbers import in_address
from diembao.crawlers.dates.ordering import order_of
from diembao.crawlers.dates.reading import find, find_moment, parse, read

__all__ = ["Moment", "Order", "find", "find_moment", "in_address", "order_of", "parse", "read"]
