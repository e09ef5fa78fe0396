"""The fictional fact-check base, as the ClaimReview file that a real centre would offer."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime, timedelta
from importlib.resources import files

from diembao.core.clock import local_day

#: schema.org's numbers, one to five, for the ratings of the desk.
_VALUES = {"false": 1, "misleading": 2, "unproven": 3, "true": 5}
_SITE = "http://kiem-chung.localhost"


def claim_reviews(served_at: datetime) -> str:
    """JSON-LD of every review, dated relative to the day on which the press is served."""
    text = files("diembao.demo").joinpath("press", "fact_checks.toml").read_text(encoding="utf-8")
    today = local_day(served_at)
    graph = [
        {
            "@type": "ClaimReview",
            "url": f"{_SITE}/{entry['slug']}",
            "datePublished": (today + timedelta(days=entry["day"])).isoformat(),
            "inLanguage": "vi",
            "claimReviewed": entry["claim"],
            "description": entry["summary"],
            "author": {"@type": "Organization", "name": entry["publisher"]},
            "itemReviewed": {"@type": "Claim"},
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": _VALUES[entry["rating"]],
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": entry["label"],
            },
        }
        for entry in tomllib.loads(text)["fact_check"]
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, indent=2)
