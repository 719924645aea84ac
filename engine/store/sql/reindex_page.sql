-- Current versions of a type by key, with the base their postings depend on. Primary keys of res and body.
select r.type, r.rid, r.cid, r.ver, r.upd, 'U'::"char", r.enc, r.doc, b.base
from setu.res r
left join setu.body b on b.tenant = r.tenant and b.type = r.type and b.rid = r.rid
where r.tenant = $1 and r.type = $2 and r.rid > $3 and not r.deleted
order by r.rid
limit $4
