-- The time zone of a tenant's dates: since which generation it is. Primary key of indexing.
select i.zone_since from setu.indexing i where i.tenant = $1
