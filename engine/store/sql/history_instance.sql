-- Versions of one resource, newest first, below a version. Primary key of hist.
select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc
from setu.hist h
where h.tenant = $1 and h.type = $2 and h.rid = $3 and h.ver < $4 and h.upd >= $5
  -- Current at some time between two: not after the last, and not replaced before the first.
  and ($7 is null or h.upd <= $8 and not exists (
    select from setu.hist n where n.tenant = h.tenant and n.type = h.type and n.rid = h.rid and n.ver = h.ver + 1 and n.upd <= $7 limit 1))
order by h.ver desc
limit $6
