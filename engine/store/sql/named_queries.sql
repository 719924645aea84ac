-- The OperationDefinitions that are named queries of a tenant, by their posting. Primary keys of tok and res.
select r.type, r.rid, r.cid, r.ver, r.upd, 'U'::"char", r.enc, r.doc
from (select distinct t.rid from setu.tok t where t.tenant = $1 and t.tok = $3) q
cross join lateral (select * from setu.res c where c.tenant = $1 and c.type = $2 and c.rid = q.rid and not c.deleted limit 1) r
order by r.rid
