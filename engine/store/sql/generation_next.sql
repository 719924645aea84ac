-- A new generation of search parameters. Primary key of indexing.
update setu.indexing set generation = generation + 1 where tenant = $1
