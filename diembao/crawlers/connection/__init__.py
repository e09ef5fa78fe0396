"""How a crawl reaches a site: names, certificates, and what one answer may cost."""
