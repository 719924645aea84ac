-- Parameters whose indexing failed are made ready by a reindexing if it goes through SearchParameter's own types too: those
-- of a whole tenant do. Primary keys of parameter and reindex.
update setu.parameter p set job = $2
where p.tenant = $1 and not p.ready
  and exists (select from setu.reindex j where j.tenant = p.tenant and j.job = p.job and j.state = 'F' and j.types <@ $3 limit 1)
