-- The generation, locked until the transaction ends: one change of search parameters or reindexings at a time. What it writes
-- has the time of this, with which it has its number. Primary key of indexing.
insert into setu.indexing (tenant, generation, busy) values ($1, 0, false)
on conflict (tenant) do update set generation = setu.indexing.generation
returning generation, setu.stamp()
