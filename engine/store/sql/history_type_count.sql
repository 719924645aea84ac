-- How many versions of one type there are. Index hist_type.
select count(*)
from setu.hist h
where h.tenant = $1 and h.type = $2 and h.upd >= $3
  -- Current at some time between two: not after the last, and not replaced before the first.
  and ($4 is null or h.upd <= $5 and not exists (
    select from setu.hist n where n.tenant = h.tenant and n.type = h.type and n.rid = h.rid and n.ver = h.ver + 1 and n.upd <= $4 limit 1))
