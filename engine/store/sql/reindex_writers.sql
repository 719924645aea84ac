-- The transactions that write for a tenant at this moment; if some are named, those of them. The numbers are those of
-- setu.write(). No index.
select distinct l.virtualtransaction from pg_locks l
where l.locktype = 'advisory' and l.classid = 7311946 and l.objid = $1::int8::oid and l.objsubid = 2 and l.mode = 'ShareLock' and l.granted
  and l.database = (select d.oid from pg_database d where d.datname = current_database())
  and (cardinality($2::text[]) = 0 or l.virtualtransaction = any ($2))
