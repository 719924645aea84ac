-- The store: current versions, history, and the postings that searches read. See docs/store.md.
--
-- setu_owner owns the schema and is nobody's session; setu_app is what every session becomes: it owns nothing, cannot
-- bypass row-level security, and so sees the rows of one tenant at a time. migration.cpp makes both and the schema.

create table setu.tenant (
  number int primary key generated always as identity,
  name text collate "C" not null unique check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  made timestamptz not null default now()
);
insert into setu.tenant (name) values ('default');

-- The current version of each resource, as the bytes that are served.
create table setu.res (
  tenant int not null,
  type int2 not null,           -- Descriptor::number
  rid int8 not null,            -- the key of the id, see engine/index/key.h
  cid text collate "C",         -- the id, where the key does not hold it
  ver int4 not null,
  upd timestamptz not null,
  deleted bool not null,
  patient int8 not null,        -- key of the one patient whose compartment it is in, or 0
  srt int8 not null,            -- start of the type's main date, in microseconds
  present int8 not null,        -- which search parameters have a value
  enc int2 not null,            -- how doc is encoded
  doc bytea,                    -- null where deleted
  writer xid8 not null default pg_current_xact_id(),  -- of the version, or of what contains it, as in hist
  primary key (tenant, type, rid)
) with (fillfactor = 85);
-- What is in doc is compressed already.
alter table setu.res alter column doc set storage external;
create index res_id on setu.res (tenant, type, cid) where cid is not null and not deleted;
create index res_newest on setu.res (tenant, type, srt desc, rid desc) where not deleted;

-- Beside the hot row, so that reads and searches do not pay for it: the resource for people and SQL, and the keys of
-- its postings, by which an update finds those that are to go.
create table setu.body (
  tenant int not null,
  type int2 not null,
  rid int8 not null,
  doc jsonb,                    -- null where a number is beyond what jsonb holds
  base text,                    -- the service base URL that the postings depend on, if they do
  refs int8[] not null,         -- of references to resources here, which chains go through
  toks int8[] not null,         -- of codes and words
  rng_keys int8[] not null,
  str_keys int8[] not null,
  part_types int2[],            -- of the contained resources, which have a row here and in res for what finds them; null: none
  part_rids int8[],
  primary key (tenant, type, rid)
);

-- Every version there was; never changed.
create table setu.hist (
  tenant int not null,
  type int2 not null,
  rid int8 not null,
  ver int4 not null,
  upd timestamptz not null,
  op "char" not null,           -- C, U or D
  cid text collate "C",
  enc int2 not null,
  doc bytea,
  writer xid8 not null default pg_current_xact_id(),  -- the whole transaction, also where a savepoint has a number of its own
  base text,                    -- the service base URL that its postings depended on, if they did
  primary key (tenant, type, rid, ver)
);
alter table setu.hist alter column doc set storage external;
create index hist_type on setu.hist (tenant, type, upd, rid, ver);
create index hist_system on setu.hist (tenant, upd, type, rid, ver);
-- What a snapshot could not see. The later pages of a search look through what was changed, for what was not there before is
-- none of theirs; counts through what was made as well.
create index hist_changed on setu.hist (tenant, type, writer) where ver > 1;
create index hist_made on setu.hist (tenant, type, writer) where ver = 1;

-- Postings: codes, words and references, in the order that results are wanted in.
create table setu.tok (
  tenant int not null,
  tok int8 not null,
  srt int8 not null,
  rid int8 not null,
  sys int4 not null,            -- hash of the code system; a word's weight
  primary key (tenant, tok, srt, rid, sys)
);
-- Postings: intervals of dates, numbers and quantities.
create table setu.rng (
  tenant int not null,
  key int8 not null,
  lo int8 not null,
  hi int8 not null,
  rid int8 not null,
  primary key (tenant, key, lo, hi, rid)
);
create index rng_of on setu.rng (tenant, rid, key) include (lo, hi);
-- Postings: folded texts.
create table setu.str (
  tenant int not null,
  key int8 not null,
  norm text collate "C" not null,
  exact int8 not null,
  rid int8 not null,
  primary key (tenant, key, norm, rid, exact)
);
create index str_of on setu.str (tenant, rid, key) include (norm);

