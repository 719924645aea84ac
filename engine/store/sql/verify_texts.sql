-- How many of these postings are there. Primary key of str.
select count(*)
from unnest($2::int8[], $3::text[], $4::int8[], $5::int8[]) as w (key, norm, rid, exact)
join setu.str p on p.tenant = $1 and p.key = w.key and p.norm = w.norm collate "C" and p.rid = w.rid and p.exact = w.exact
