-- The time zone of a tenant's dates: since which generation it is, and whether a snapshot could see the index made for it.
-- Primary keys of indexing and reindex.
select i.zone_since,
  j.job is null or coalesce(j.ended < $3 - interval '1 hour' or pg_visible_in_snapshot(j.ender, $2::text::pg_snapshot), false)
from setu.indexing i
left join lateral (select k.job, k.ended, k.ender from setu.reindex k where k.tenant = i.tenant and k.job = i.zone_job limit 1) j on true
where i.tenant = $1
