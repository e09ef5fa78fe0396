"""From sources to pages to articles: catalogue, doors (feeds, sitemaps, listings), polite fetching, extraction.

Nothing here knows the archive: :func:`diembao.crawlers.crawl.crawl` hands every page to a
:class:`~diembao.crawlers.receiver.Receiver`, and :func:`diembao.crawlers.extraction.extract` turns a page into content.
"""
