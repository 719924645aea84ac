-- How a reindexing goes on. Primary key of reindex.
update setu.reindex set state = $3::"char", total = $4, error = $5, ended = case when $3 in ('D', 'F') then now() end where tenant = $1 and job = $2
