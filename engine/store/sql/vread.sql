-- One version. Primary key of hist.
select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc
from setu.hist h
where h.tenant = $1 and h.type = $2 and h.rid = $3 and h.ver = $4
