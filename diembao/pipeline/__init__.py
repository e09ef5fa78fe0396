"""The life of an article: fetched or imported, archived, read, indexed; schedules, quarantine, replay."""
