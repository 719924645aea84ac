-- Holds an Idempotency-Key, and fails with SE002 if an answer is kept under it. Primary key.
select setu.take_key($1, $2, $3, $4)
