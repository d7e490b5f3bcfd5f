-- What large lists are read from: tables with one narrow row per row of a list, kept by triggers, so that
-- writes of any program count; and the order in which people expect texts.

set local maintenance_work_mem = '256MB';

-- The order of texts, the same on every database whatever its locale: neither letter case nor accents nor
-- vowel signs decide (NFKD without combining marks, small letters), then the text itself. Bounded, because
-- a row of an index has 2,700 bytes at most.
create function pmp.sort_key(word text) returns text
language sql immutable parallel safe as $$
  select (left(case
    when octet_length(word) = length(word) then lower(word collate "C")
    else translate(lower(normalize(word, NFKD) collate "C"),
      'ÆÐØÞĐĦŁŊŒŦͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩ'
      || 'ЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲ'
      || 'ԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖς'
      || U&'\0300\0301\0302\0303\0304\0305\0306\0307\0308\0309\030A\030B\030C\030D\030E\030F'
      || U&'\0310\0311\0312\0313\0314\0315\0316\0317\0318\0319\031A\031B\031C\031D\031E\031F'
      || U&'\0320\0321\0322\0323\0324\0325\0326\0327\0328\0329\032A\032B\032C\032D\032E\032F'
      || U&'\0330\0331\0332\0333\0334\0335\0336\0337\0338\0339\033A\033B\033C\033D\033E\033F'
      || U&'\0340\0341\0342\0343\0344\0345\0346\0347\0348\0349\034A\034B\034C\034D\034E\034F'
      || U&'\0350\0351\0352\0353\0354\0355\0356\0357\0358\0359\035A\035B\035C\035D\035E\035F'
      || U&'\0360\0361\0362\0363\0364\0365\0366\0367\0368\0369\036A\036B\036C\036D\036E\036F'
      || U&'\0483\0484\0485\0486\0487\0591\0592\0593\0594\0595\0596\0597\0598\0599\059A\059B'
      || U&'\059C\059D\059E\059F\05A0\05A1\05A2\05A3\05A4\05A5\05A6\05A7\05A8\05A9\05AA\05AB'
      || U&'\05AC\05AD\05AE\05AF\05B0\05B1\05B2\05B3\05B4\05B5\05B6\05B7\05B8\05B9\05BA\05BB'
      || U&'\05BC\05BD\05BF\05C1\05C2\05C4\05C5\05C7\0610\0611\0612\0613\0614\0615\0616\0617'
      || U&'\0618\0619\061A\0640\064B\064C\064D\064E\064F\0650\0651\0652\0653\0654\0655\0656'
      || U&'\0657\0658\0659\065A\065B\065C\065D\065E\065F\0670\06D6\06D7\06D8\06D9\06DA\06DB'
      || U&'\06DC\06DF\06E0\06E1\06E2\06E3\06E4\06E7\06E8\06EA\06EB\06EC\06ED',
      'æðøþđħłŋœŧͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщ'
      || 'ъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբ'
      || 'գդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆσ')
    end, 200) || E'\x01' || left(word, 128)) collate "C"
$$;

-- How a list is kept. `list` says it:
--   rows        the table with one narrow row per row of `base`, which has columns of the same names
--   base, key   the table that the list shows, and its primary key
--   own         column of rows → expression over the columns of base
--   dimensions  in the order in which they are reached: table, key, `by` (the column of rows that holds
--               the key), columns (column of rows → expression over the columns of the dimension), and
--               `later`: the same, but of what rows are only ordered by. A change of that which reaches many
--               rows is written down in pmp.list_change, and brought to them by pmp.catch_up.
--
-- Rights: the functions run as their owner, because upstream's database role knows nothing of our schema.
-- Races: who copies a value holds the row it comes from (`for share`), and rows are changed in the order of
-- their keys, so that neither a value nor a wait in a circle comes from two changes at once.

-- `a as x, b as y`, or another form of each pair.
create function pmp.list_columns(columns jsonb, form text) returns text
language sql immutable as $$
  select string_agg(format(form, key, value), ', ' order by key) from jsonb_each_text(columns)
$$;

-- Changes that rows do not have yet, in the words of a list: a value of its column `via`.
create table pmp.list_change (
  id bigint generated always as identity primary key,
  rows_name text not null,
  via text not null,
  value text not null,
  -- The key of the last row that has it.
  reached text
);

