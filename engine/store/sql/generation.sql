-- The generation of a tenant's search parameters. Primary key of indexing.
select generation from setu.indexing where tenant = $1
