-- Lists of persons, and of audit entries between two instants, whose totals are kept (0027).
set local maintenance_work_mem = '256MB';

-- User ids of partners and persons, as they are compared, and whether a person owns each. A partner and a
-- person who comes at the same time meet at this row, so that neither overlooks the other.
create table pmp.user_key (
  user_key text primary key,
  is_owned boolean not null
);
insert into pmp.user_key (user_key, is_owned)
  select named.user_key, bool_or(named.is_owned) from (
    select pmp.user_id_key(user_id) as user_key, false as is_owned from pms.partner
    union all select pmp.user_id_key(user_id), true from pmp.person) named
  group by 1;

-- Runs before the trigger that copies from it: triggers of a table fire in the order of their names.
call pmp.list_triggers('pmp_a_user_key', 'pms.partner', jsonb_build_object(
  'insert', $$begin
  insert into pmp.user_key (user_key, is_owned)
  select distinct pmp.user_id_key(user_id), false from new_rows order by 1 on conflict do nothing;
$$, 'update', $$begin
  insert into pmp.user_key (user_key, is_owned)
  select pmp.user_id_key(user_id), false from (
    select user_id from new_rows except select user_id from old_rows) named
  group by 1 order by 1 on conflict do nothing;
$$));
call pmp.list_triggers('pmp_user_key', 'pmp.person', jsonb_build_object(
  'insert', $$begin
  insert into pmp.user_key (user_key, is_owned)
  select pmp.user_id_key(user_id), true from new_rows order by 1
  on conflict (user_key) do update set is_owned = true;
$$, 'update', $$begin
  update pmp.user_key named set is_owned = false where named.user_key in (
    select pmp.user_id_key(user_id) from old_rows except select pmp.user_id_key(user_id) from new_rows);
  insert into pmp.user_key (user_key, is_owned)
  select pmp.user_id_key(user_id), true from (
    select user_id from new_rows except select user_id from old_rows) named order by 1
  on conflict (user_key) do update set is_owned = true;
$$, 'delete', $$begin
  update pmp.user_key named set is_owned = false where named.user_key in (
    select pmp.user_id_key(user_id) from old_rows);
$$, 'truncate', $$begin
  update pmp.user_key named set is_owned = false where named.is_owned;
$$));

-- Partners without an owner.
create table pmp.unclaimed_row (
  id varchar(36) primary key,
  id_order text collate "C" not null,
  name varchar(128) not null,
  name_order text collate "C" not null,
  user_key text not null,
  is_owned boolean,
  is_active boolean not null,
  created_at timestamp not null,
  is_deleted boolean,
  is_listed boolean not null generated always as
    (is_deleted is not true and is_owned is not true) stored
);
create table pmp.unclaimed_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.unclaimed_row", "base": "pms.partner", "key": "id",
  "own": {
    "id_order": "pmp.sort_key(id)", "name": "name", "name_order": "pmp.sort_key(name)",
    "user_key": "pmp.user_id_key(user_id)", "is_active": "is_active", "created_at": "cr_dtimes",
    "is_deleted": "is_deleted"
  },
  "dimensions": [
    {"table": "pmp.user_key", "key": "user_key", "by": "user_key", "columns": {"is_owned": "is_owned"}}
  ]
}$$);
call pmp.keep_counts('pmp.unclaimed_row', 'pmp.unclaimed_count', '{is_active}');
call pmp.index_orders('pmp.unclaimed_row', 'id', '{is_active}', '{created_at, id_order, name_order}');
call pmp.index_parts('pmp.unclaimed_row', '{id, name}');
create index unclaimed_row_user on pmp.unclaimed_row (user_key);

-- Arrivals. A `sub` is unique at its issuer only, so that each has a number.
alter table pmp.arrival add column id bigint generated always as identity unique,
  add column is_listed boolean not null default true,
  add column user_order text collate "C" not null generated always as (pmp.sort_key(user_name)) stored;
create table pmp.arrival_count (
  id bigint generated always as identity primary key,
  meets varchar(16) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.arrival', 'pmp.arrival_count', '{meets}');
call pmp.index_orders('pmp.arrival', 'id', '{meets}', '{arrived_at, user_order}');
call pmp.index_parts('pmp.arrival', '{user_name}');
drop index if exists pmp.arrival_arrived;

-- How many audit entries there are of each day: a total between two instants adds days, and counts rows
-- in the first and the last of them alone.
alter table pmp.audit_entry add column day date not null generated always as (at::date) stored;
create table pmp.audit_day_count (
  id bigint generated always as identity primary key,
  day date not null,
  outcome varchar(16) not null,
  action varchar(64) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.audit_entry', 'pmp.audit_day_count', '{day, outcome, action}');
create index audit_day_count_of_day on pmp.audit_day_count (day, outcome, action);
