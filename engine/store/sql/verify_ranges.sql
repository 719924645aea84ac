-- How many of these postings are there, by the resource they are of. Primary key of rng.
select w.i, count(*)
from unnest($2::int4[], $3::int8[], $4::int8[], $5::int8[], $6::int8[]) as w (i, key, lo, hi, rid)
cross join lateral (select from setu.rng p where p.tenant = $1 and p.key = w.key and p.lo = w.lo and p.hi = w.hi and p.rid = w.rid limit 1) p
group by w.i