-- What requests with an Idempotency-Key were answered, so that the same request is not done twice.
create table setu.answer (
  tenant int not null,
  key text collate "C" not null,
  part int4 not null,           -- 0; n for the nth entry of a batch
  request bytea not null,       -- digest of what was asked
  expires timestamptz not null,
  status int2,                  -- null while the entries of a batch are carried out
  type int2,
  id text collate "C",
  ver int4 not null,
  upd timestamptz,
  located bool not null,        -- it was answered with this version of this resource, which hist has
  enc int2 not null,
  body bytea,
  primary key (tenant, key, part)
);
alter table setu.answer alter column body set storage external;
create index answer_expiry on setu.answer (tenant, expires);

-- What each tenant's writers must know of its index. Nothing of its data: every session may look at all rows, so that
-- those who index in the background find what there is to do.
create table setu.indexing (
  tenant int primary key,
  generation int8 not null,     -- grows with each change of what is indexed; a tenant without a row has 0
  busy bool not null,           -- a reindexing is not over
  zone text not null default 'UTC',    -- of dates that have none, by its IANA name
  zone_since int8 not null default 0,  -- the generation that it came with
  zone_job int8,                -- the reindexing that makes the index for it; null if there was nothing to index
  repairs int8 not null default 0      -- of the index of single resources
);
create index indexing_busy on setu.indexing (tenant) where busy;

-- The SearchParameter resources that a tenant is searched by; their definitions are in res.
create table setu.parameter (
  tenant int not null,
  rid int8 not null,
  ready bool not null,          -- every resource has its postings
  job int8 not null,            -- the reindexing that makes it ready
  primary key (tenant, rid)
);

-- Makings of the index anew: types are gone through in the order of their keys, a page at a time.
create table setu.reindex (
  tenant int not null,
  job int8 not null,
  types int2[] not null,        -- in order
  reason text not null,
  state "char" not null,        -- W waits, S lets writers of the former generation end, R runs, D done, F failed
  at_type int2 not null,        -- the place of the last resource that is done
  at_rid int8 not null,
  done int8 not null,
  total int8 not null,
  error text,
  made timestamptz not null default now(),
  ended timestamptz,            -- read when its transaction has its number, as of a version
  ender xid8,                   -- that transaction
  primary key (tenant, job)
);

create table setu.setting (
  name text primary key,
  value text not null
);

-- What the cursors of pages are signed with. A random UUID has 122 bits of the system's good randomness.
insert into setu.setting (name, value) values ('cursor_secret', gen_random_uuid()::text || gen_random_uuid()::text);

-- The tenant of the transaction. A setting that a former transaction made reads back as an empty string.
create function setu.tenant() returns int language sql stable parallel safe
  return nullif(current_setting('setu.tenant', true), '')::int;

do $$
declare
  name text;
begin
  foreach name in array array['res', 'body', 'hist', 'tok', 'rng', 'str', 'indexing', 'parameter', 'reindex', 'answer'] loop
    execute format('alter table setu.%I enable row level security', name);
    execute format('alter table setu.%I force row level security', name);
    execute format($policy$
      create policy tenant on setu.%I
        using (tenant = nullif(current_setting('setu.tenant', true), '')::int)
        with check (tenant = nullif(current_setting('setu.tenant', true), '')::int)
    $policy$, name);
  end loop;
end
$$;
create policy everyone on setu.indexing for select using (true);

-- Writes versions, all or none: entry i of each of the first arrays is one write; postings say by *_at which write they
-- belong to, and *_ends where each write's postings end; the first of its toks up to ref_ends are references. Kinds: C create, U update, D delete, I make the postings of the
-- current version anew, P are those of a contained resource: as many as `parts` says follow what contains them, whose lot is
-- theirs. Returns, in the order of the writes but for these, what became of them:
--   C created, U updated, D deleted, I indexed, N nothing changed, A absent, M another version is there, X exists,
--   R a need is missing (about: which, from 1), G resources refer to it (about: "type=count …"),
--   P the postings were made by another generation of search parameters.
-- A, M, X, R, G and P (but for a delete of what is absent) mean that nothing at all was written.
-- Needs are resources outside this call that must be there; they are locked, so that they stay until the commit. Of what is
-- deleted, ref_* are the salts of references that must not lead to it, by resources that this call does not write.
create function setu.write(
  types int2[], rids int8[], cids text[], kinds "char"[], parts int4[], matches int4[], absents bool[],
  encs int2[], docs bytea[], heads text[], tails text[], bases text[],
  srts int8[], patients int8[], presents int8[], upd_keys int8[],
  tok_at int4[], tok_ends int4[], ref_ends int4[], toks int8[], syss int4[],
  rng_at int4[], rng_ends int4[], rng_keys int8[], los int8[], his int8[],
  str_at int4[], str_ends int4[], str_keys int8[], norms text[], exacts int8[],
  need_at int4[], need_ends int4[], need_types int2[], need_rids int8[], need_cids text[], need_vers int4[],
  ref_types int2[], ref_salts int8[], ref_sources int2[], generation int8)
