"""*Điểm báo ngày*: the machine proposes stories, a person chooses and comments, Word files and mails carry it out."""
