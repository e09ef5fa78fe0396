"""Rules that every request keeps: whom we talk to, what robots.txt allows, when we wait, and where we stop.

Each module is one Scrapy middleware over pure functions. What must outlive a pass is kept by a
:class:`~diembao.crawlers.politeness.memory.Memory`.
"""