returns table (result "char", version int4, updated timestamptz, about text) language plpgsql as $$
#variable_conflict use_column
declare
  t int := setu.tenant();
  n int := cardinality(types);
  stamp timestamptz := setu.stamp();
  results "char"[] := array_fill(''::"char", array[n]);
  vers int4[] := array_fill(0, array[n]);
  upds timestamptz[] := array_fill(stamp, array[n]);
  is_new bool[] := array_fill(true, array[n]);
  was_there bool[] := array_fill(false, array[n]);
  is_same bool[] := array_fill(false, array[n]);
  abouts text[] := array_fill(null::text, array[n]);
  writers xid8[];  -- of what is only indexed anew
  is_met bool[] := array_fill(false, array[cardinality(need_types)]);
  old_srts int8[] := array_fill(0::int8, array[n]);
  failed bool := false;
  all_new bool := true;
  container int;
  old record;
  i int;
  a int;
  b int;
  c int;
begin
  -- Held to the end of the transaction, and taken before the generation is read: a reindexing that begins later sees
  -- who may still write by the former generation, and lets them end. The numbers are those of reindex_writers.sql.
  perform pg_advisory_xact_lock_shared(7311946, t);
  if generation <> coalesce((select g.generation from setu.indexing g where g.tenant = t), 0) then
    return query select 'P'::"char", 0, stamp, null::text from generate_series(1, n);
    return;
  end if;

  -- What is there, locked in one order for all, so that two bundles never wait for each other. A lateral query with a
  -- lock of its own stays one probe of the primary key a write, whatever is known of the table's size.
  for old in
    select w.i, w.need, r.ver, r.upd, r.deleted, r.srt, r.cid, r.writer, r.enc = encs[w.i] and r.doc = docs[w.i] as same,
      s.ver as need_ver, s.deleted as need_deleted, s.cid as need_cid
    from (
      select u.type, u.rid, u.i, null::int8 as need from unnest(types, rids) with ordinality as u (type, rid, i)
      union all
      select u.type, u.rid, null, u.need from unnest(need_types, need_rids) with ordinality as u (type, rid, need)
      order by 1, 2) w
    left join lateral (
      select c.ver, c.upd, c.deleted, c.srt, c.cid, c.writer, c.enc, c.doc from setu.res c
      where w.i is not null and c.tenant = t and c.type = w.type and c.rid = w.rid
      for update) r on true
    left join lateral (
      select c.ver, c.deleted, c.cid from setu.res c
      where w.need is not null and c.tenant = t and c.type = w.type and c.rid = w.rid
      for key share) s on true
  loop
    if old.need is not null then
      is_met[old.need] := coalesce(not old.need_deleted and old.need_cid is not distinct from need_cids[old.need], false)
        and (need_vers[old.need] is null or exists (
          select from setu.hist h where h.tenant = t and h.type = need_types[old.need] and h.rid = need_rids[old.need]
            and h.ver = need_vers[old.need] and h.op <> 'D'));
      continue;
    end if;
    continue when old.ver is null;
    if old.cid is distinct from cids[old.i] then
      raise exception 'two ids have the same key' using errcode = 'SE001';
    end if;
    all_new := false;
    is_new[old.i] := false;
    was_there[old.i] := not old.deleted;
    is_same[old.i] := old.same;
    vers[old.i] := old.ver;
    old_srts[old.i] := old.srt;
    -- A resource's times increase, whatever the clock does.
    upds[old.i] := greatest(stamp, old.upd + interval '1 millisecond');
    if kinds[old.i] = 'I' or kinds[old.i] = 'U' and old.same or kinds[old.i] = 'D' and old.deleted then
      upds[old.i] := old.upd;
    end if;
    if kinds[old.i] = 'I' then
      writers[old.i] := old.writer;
    end if;
  end loop;

  for i in 1 .. n loop
    if kinds[i] = 'P' then
      upds[i] := upds[container];
      if kinds[container] = 'I' then
        writers[i] := writers[container];
      end if;
      results[i] := case when results[container] not in ('C', 'U', 'I') then 'N' when is_new[i] then 'C' else 'U' end::"char";
      continue;
    end if;
    container := i;
    -- What was deleted is brought back over its deletion, the version that it has.
    if matches[i] is not null and not was_there[i] and (kinds[i] <> 'U' or matches[i] = 0 or matches[i] <> vers[i]) then
      results[i] := 'A';
      failed := true;
    elsif matches[i] <> 0 and matches[i] <> vers[i] then
      results[i] := 'M';
      failed := true;
    elsif was_there[i] and (absents[i] or kinds[i] = 'C') then
      results[i] := 'X';
      failed := true;
    elsif kinds[i] = 'D' then
      results[i] := case when was_there[i] then 'D' else 'A' end::"char";
    elsif kinds[i] = 'I' then
      results[i] := case when was_there[i] then 'I' else 'A' end::"char";
    elsif not was_there[i] then
      results[i] := 'C';
    else
      results[i] := case when is_same[i] then 'N' else 'U' end::"char";
    end if;
    if results[i] in ('C', 'U', 'D') then
      vers[i] := vers[i] + 1;
    end if;
  end loop;
  for i in 1 .. cardinality(need_types) loop
    if not is_met[i] and results[need_at[i]] in ('C', 'U', 'N') then
      results[need_at[i]] := 'R';
      abouts[need_at[i]] := i - coalesce(need_ends[need_at[i] - 1], 0);
      failed := true;
    end if;
  end loop;
  if cardinality(ref_types) > 0 then
    for i in 1 .. n loop
      continue when results[i] <> 'D';
      abouts[i] := (
        select string_agg(g.source || '=' || g.referring, ' ' order by g.source)
        from (
          select f.source, count(distinct p.rid) as referring
          from unnest(ref_types, ref_salts, ref_sources) as f (type, salt, source)
          cross join lateral (
            select k.rid from setu.tok k where k.tenant = t and k.tok = f.salt # rids[i]
              and not exists (select from unnest(types, rids) as w (type, rid) where w.type = f.source and w.rid = k.rid)
            limit 1001) p
          where f.type = types[i]
          group by f.source) g);
      if abouts[i] is not null then
        results[i] := 'G';
        failed := true;
      end if;
    end loop;
  end if;
  if failed then
    return query select r, v, u, o from unnest(results, vers, upds, abouts, kinds) as w (r, v, u, o, k) where k <> 'P';
    return;
  end if;

  insert into setu.res (tenant, type, rid, cid, ver, upd, deleted, patient, srt, present, enc, doc, writer)
    select t, types[w.i], rids[w.i], cids[w.i], 1, upds[w.i], false, patients[w.i], srts[w.i], presents[w.i], encs[w.i], docs[w.i], coalesce(writers[w.i], pg_current_xact_id())
    from generate_series(1, n) as w (i) where is_new[w.i] and results[w.i] = 'C'
    order by types[w.i], rids[w.i];
  insert into setu.hist (tenant, type, rid, ver, upd, op, cid, enc, doc, base)
    select t, types[w.i], rids[w.i], vers[w.i], upds[w.i], results[w.i], cids[w.i], encs[w.i], docs[w.i], bases[w.i]
    from generate_series(1, n) as w (i) where results[w.i] in ('C', 'U', 'D') and kinds[w.i] <> 'P';
  insert into setu.body (tenant, type, rid, doc, base, refs, toks, rng_keys, str_keys, part_types, part_rids)
    select t, types[w.i], rids[w.i], setu.json_of(heads[w.i], vers[w.i], upds[w.i], tails[w.i]), bases[w.i],
      toks[coalesce(tok_ends[w.i - 1], 0) + 1 : ref_ends[w.i]], toks[ref_ends[w.i] + 1 : tok_ends[w.i]],
      upd_keys[w.i] || rng_keys[coalesce(rng_ends[w.i - 1], 0) + 1 : rng_ends[w.i]],
      str_keys[coalesce(str_ends[w.i - 1], 0) + 1 : str_ends[w.i]],
      nullif(types[w.i + 1 : w.i + parts[w.i]], '{}'), nullif(rids[w.i + 1 : w.i + parts[w.i]], '{}')
    from generate_series(1, n) as w (i) where is_new[w.i] and results[w.i] = 'C';

  if not all_new then
    for i in 1 .. n loop
      continue when is_new[i] or results[i] not in ('C', 'U', 'D', 'I');
      if results[i] = 'I' then
        update setu.res set patient = patients[i], srt = srts[i], present = presents[i]
          where tenant = t and type = types[i] and rid = rids[i];
      else
        update setu.res set ver = vers[i], upd = upds[i], deleted = (results[i] = 'D'), patient = patients[i], srt = srts[i],
            present = presents[i], enc = encs[i], doc = docs[i], writer = coalesce(writers[i], pg_current_xact_id())
          where tenant = t and type = types[i] and rid = rids[i];
      end if;
      a := coalesce(tok_ends[i - 1], 0) + 1;
      b := coalesce(rng_ends[i - 1], 0) + 1;
      c := coalesce(str_ends[i - 1], 0) + 1;
      if was_there[i] then
        perform setu.forget(t, types[i], rids[i], old_srts[i], srts[i], toks[a : tok_ends[i]], syss[a : tok_ends[i]],
          rng_keys[b : rng_ends[i]], los[b : rng_ends[i]], his[b : rng_ends[i]],
          str_keys[c : str_ends[i]], norms[c : str_ends[i]], exacts[c : str_ends[i]], rids[i + 1 : i + parts[i]]);
      end if;
      continue when results[i] = 'D';
      insert into setu.body (tenant, type, rid, doc, base, refs, toks, rng_keys, str_keys, part_types, part_rids)
        values (t, types[i], rids[i], setu.json_of(heads[i], vers[i], upds[i], tails[i]), bases[i],
          toks[a : ref_ends[i]], toks[ref_ends[i] + 1 : tok_ends[i]],
          upd_keys[i] || rng_keys[b : rng_ends[i]], str_keys[c : str_ends[i]],
          nullif(types[i + 1 : i + parts[i]], '{}'), nullif(rids[i + 1 : i + parts[i]], '{}'));
    end loop;
  end if;

  -- What an update kept is there already.
  insert into setu.tok (tenant, tok, srt, rid, sys)
    select t, w.tok, srts[w.i], rids[w.i], w.sys from unnest(tok_at, toks, syss) as w (i, tok, sys)
    where results[w.i] in ('C', 'U', 'I') order by w.tok, srts[w.i], rids[w.i]
    on conflict do nothing;
  insert into setu.rng (tenant, key, lo, hi, rid)
    select t, w.key, w.lo, w.hi, rids[w.i] from unnest(rng_at, rng_keys, los, his) as w (i, key, lo, hi)
    where results[w.i] in ('C', 'U', 'I') order by w.key, w.lo
    on conflict do nothing;
  insert into setu.rng (tenant, key, lo, hi, rid)
    select t, upd_keys[w.i], setu.microseconds(upds[w.i]), setu.microseconds(upds[w.i]), rids[w.i]
    from generate_series(1, n) as w (i) where results[w.i] in ('C', 'U', 'I')
    on conflict do nothing;
  insert into setu.str (tenant, key, norm, exact, rid)
    select t, w.key, w.norm, w.exact, rids[w.i] from unnest(str_at, str_keys, norms, exacts) as w (i, key, norm, exact)
    where results[w.i] in ('C', 'U', 'I') order by w.key, w.norm
    on conflict do nothing;
  return query select r, v, u, o from unnest(results, vers, upds, abouts, kinds) as w (r, v, u, o, k) where k <> 'P';
