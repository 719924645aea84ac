-- The oldest reindexing that is not over, if no other process is at it; locked until the transaction ends. Primary key of
-- reindex.
select job, array_to_string(types, ','), reason, state, done, total, error, at_type, at_rid from setu.reindex
where tenant = $1 and state in ('W', 'S', 'R') order by job limit 1 for update skip locked
