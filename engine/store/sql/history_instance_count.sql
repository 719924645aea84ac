-- How many versions of one resource there are. Primary key of hist.
select count(*)
from setu.hist h
where h.tenant = $1 and h.type = $2 and h.rid = $3 and h.upd >= $4
  -- Current at some time between two: not after the last, and not replaced before the first.
  and ($5 is null or h.upd <= $6 and not exists (
    select from setu.hist n where n.tenant = h.tenant and n.type = h.type and n.rid = h.rid and n.ver = h.ver + 1 and n.upd <= $5 limit 1))