end
$$;

-- The time of all that a transaction writes, by the database's clock; whole milliseconds, which is what is served. It is read
-- when the transaction has its number, so that what has a later number has a later time.
create function setu.stamp() returns timestamptz language plpgsql as $$
declare
  number text := pg_current_xact_id()::text;
  stamp timestamptz := date_trunc('milliseconds', clock_timestamp());
  kept text[] := string_to_array(current_setting('setu.stamp', true), ' ');
begin
  if kept[1] = number then
    return to_timestamp(kept[2]::int8 / 1000.0);
  end if;
  perform set_config('setu.stamp', number || ' ' || setu.microseconds(stamp) / 1000, true);
  return stamp;
end
$$;

-- Holds an Idempotency-Key until the transaction ends, and fails if a request with it was answered already, or is another
-- one. Whoever waits holds a session, so that it is for less long than for other locks.
create function setu.take_key(lock int8, of_key text, of_part int4, of_request bytea) returns void language plpgsql
  set lock_timeout = '3s' as $$
begin
  perform pg_advisory_xact_lock(lock);
  if exists (select from setu.answer a
    where a.tenant = setu.tenant() and a.key = of_key and a.part = of_part and a.expires > clock_timestamp()
      and (a.status is not null or a.request <> of_request)) then
    raise exception 'the request was answered already' using errcode = 'SE002';
  end if;
