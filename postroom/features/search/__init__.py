"""Search over messages: full text with highlights, the query language, fresh within two seconds."""
