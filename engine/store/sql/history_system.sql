-- Versions of all types, newest first, behind a place in that order. Index hist_system.
select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc
from setu.hist h
where h.tenant = $1 and (h.upd, h.type, h.rid, h.ver) < ($2, $3, $4, $5) and h.upd >= $6
  -- Where only what is settled is asked for: nothing that began to write before is still to come. No write takes ten minutes,
  -- and the numbers of transactions mean nothing in a database that was restored from another.
  and (not $10 or h.upd < now() - interval '10 minutes' or h.writer < pg_snapshot_xmin(pg_current_snapshot()) or h.writer = pg_current_xact_id_if_assigned())
  -- Current at some time between two: not after the last, and not replaced before the first.
  and ($8 is null or h.upd <= $9 and not exists (
    select from setu.hist n where n.tenant = h.tenant and n.type = h.type and n.rid = h.rid and n.ver = h.ver + 1 and n.upd <= $8 limit 1))
order by h.upd desc, h.type desc, h.rid desc, h.ver desc
limit $7
