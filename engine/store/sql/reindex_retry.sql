-- What failed to be indexed is tried again by a reindexing that goes through all of its types: parameters and the time
-- zone. Primary keys of parameter, indexing and reindex.
with zone as (
  update setu.indexing i set zone_job = $2
  where i.tenant = $1
    and exists (select from setu.reindex j where j.tenant = i.tenant and j.job = i.zone_job and j.state = 'F' and j.types <@ $3 limit 1)
)
update setu.parameter p set job = $2
where p.tenant = $1 and not p.ready
  and exists (select from setu.reindex j where j.tenant = p.tenant and j.job = p.job and j.state = 'F' and j.types <@ $3 limit 1)
