"""What people at the desk ask and decide: search, the day's overview, export; later press review, cases, digests."""
