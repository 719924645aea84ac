-- All rows of a tenant, by table, and how many versions its resources say they had; contained types are those from $2 on. Whole tables are read.
select
  (select count(*) from setu.res where tenant = $1 and type < $2),
  (select count(*) from setu.hist where tenant = $1),
  (select count(*) from setu.tok where tenant = $1),
  (select count(*) from setu.rng where tenant = $1),
  (select count(*) from setu.str where tenant = $1),
  (select count(*) from setu.body where tenant = $1),
  (select coalesce(sum(ver), 0)::int8 from setu.res where tenant = $1 and type < $2),
  (select count(*) from setu.res where tenant = $1 and type >= $2)
