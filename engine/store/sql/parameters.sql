-- The SearchParameter resources that a tenant is searched by, with how far their indexing is. Primary keys of parameter,
-- res and reindex.
select r.type, r.rid, r.cid, r.ver, r.upd, 'U'::"char", r.enc, r.doc, p.ready, j.done, j.total, j.error
from setu.parameter p
cross join lateral (select * from setu.res c where c.tenant = p.tenant and c.type = $2 and c.rid = p.rid and not c.deleted limit 1) r
left join lateral (select * from setu.reindex i where i.tenant = p.tenant and i.job = p.job limit 1) j on true
where p.tenant = $1
order by p.rid
