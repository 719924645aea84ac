-- Current versions by key, in the order asked for. Primary key of res.
select r.type, r.rid, r.cid, r.ver, r.upd, case when r.deleted then 'D' else 'U' end::"char", r.enc, r.doc, w.i
from unnest($2::int2[], $3::int8[]) with ordinality as w (type, rid, i)
join setu.res r on r.tenant = $1 and r.type = w.type and r.rid = w.rid
