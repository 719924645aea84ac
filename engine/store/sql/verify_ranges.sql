-- How many of these postings are there. Primary key of rng.
select count(*)
from unnest($2::int8[], $3::int8[], $4::int8[], $5::int8[]) as w (key, lo, hi, rid)
join setu.rng p on p.tenant = $1 and p.key = w.key and p.lo = w.lo and p.hi = w.hi and p.rid = w.rid
