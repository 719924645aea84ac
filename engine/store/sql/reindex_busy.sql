-- Tenants with a reindexing that is not over. Index indexing_busy.
select tenant from setu.indexing where busy order by tenant
