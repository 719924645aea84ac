-- How many of these postings are there, by the resource they are of. Primary key of str.
select w.i, count(*)
from unnest($2::int4[], $3::int8[], $4::text[], $5::int8[], $6::int8[]) as w (i, key, norm, rid, exact)
cross join lateral (select from setu.str p where p.tenant = $1 and p.key = w.key and p.norm = w.norm collate "C" and p.rid = w.rid and p.exact = w.exact limit 1) p
group by w.i