end
$$;

-- The id that a key of 0 or greater spells, see engine/index/key.h.
create function setu.id_of(rid int8) returns text language sql immutable parallel safe
  return (select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', ((rid >> (60 - 5 * i)) & 31)::int + 1, 1), '' order by i)
    from generate_series(0, 12) as digit (i));

-- Microseconds since 1970.
create function setu.microseconds(at timestamptz) returns int8 language sql stable
  return (extract(epoch from at) * 1000000)::int8;

-- A version for people and SQL.
create function setu.json_of(head text, ver int4, upd timestamptz, tail text) returns jsonb language sql stable
  return (head || ver || '","lastUpdated":"' || to_char(upd at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"' || tail)::jsonb;

-- Takes away a resource's body, those of its postings that its new version does not have, and the contained resources that
-- this does not have: writing only the difference is several times faster than writing all anew.
create function setu.forget(
  t int, of_type int2, of_rid int8, old_srt int8, new_srt int8, toks int8[], syss int4[],
  rng_keys int8[], los int8[], his int8[], str_keys int8[], norms text[], exacts int8[], part_rids int8[])
returns void language plpgsql as $$
declare
  old record;
  part record;
begin
  delete from setu.body b where b.tenant = t and b.type = of_type and b.rid = of_rid
    returning b.refs || b.toks as toks, b.rng_keys, b.str_keys, b.part_types, b.part_rids into old;
  for part in select p.type, p.rid from unnest(old.part_types, old.part_rids) as p (type, rid) where p.rid <> all (part_rids) loop
    perform setu.forget(t, r.type, r.rid, r.srt, r.srt, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')
      from setu.res r where r.tenant = t and r.type = part.type and r.rid = part.rid;
    delete from setu.res r where r.tenant = t and r.type = part.type and r.rid = part.rid;
  end loop;
  delete from setu.tok p where p.tenant = t and p.tok = any (old.toks) and p.srt = old_srt and p.rid = of_rid
    and (old_srt <> new_srt or not exists (
      select from unnest(toks, syss) as n (tok, sys) where n.tok = p.tok and n.sys = p.sys));
  delete from setu.rng p where p.tenant = t and p.rid = of_rid and p.key = any (old.rng_keys)
    and not exists (select from unnest(rng_keys, los, his) as n (key, lo, hi) where n.key = p.key and n.lo = p.lo and n.hi = p.hi);
  delete from setu.str p where p.tenant = t and p.rid = of_rid and p.key = any (old.str_keys)
    and not exists (select from unnest(str_keys, norms, exacts) as n (key, norm, exact)
      where n.key = p.key and n.norm = p.norm and n.exact = p.exact);
end
$$;

grant usage on schema setu to setu_app;
grant select on setu.tenant, setu.setting to setu_app;
grant select, insert, update, delete on setu.res, setu.body, setu.tok, setu.rng, setu.str, setu.parameter, setu.reindex, setu.answer to setu_app;
grant select, insert, update on setu.indexing to setu_app;
grant select, insert on setu.hist to setu_app;
