"""What reading an article finds: language, sentences, topics, places. Pure: no network, no clock."""
