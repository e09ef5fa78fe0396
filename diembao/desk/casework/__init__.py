"""*Hồ sơ*: a question, its evidence, letters to agencies, a named person's conclusion and its published page."""
