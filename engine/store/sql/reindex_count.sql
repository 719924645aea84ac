-- How many resources of a type there are. Index res_newest.
select count(*) from setu.res where tenant = $1 and type = $2 and not deleted
