-- The reindexings of a tenant, the newest first. Primary key of reindex.
select job, array_to_string(types, ','), reason, state, done, total, error from setu.reindex where tenant = $1 order by job desc limit $2
