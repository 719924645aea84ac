-- Waits for claims, in one order for all, and holds them until the transaction ends. No index.
select pg_advisory_xact_lock(c.hash)
from (select hash from unnest($1::int8[]) as w (hash) order by hash) as c