-- How many rows a statement changes itself where only their order is concerned.
create function pmp.rows_at_once() returns integer language sql stable as $$
  select coalesce(nullif(current_setting('pmp.rows_at_once', true), '')::integer, 1000)
$$;

-- All that rows have of a dimension.
create function pmp.list_copies(dimension jsonb) returns jsonb language sql immutable as $$
  select coalesce(dimension->'columns', '{}') || coalesce(dimension->'later', '{}')
$$;

-- What `from` gives, with the columns of the dimensions from one on, where they are reached from it.
create function pmp.list_joins(dimensions jsonb, reached text[]) returns text
language plpgsql immutable as $$
declare
  dimension jsonb;
  joins text := '';
  place integer := 0;
begin
  for dimension in select value from jsonb_array_elements(dimensions) loop
    place := place + 1;
    continue when not dimension->>'by' = any(reached);
    joins := joins || format(' left join (select %s as key_%s, %s from %s) dimension_%s on key_%s = %s',
      dimension->>'key', place, pmp.list_columns(pmp.list_copies(dimension), '%2$s as %1$s'),
      dimension->>'table', place, place, dimension->>'by');
    reached := reached || array(select jsonb_object_keys(pmp.list_copies(dimension)));
  end loop;
  return joins;
end
$$;

-- Statements that hold the rows of dimensions that are reached from columns of a query.
create function pmp.list_holds(dimensions jsonb, columns jsonb, source text) returns text
language plpgsql immutable as $$
declare
  dimension jsonb;
  holds text := '';
  reached text;
begin
  for dimension in select value from jsonb_array_elements(dimensions)
    where coalesce(columns, '{}') ? (value->>'by') loop
    reached := format('select %s from %s', columns->>(dimension->>'by'), source);
    holds := holds || format(E'  perform from %1$s held where held.%2$s in (%3$s) order by held.%2$s for share;\n',
      dimension->>'table', dimension->>'key', reached)
      || pmp.list_holds(dimensions, dimension->'columns', format('(select * from %s where %s in (%s)) held_%s',
        dimension->>'table', dimension->>'key', reached, dimension->>'by'));
  end loop;
  return holds;
end
$$;

-- Makes a trigger on a table after each kind of statement: `bodies` has what runs after each.
create procedure pmp.list_triggers(name text, on_table text, bodies jsonb) language plpgsql as $$
declare
  kind text;
  body text;
begin
  for kind, body in select * from jsonb_each_text(bodies) loop
    execute format('create function pmp.%I() returns trigger language plpgsql security definer
      set search_path = pg_catalog, pg_temp as %L', name || '_' || kind, body || E'\n  return null;\nend');
    execute format('create or replace trigger %I after %s on %s %s for each statement execute function pmp.%1$I()',
      name || '_' || kind, kind, on_table, case kind
        when 'insert' then 'referencing new table as new_rows'
        when 'update' then 'referencing old table as old_rows new table as new_rows'
        when 'delete' then 'referencing old table as old_rows' else '' end);
  end loop;
end
$$;

-- Keeps the rows of a list: makes the triggers on its base, and fills it with what is there.
create procedure pmp.keep_rows(list jsonb) language plpgsql as $make$
declare
  rows_name text := list->>'rows';
  key text := list->>'key';
  own jsonb := list->'own';
  dimensions jsonb := coalesce(list->'dimensions', '[]');
  dimension jsonb;
  every jsonb := own || coalesce((select jsonb_object_agg(pair.key, pair.value)
    from jsonb_array_elements(dimensions), jsonb_each(pmp.list_copies(value)) pair), '{}');
  -- The key, and what names dimensions: when one changes, so does what is copied from there.
  links text := concat_ws(', ', key, (select string_agg(own->>(value->>'by'), ', ')
    from jsonb_array_elements(dimensions) where own ? (value->>'by')));
  moved text := format('(select * from new_rows where %1$s in (select %1$s from
    (select %2$s from new_rows except select %2$s from old_rows) link)) moved', key, links);
  put text := format(E'  insert into %1$s (%2$s, %3$s) select own_key, %3$s
  from (select %2$s as own_key, %4$s from %%s) own%5$s
  on conflict (%2$s) do update set %6$s;\n', rows_name, key, pmp.list_columns(every, '%1$s'),
    pmp.list_columns(own, '%2$s as %1$s'),
    pmp.list_joins(dimensions, array(select jsonb_object_keys(own))),
    pmp.list_columns(every, '%1$s = excluded.%1$s'));
  hold text := format(E'  perform from %1$s kept where kept.%2$s in (%%s) order by kept.%2$s for update;\n',
    rows_name, key);
  remove text := format(E'  delete from %1$s kept where kept.%2$s in (%%s);\n', rows_name, key);
  own_put text := format(E'  update %1$s kept set %2$s
  from (select %3$s as own_key, %4$s from new_rows) own
  where kept.%3$s = own_key and (%5$s) is distinct from (%6$s);\n', rows_name,
    pmp.list_columns(own, '%1$s = own.%1$s'), key, pmp.list_columns(own, '%2$s as %1$s'),
    pmp.list_columns(own, 'kept.%1$s'), pmp.list_columns(own, 'own.%1$s'));
  old_keys text := format('select %s from old_rows', key);
  new_keys text := format('select %s from new_rows', key);
