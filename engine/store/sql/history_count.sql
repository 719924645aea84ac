-- How many versions of one resource there are. Primary key of hist.
select count(*)
from setu.hist h
where h.tenant = $1 and h.type = $2 and h.rid = $3 and h.upd >= $4
