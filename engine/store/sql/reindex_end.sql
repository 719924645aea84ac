-- What a reindexing made whole; and whether another one waits. Primary keys of parameter, reindex and indexing.
with ready as (
  update setu.parameter set ready = true where tenant = $1 and job = $2 and $3
)
update setu.indexing set busy = exists (select from setu.reindex j where j.tenant = $1 and j.job <> $2 and j.state in ('W', 'S', 'R'))
where tenant = $1
