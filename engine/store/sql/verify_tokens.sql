-- How many of these postings are there, by the resource they are of. Primary key of tok.
select w.i, count(*)
from unnest($2::int4[], $3::int8[], $4::int8[], $5::int8[], $6::int4[]) as w (i, tok, srt, rid, sys)
cross join lateral (select from setu.tok p where p.tenant = $1 and p.tok = w.tok and p.srt = w.srt and p.rid = w.rid and p.sys = w.sys limit 1) p
group by w.i
