-- Merging the new entries of a few hundred mails at once costs half of merging those of fifty; a search reads them beside the index.
ALTER INDEX message_search_found SET (gin_pending_list_limit = 2048);
