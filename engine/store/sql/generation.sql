-- The generation of what a tenant is searched by, with the time zone of its dates and how far the index has them in it.
-- Primary keys of indexing and reindex.
select i.generation, i.zone, i.zone_since, coalesce(j.state = 'D', true), j.done, j.total, j.error
from setu.indexing i
left join lateral (select k.state, k.done, k.total, k.error from setu.reindex k where k.tenant = i.tenant and k.job = i.zone_job limit 1) j on true
where i.tenant = $1