begin
  call pmp.list_triggers('pmp_' || split_part(rows_name, '.', 2), list->>'base', jsonb_build_object(
    'insert', E'begin\n' || pmp.list_holds(dimensions, own, 'new_rows') || format(put, 'new_rows'),
    'update', format(E'begin\n  if exists (select %1$s from new_rows except select %1$s from old_rows) then\n',
        links) || pmp.list_holds(dimensions, own, moved)
      || format(remove, old_keys || ' except ' || new_keys) || format(put, moved)
      || E'  end if;\n' || format(hold, new_keys) || own_put,
    'delete', E'begin\n' || format(hold, old_keys) || format(remove, old_keys),
    'truncate', format(E'begin\n  delete from %s;\n', rows_name)));
  for dimension in select value from jsonb_array_elements(dimensions) loop
    call pmp.follow_dimension(rows_name, key, dimensions, dimension);
  end loop;
  execute format(put, list->>'base');
end
$make$;

-- Makes the triggers on a table that rows of a list copy from.
create procedure pmp.follow_dimension(rows_name text, key text, dimensions jsonb, dimension jsonb)
language plpgsql as $make$
declare
  own jsonb := pmp.list_copies(dimension);
  id text := dimension->>'key';
  via text := dimension->>'by';
  of_table text := dimension->>'table';
  -- What a row of the dimension says: what rows must have at once, and what they may have later.
  at_once text := concat_ws(', ', id, pmp.list_columns(dimension->'columns', '%2$s as %1$s'));
  later text := concat_ws(', ', id, pmp.list_columns(dimension->'later', '%2$s as %1$s'));
  every jsonb := own;
  further jsonb;
  begins text := E'declare\n  changed text[];\nbegin\n  changed := array(%s);\n';
  follows text;
