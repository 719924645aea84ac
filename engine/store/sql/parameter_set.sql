-- A SearchParameter is to be indexed by a reindexing. Primary key of parameter.
insert into setu.parameter (tenant, rid, ready, job) values ($1, $2, false, $3)
on conflict (tenant, rid) do update set ready = false, job = excluded.job
