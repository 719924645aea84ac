-- How many versions there are. Index hist_system.
select count(*)
from setu.hist h
where h.tenant = $1 and h.upd >= $2
  -- Current at some time between two: not after the last, and not replaced before the first.
  and ($3 is null or h.upd <= $4 and not exists (
    select from setu.hist n where n.tenant = h.tenant and n.type = h.type and n.rid = h.rid and n.ver = h.ver + 1 and n.upd <= $3 limit 1))
