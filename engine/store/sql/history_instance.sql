-- Versions of one resource, newest first, below a version. Primary key of hist.
select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc
from setu.hist h
where h.tenant = $1 and h.type = $2 and h.rid = $3 and h.ver < $4 and h.upd >= $5
order by h.ver desc
limit $6
