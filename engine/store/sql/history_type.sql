-- Versions of one type, newest first, behind a place in that order. Index hist_type.
select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc
from setu.hist h
where h.tenant = $1 and h.type = $2 and (h.upd, h.rid, h.ver) < ($3, $4, $5) and h.upd >= $6
order by h.upd desc, h.rid desc, h.ver desc
limit $7
