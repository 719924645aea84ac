-- Reindexings that ended before the newest twenty are forgotten. Primary keys of reindex and indexing.
delete from setu.reindex where tenant = $1 and state in ('D', 'F')
  and job < (select max(i.job) from setu.reindex i where i.tenant = $1) - 20
  and not exists (select from setu.parameter p where p.tenant = $1 and p.job = setu.reindex.job and not p.ready)
  and not (state = 'F' and exists (select from setu.indexing i where i.tenant = $1 and i.zone_job = setu.reindex.job))
