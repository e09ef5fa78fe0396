"""Intake: what happens to everything that a crawl finds, up to the archive."""

from diembao.pipeline.intake.extracting import as_listed, extracted_from
from diembao.pipeline.intake.receiving import STAGE, Intake

__all__ = ["STAGE", "Intake", "as_listed", "extracted_from"]
