-- Current versions by key, with the place they were asked for at. Primary key of res: the limit keeps it one probe a key.
select r.type, r.rid, r.cid, r.ver, r.upd, case when r.deleted then 'D' else 'U' end::"char", r.enc, r.doc, w.i
from unnest($2::int2[], $3::int8[]) with ordinality as w (type, rid, i)
cross join lateral (
  select * from setu.res c where c.tenant = $1 and c.type = w.type and c.rid = w.rid limit 1) r