begin
  -- What is reached through this dimension changes with it.
  for further in select value from jsonb_array_elements(dimensions) loop
    if every ? (further->>'by') then every := every || pmp.list_copies(further); end if;
  end loop;
  follows := format(E'  if not exists (select from %1$s where %2$s = any(changed)) then return null; end if;\n',
      rows_name, via)
    || pmp.list_holds(dimensions, own, format('(select * from %s where %s = any(changed)) changed_rows',
      of_table, id))
    || format(E'  perform from %1$s kept where kept.%2$s = any(changed) order by kept.%3$s for update;
  update %1$s kept set %4$s
  from (select id as taken_id, %5$s from unnest(changed) id
    left join (select %6$s as own_key, %7$s from %8$s) own on own_key = id%9$s offset 0) taken
  where kept.%2$s = taken_id and (%10$s) is distinct from (%11$s);\n', rows_name, via, key,
    pmp.list_columns(every, '%1$s = taken.%1$s'), pmp.list_columns(every, '%1$s'), id,
    pmp.list_columns(own, '%2$s as %1$s'), of_table,
    pmp.list_joins(dimensions, array(select jsonb_object_keys(own))),
    pmp.list_columns(every, 'kept.%1$s'), pmp.list_columns(every, 'taken.%1$s'));
  call pmp.list_triggers(format('pmp_%s_of_%s', split_part(rows_name, '.', 2), split_part(of_table, '.', 2)),
    of_table, jsonb_build_object(
      'insert', format(begins, format('select %s from new_rows', id)) || follows,
      'update', format(begins, format('select %1$s from
    (select %2$s from new_rows except select %2$s from old_rows) became
    union select %1$s from (select %2$s from old_rows except select %2$s from new_rows) was', id, at_once))
        || format(E'  changed := changed || pmp.put_off(%1$L, %2$L, array(
    select %3$s from (select %4$s from new_rows except select %4$s from old_rows) became
    where %3$s <> all(changed)));
  if changed = ''{}'' then return null; end if;\n', rows_name, via, id, later) || follows,
      'delete', format(begins, format('select %s from old_rows', id)) || follows,
      'truncate', format(begins, format('select distinct %1$s from %2$s where %1$s is not null', via, rows_name))
        || follows));
  if dimension ? 'later' then call pmp.follow_later(rows_name, key, dimension); end if;
end
$make$;

-- Writes down changes that reach many rows, and gives back those that are to be made at once.
create function pmp.put_off(rows_name text, via text, changed text[]) returns text[] language plpgsql as $$
declare
  rows_at_once constant integer := pmp.rows_at_once();
  reached integer;
begin
  if changed = '{}' then return changed; end if;
  execute format('select count(*) from (select from %s where %I = any($1) limit $2) few', rows_name, via)
    into reached using changed, rows_at_once + 1;
  if reached <= rows_at_once then return changed; end if;
  insert into pmp.list_change (rows_name, via, value) select rows_name, via, unnest(changed);
  return '{}';
end
$$;

-- Makes what brings rows of one value up to date, some after each other: `reached` is the key of the last
-- one, null behind all; `is_current` then says whether all have what is there now. Whoever renames meanwhile
-- waits or is waited for, before any row of the list is held; a row that somebody else holds is left out, so
-- that nobody waits in a circle.
create procedure pmp.follow_later(rows_name text, key text, dimension jsonb) language plpgsql as $make$
declare
  later jsonb := dimension->'later';
  taken text := format('(select id as taken_id, %s from unnest(array[of_value]) id
    left join (select %s as own_key, %s from %s) own on own_key = id offset 0) taken',
    pmp.list_columns(later, '%1$s'), dimension->>'key', pmp.list_columns(later, '%2$s as %1$s'),
    dimension->>'table');
  is_stale text := format('kept.%s = taken_id and (%s) is distinct from (%s)', dimension->>'by',
    pmp.list_columns(later, 'kept.%1$s'), pmp.list_columns(later, 'taken.%1$s'));
begin
  execute format($create$create function pmp.%1$I(of_value text, behind text, most integer,
  out reached text, out is_current boolean) language plpgsql set search_path = pg_catalog, pg_temp as $body$
declare
  keys text[];
begin
  perform from %2$s held where held.%3$s = of_value for share;
  keys := array(select kept.%4$s from %5$s kept where kept.%6$s = of_value
    and kept.%4$s >= coalesce(behind, '') and kept.%4$s is distinct from behind
    order by kept.%6$s, kept.%4$s limit most for update skip locked);
  update %5$s kept set %7$s from %8$s where kept.%4$s = any(keys) and %9$s;
  reached := keys[cardinality(keys)];
  is_current := reached is null and not exists (select from %5$s kept, %8$s where %9$s);
end
$body$$create$, format('pmp_%s_later_%s', split_part(rows_name, '.', 2), dimension->>'by'), dimension->>'table',
    dimension->>'key', key, rows_name, dimension->>'by', pmp.list_columns(later, '%1$s = taken.%1$s'),
    taken, is_stale);
end
$make$;

-- Brings some more rows up to date with a change that was put off; the change is gone with the last of them.
-- False: nothing more is to be done now, because all have it or others hold what is left.
create function pmp.catch_up(change bigint, most integer) returns boolean language plpgsql as $$
declare
  put_off pmp.list_change;
  last_key text;
  is_done boolean;
begin
  select * into put_off from pmp.list_change where id = change for update skip locked;
  if not found then return false; end if;
  -- A later one brings what is there now to every row, too.
  delete from pmp.list_change earlier where earlier.id = change and exists (select from pmp.list_change later
    where (later.rows_name, later.via, later.value) = (put_off.rows_name, put_off.via, put_off.value)
      and later.id > change);
  if found then return false; end if;
  execute format('select * from pmp.%I($1, $2, $3)',
      format('pmp_%s_later_%s', split_part(put_off.rows_name, '.', 2), put_off.via))
    into last_key, is_done using put_off.value, put_off.reached, most;
  if is_done then
    delete from pmp.list_change where id = change;
  else
    update pmp.list_change set reached = last_key where id = change;
  end if;
  return last_key is not null;
end
$$;

