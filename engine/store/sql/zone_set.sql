-- Another time zone of dates, in a new generation, which a reindexing makes the index for. Primary key of indexing.
update setu.indexing set zone = $2, zone_since = generation + 1, zone_job = $3, generation = generation + 1 where tenant = $1
