"""The base of fact-checks: what others and this desk have reviewed, in and out as ClaimReview and tables."""
