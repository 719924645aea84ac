-- A SearchParameter is no longer searched by. Primary key of parameter.
delete from setu.parameter where tenant = $1 and rid = $2