-- Keeps how many rows of each kind a list has: `kinds` are columns of few values that `counts` has, too.
-- No two changes wait for each other: each takes a line of its kind that nobody holds, or adds one.
create procedure pmp.keep_counts(rows_name text, counts text, kinds text[]) language plpgsql as $make$
declare
  kind text := array_to_string(kinds, ', ');
  gained text := format('select %s, 1 as change from new_rows where is_listed', kind);
  lost text := format('select %s, -1 as change from old_rows where is_listed', kind);
  body text := format($body$declare
  changed record;
  -- In the stricter levels a line that changed since the transaction began would be an error.
  may_take constant boolean := current_setting('transaction_isolation') in ('read committed', 'read uncommitted');
begin
  for changed in select %1$s, sum(change) as change from (%%s) changes
    group by %1$s having sum(change) <> 0 loop
    if may_take then
      update %2$s counted set total = counted.total + changed.change
      where counted.id = (select known.id from %2$s known where %3$s limit 1 for update skip locked);
      continue when found;
    end if;
    insert into %2$s (%1$s, total) select %4$s, changed.change;
  end loop;
$body$, kind, counts, (select string_agg(format('known.%1$I = changed.%1$I', name), ' and ')
    from unnest(kinds) name), 'changed.' || array_to_string(kinds, ', changed.'));
begin
  call pmp.list_triggers('pmp_' || split_part(counts, '.', 2), rows_name, jsonb_build_object(
    'insert', format(body, gained), 'delete', format(body, lost),
    'update', format(body, gained || ' union all ' || lost),
    'truncate', format(E'begin\n  delete from %s;\n', counts)));
  execute format('insert into %1$s (%2$s, total) select %2$s, count(*) from %3$s where is_listed group by %2$s',
    counts, kind, rows_name);
end
$make$;

-- One index per order, for each kind of row, and one for the key alone; an order may say `collate` and
-- `nulls first`. Keys that are texts are compared by code point, so that equal rows have one order everywhere.
create procedure pmp.index_orders(rows_name text, key text, kinds text[], orders text[]) language plpgsql as $$
declare
  sorted text;
  whole_key text := key || (select case when attcollation <> 0 then ' collate "C"' else '' end
    from pg_attribute where attrelid = rows_name::regclass and attname = key);
begin
  foreach sorted in array orders || whole_key loop
    execute format('create index %I on %s (%s) where is_listed',
      regexp_replace(format('%s_by_%s', split_part(rows_name, '.', 2), sorted), '\W+', '_', 'g'), rows_name,
      array_to_string(kinds || sorted || nullif(whole_key, sorted), ', '));
  end loop;
end
$$;

-- Indexes for a part of a text, where the extension of migration 0008 is available.
create procedure pmp.index_parts(rows_name text, texts text[]) language plpgsql as $$
declare
  part text;
  home text := (select nspname from pg_extension join pg_namespace space on space.oid = extnamespace
    where extname = 'pg_trgm');
begin
  if home is null then return; end if;
  foreach part in array texts loop
    execute format('create index %I on %s using gin (lower(%I) %I.gin_trgm_ops) where is_listed',
      format('%s_part_%s', split_part(rows_name, '.', 2), part), rows_name, part, home);
  end loop;
end
$$;

-- Names by which lists are filtered where they are, with 0008's of policies.
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index if not exists pmp_partner_name_part on pms.partner using gin (lower(name) gin_trgm_ops);
    create index if not exists pmp_group_name_part on pms.policy_group using gin (lower(name) gin_trgm_ops);
  end if;
end
$$;

-- API keys of partners of every type.
create table pmp.api_key_row (
  policy_api_key varchar(128) primary key,
  part_id varchar(36) not null,
  part_order text collate "C" not null,
  partner_type varchar(36),
  org_order text collate "C",
  policy_id varchar(36) not null,
  policy_order text collate "C",
  policy_group_id varchar(36),
  group_order text collate "C",
  label varchar(36) not null,
  label_order text collate "C" not null,
  status varchar(16) not null,
  created_at timestamp not null,
  valid_to timestamp,
  is_listed boolean not null generated always as
    (partner_type is not null and policy_group_id is not null) stored
);
create table pmp.api_key_count (
  id bigint generated always as identity primary key,
  status varchar(16) not null,
  partner_type varchar(36) not null,
  total bigint not null
);

