-- Filters that many rows match, whose totals are kept, too (0027): how many listed rows have each value of a
-- column, and each day of an instant.
set local maintenance_work_mem = '256MB';

-- Keeps for each kind how many listed rows have each value of some columns, and each day of some instants, in
-- a table that it makes: `name` is the column; a value has the day -infinity, a day has the value ''. As in
-- keep_counts, changes do not wait for each other. `forms` are functions by which values are compared.
create procedure pmp.keep_tallies(rows_name text, tallies text, kinds text[], columns text[], instants text[],
  forms text[] default '{}') language plpgsql as $make$
declare
  short_name text := split_part(tallies, '.', 2);
  form text;
  kind text := array_to_string(kinds, ', ');
  lines text := (select string_agg(line, ', ') from (
    select format('(%1$L, kept.%1$I::text, date ''-infinity'')', name) as line from unnest(columns) name
    union all
    select format('(%1$L, '''', kept.%1$I::date)', name) from unnest(instants) name) every_line);
  -- `%1$s` is what each row counts for, `%2$s` where the rows are.
  counted text := format('select line.name, line.value, line.day, %s, %%1$s as change
    from %%2$s kept cross join lateral (values %s) line (name, value, day)
    where kept.is_listed and line.value is not null and line.day is not null',
    (select string_agg(format('kept.%I', name), ', ') from unnest(kinds) name), lines);
  body text := format($body$declare
  -- In the stricter levels a line that changed since the transaction began would be an error.
  may_take constant boolean := current_setting('transaction_isolation') in ('read committed', 'read uncommitted');
begin
  with changed as (
    select name, value, day, %1$s, sum(change)::bigint as change from (%%s) every_change
    group by name, value, day, %1$s having sum(change) <> 0
  ), line as (
    select changed.*, known.id, known.total + changed.change as total from changed left join lateral (
      select kept.id, kept.total from %2$s kept
      where may_take and kept.name = changed.name and kept.value = changed.value and kept.day = changed.day
        and %3$s limit 1 for update skip locked) known on true
  ), taken as (
    update %2$s kept set total = line.total from line where kept.id = line.id and line.total <> 0
  ), emptied as (
    delete from %2$s kept using line where kept.id = line.id and line.total = 0
  )
  insert into %2$s (name, value, day, %1$s, total)
  select name, value, day, %1$s, change from line where id is null;
$body$, kind, tallies,
    (select string_agg(format('kept.%1$I = changed.%1$I', name), ' and ') from unnest(kinds) name));
  gained text := format(counted, '1', 'new_rows');
  lost text := format(counted, '-1', 'old_rows');
begin
  execute format('create table %s (id bigint generated always as identity primary key, name text not null,
    value text collate "C" not null, day date not null, %s, total bigint not null)', tallies,
    (select string_agg(format('%I %s not null', attname, format_type(atttypid, atttypmod)), ', '
      order by array_position(kinds, attname::text))
     from pg_attribute where attrelid = rows_name::regclass and attname = any(kinds)));
  call pmp.list_triggers('pmp_' || short_name, rows_name, jsonb_build_object(
    'insert', format(body, gained), 'delete', format(body, lost),
    'update', format(body, gained || ' union all ' || lost),
    'truncate', format(E'begin\n  delete from %s;\n', tallies)));
  execute format('insert into %1$s (name, value, day, %2$s, total)
    select name, value, day, %2$s, sum(change) from (%3$s) every_row group by name, value, day, %2$s',
    tallies, kind, format(counted, '1', rows_name));
  execute format('create index %I on %s (name, value, day, %s)', short_name || '_line', tallies, kind);
  foreach form in array forms loop
    execute format('create index %I on %s (name, %s(value)) where value <> ''''',
      short_name || '_' || regexp_replace(form, '\W+', '_', 'g'), tallies, form);
  end loop;
end
$make$;

-- Whether two schemas are equal without letter case; a row has the start of its schema.
create function pmp.schema_hash(word text) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(lower(word), 'UTF8')), 'hex')
$$;
alter table pmp.searched_policy_row add column schema_hash text collate "C"
  generated always as (pmp.schema_hash(schema_start)) stored;
create index searched_policy_row_by_schema_hash on pmp.searched_policy_row
  (policy_type, is_active, schema_hash, id collate "C") where is_listed;
create index searched_policy_row_by_group on pmp.searched_policy_row
  (policy_type, is_active, policy_group_id collate "C", id collate "C") where is_listed;

-- V1 searches of policies, groups and partners.
call pmp.keep_tallies('pmp.searched_policy_row', 'pmp.searched_policy_tally', '{policy_type, is_active}',
  '{version, schema_hash, policy_group_id, is_deleted, created_by, updated_by}',
  '{valid_from, valid_till, updated_at}', '{lower, pmp.user_id_key}');
call pmp.keep_tallies('pmp.searched_group_row', 'pmp.searched_group_tally', '{is_active}',
  '{user_id, is_deleted, created_by, updated_by}', '{created_at, updated_at, deleted_at}',
  '{lower, pmp.user_id_key}');
call pmp.keep_tallies('pmp.partner_row', 'pmp.partner_tally',
  '{partner_type, approval_status, is_active, has_certificate}',
  '{policy_group_id, lang_code, user_id, is_deleted, created_by, updated_by}', '{}',
  '{lower, pmp.user_id_key}');

-- Keys and licences that end soon; requests by the type of their partner.
call pmp.keep_tallies('pmp.api_key_row', 'pmp.api_key_tally', '{status, partner_type}', '{}', '{valid_to}');
call pmp.keep_tallies('pmp.misp_licence_row', 'pmp.misp_licence_tally', '{is_active}', '{}', '{expires_at}');
call pmp.keep_tallies('pmp.policy_request_row', 'pmp.policy_request_tally', '{status}', '{partner_type}', '{}');
create index policy_request_row_by_partner_type on pmp.policy_request_row
  (status, partner_type collate "C", id collate "C") where is_listed;
-- Each of them has what it says in front, for each kind, in an index of its order.
drop index pmp.api_key_row_ending;
drop index pmp.misp_licence_row_expiry;
drop index pmp.partner_row_created;
drop index pmp.partner_row_updated;

-- Audit entries between two instants: what 0042 counted by day.
call pmp.keep_tallies('pmp.audit_entry', 'pmp.audit_tally', '{outcome, action}', '{}', '{at}');
drop function pmp.pmp_audit_day_count_insert, pmp.pmp_audit_day_count_update,
  pmp.pmp_audit_day_count_delete, pmp.pmp_audit_day_count_truncate cascade;
drop table pmp.audit_day_count;
alter table pmp.audit_entry drop column day;

-- Changes of what approved requests gave.
alter table pmp.mapping_change add column is_listed boolean not null default true;
create table pmp.mapping_change_count (
  id bigint generated always as identity primary key,
  status varchar(16) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.mapping_change', 'pmp.mapping_change_count', '{status}');
call pmp.index_orders('pmp.mapping_change', 'id', '{status}', '{requested_at}');
drop index pmp.mapping_change_status;
drop index pmp.mapping_change_newest;
