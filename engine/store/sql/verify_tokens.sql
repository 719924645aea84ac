-- How many of these postings are there. Primary key of tok.
select count(*)
from unnest($2::int8[], $3::int8[], $4::int8[], $5::int4[]) as w (tok, srt, rid, sys)
join setu.tok p on p.tenant = $1 and p.tok = w.tok and p.srt = w.srt and p.rid = w.rid and p.sys = w.sys
