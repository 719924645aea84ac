-- The place a reindexing has come to. Primary key of reindex.
update setu.reindex set at_type = $3, at_rid = $4, done = done + $5 where tenant = $1 and job = $2
