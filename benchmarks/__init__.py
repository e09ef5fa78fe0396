"""Speed and size, as reports. ``python -m benchmarks`` runs all; each module runs alone too.

Absolute times swing from machine to machine: what counts are the ratios to a peer measured in the same run.
"""