call pmp.keep_rows($${
  "rows": "pmp.api_key_row", "base": "pms.partner_policy", "key": "policy_api_key",
  "own": {
    "part_id": "part_id", "part_order": "pmp.sort_key(part_id)", "policy_id": "policy_id",
    "label": "label", "label_order": "pmp.sort_key(label)", "created_at": "cr_dtimes",
    "valid_to": "valid_to_datetime",
    "status": "case when is_active then 'activated' else 'deactivated' end"
  },
  "dimensions": [
    {"table": "pms.partner", "key": "id", "by": "part_id", "columns": {
      "partner_type": "partner_type_code"}, "later": {"org_order": "pmp.sort_key(name)"}},
    {"table": "pms.auth_policy", "key": "id", "by": "policy_id", "columns": {
      "policy_group_id": "policy_group_id"}, "later": {"policy_order": "pmp.sort_key(name)"}},
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "later": {
      "group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.api_key_row', 'pmp.api_key_count', '{status, partner_type}');

-- By each column that can be sorted, for each status and type of partner.
call pmp.index_orders('pmp.api_key_row', 'policy_api_key', '{status, partner_type}',
  '{created_at, part_order, org_order, policy_order, group_order, label_order, valid_to}');
-- Those of a partner, those that copy from a policy or a group, and those that end soon.
create index api_key_row_partner on pmp.api_key_row (part_id, policy_api_key);
create index api_key_row_policy on pmp.api_key_row (policy_id, policy_api_key);
create index api_key_row_group on pmp.api_key_row (policy_group_id, policy_api_key);
create index api_key_row_ending on pmp.api_key_row (valid_to) where is_listed;
call pmp.index_parts('pmp.api_key_row', '{part_id, label}');

-- Requests for policies.
create table pmp.policy_request_row (
  id varchar(36) primary key,
  part_id varchar(36) not null,
  part_order text collate "C" not null,
  partner_type varchar(36),
  type_order text collate "C",
  org_order text collate "C",
  policy_id varchar(36) not null,
  policy_id_order text collate "C" not null,
  policy_order text collate "C",
  policy_group_id varchar(36),
  group_order text collate "C",
  detail varchar(4000) not null,
  detail_order text collate "C" not null,
  status varchar(36) not null,
  created_at timestamp not null,
  is_listed boolean not null generated always as (partner_type is not null and policy_group_id is not null) stored
);
create table pmp.policy_request_count (
  id bigint generated always as identity primary key,
  status varchar(36) not null,
  total bigint not null
);

-- The state that a stored word means, also in the spelling of older data; another word is one of its own.
create function pmp.request_state(word varchar) returns varchar
language sql immutable parallel safe as $$
  select case lower(word) when 'inprogress' then 'InProgress' when 'approved' then 'approved'
    when 'activated' then 'approved' when 'rejected' then 'rejected' else word end
$$;

call pmp.keep_rows($${
  "rows": "pmp.policy_request_row", "base": "pms.partner_policy_request", "key": "id",
  "own": {
    "part_id": "part_id", "part_order": "pmp.sort_key(part_id)", "policy_id": "policy_id",
    "policy_id_order": "pmp.sort_key(policy_id)", "detail": "request_detail",
    "detail_order": "pmp.sort_key(request_detail)", "created_at": "cr_dtimes",
    "status": "pmp.request_state(status_code)"
  },
  "dimensions": [
    {"table": "pms.partner", "key": "id", "by": "part_id", "columns": {
      "partner_type": "partner_type_code", "type_order": "pmp.sort_key(partner_type_code)"},
      "later": {"org_order": "pmp.sort_key(name)"}},
    {"table": "pms.auth_policy", "key": "id", "by": "policy_id", "columns": {
      "policy_group_id": "policy_group_id"}, "later": {"policy_order": "pmp.sort_key(name)"}},
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "later": {
      "group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.policy_request_row', 'pmp.policy_request_count', '{status}');
call pmp.index_orders('pmp.policy_request_row', 'id', '{status}',
  '{created_at, part_order, type_order, org_order, policy_id_order, policy_order, group_order, detail_order}');
create index policy_request_row_partner on pmp.policy_request_row (part_id, id);
create index policy_request_row_policy on pmp.policy_request_row (policy_id, id);
create index policy_request_row_group on pmp.policy_request_row (policy_group_id, id);
call pmp.index_parts('pmp.policy_request_row',
  '{part_id, partner_type, policy_id, detail}');
