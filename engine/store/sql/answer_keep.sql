-- Keeps an answer under an Idempotency-Key, and drops some whose time is over: more than come. Primary key; answer_expiry.
with over as (
  delete from setu.answer a
  using (select tenant, key, part from setu.answer
    where tenant = $1 and expires < clock_timestamp() and key <> $2
    order by expires limit 20 for update skip locked) e
  where a.tenant = e.tenant and a.key = e.key and a.part = e.part)
insert into setu.answer (tenant, key, part, request, expires, status, type, id, ver, upd, located, enc, body)
values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 second', $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (tenant, key, part) do update set request = excluded.request, expires = excluded.expires, status = excluded.status,
  type = excluded.type, id = excluded.id, ver = excluded.ver, upd = excluded.upd, located = excluded.located,
  enc = excluded.enc, body = excluded.body
