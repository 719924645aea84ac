-- A reindexing that waits: one that has not begun takes the types of a second with it. Needs the lock of the generation.
-- Primary keys of reindex and indexing.
with busy as (
  update setu.indexing set busy = true where tenant = $1
), joined as (
  update setu.reindex j
  set types = array(select unnest(j.types) union select unnest($2::int2[]) order by 1),
    reason = case when position($3 in j.reason) > 0 then j.reason else left(j.reason || ', ' || $3, 500) end
  where j.tenant = $1 and j.state = 'W'
  returning j.job
), added as (
  insert into setu.reindex (tenant, job, types, reason, state, at_type, at_rid, done, total)
  select $1, coalesce((select max(i.job) from setu.reindex i where i.tenant = $1), 0) + 1, $2, $3, 'W', -1, $4, 0, 0
  where not exists (select from joined)
  returning job
)
select job from joined union all select job from added
