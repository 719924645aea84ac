-- Notes that the index of a single resource was made anew, which no version and no reindexing tells. Primary key of indexing.
insert into setu.indexing (tenant, generation, busy, repairs) values ($1, 0, false, 1)
on conflict (tenant) do update set repairs = setu.indexing.repairs + 1
