-- How a reindexing goes on; under the lock of the generation where it ends. Primary key of reindex.
update setu.reindex set state = $3::"char", total = $4, error = $5,
  ended = case when $3 in ('D', 'F') then clock_timestamp() end, ender = case when $3 in ('D', 'F') then pg_current_xact_id() end
where tenant = $1 and job = $2
