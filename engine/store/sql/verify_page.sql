-- Current versions of all types by key, each with the newest of its history and the base its postings depend on.
-- Primary keys of res, hist and body.
select r.type, r.rid, r.cid, r.ver, r.upd, case when r.deleted then 'D' else 'U' end::"char", r.enc, r.doc,
  r.patient, r.srt, r.present, b.base,
  h.ver is not distinct from r.ver and h.upd is not distinct from r.upd and (h.op = 'D') is not distinct from r.deleted
    and h.doc is not distinct from r.doc,
  b.rid is not null
from setu.res r
left join setu.body b on b.tenant = r.tenant and b.type = r.type and b.rid = r.rid
left join lateral (
  select i.ver, i.upd, i.op, i.doc from setu.hist i
  where i.tenant = r.tenant and i.type = r.type and i.rid = r.rid
  order by i.ver desc limit 1) h on true
where r.tenant = $1 and (r.type, r.rid) > ($2, $3) and r.type < $5
order by r.type, r.rid
limit $4
