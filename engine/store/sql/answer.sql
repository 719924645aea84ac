-- The answer kept under an Idempotency-Key. Primary key.
select request, status, type, id, ver, upd, located, enc, body
from setu.answer
where tenant = $1 and key = $2 and part = $3 and expires > clock_timestamp()
