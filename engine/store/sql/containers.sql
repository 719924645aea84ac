-- The versions that contained resources were found in, by what contains them and their times, with the place they were asked for
-- at. Primary key of hist, from the current version on back: nearly always the first.
select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc, w.i
from unnest($2::int2[], $3::int8[], $4::timestamptz[]) with ordinality as w (type, rid, upd, i)
cross join lateral (
  select * from setu.hist v where v.tenant = $1 and v.type = w.type and v.rid = w.rid and v.upd <= w.upd order by v.ver desc limit 1) h
