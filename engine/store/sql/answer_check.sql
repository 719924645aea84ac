-- Fails with SE002 if an answer is kept under an Idempotency-Key. Primary key.
select setu.check_unanswered($1, $2, $3)
