"""What verification does with articles and drafts: copies, stories, findings with evidence."""
