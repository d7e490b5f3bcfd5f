-- What keeps the list of policies as fast over many policies as over few.

-- How many policies there are of each type and state; deleted ones and those without group, which no
-- list shows, do not count. Kept by triggers, so that writes of upstream's own service count too.
create table pmp.policy_count (
  policy_type varchar(36) not null,
  status varchar(16) not null,
  total bigint not null,
  primary key (policy_type, status)
);

-- One row of a list: its type and state, or nothing.
create function pmp.policy_status(policy_schema varchar, is_active boolean) returns varchar
language sql immutable as $$
  select case when policy_schema is null then 'draft' when is_active then 'activated'
    else 'deactivated' end::varchar
$$;

create function pmp.count_policies() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into pmp.policy_count as known (policy_type, status, total)
    select policy_type, pmp.policy_status(policy_schema, is_active), count(*) from new_rows
    where is_deleted is not true and policy_group_id is not null
    group by 1, 2 order by 1, 2
    on conflict (policy_type, status) do update set total = known.total + excluded.total;
  elsif tg_op = 'DELETE' then
    insert into pmp.policy_count as known (policy_type, status, total)
    select policy_type, pmp.policy_status(policy_schema, is_active), -count(*) from old_rows
    where is_deleted is not true and policy_group_id is not null
    group by 1, 2 order by 1, 2
    on conflict (policy_type, status) do update set total = known.total + excluded.total;
  else
    -- In one order, so that two changes at once do not wait for each other in a circle.
    insert into pmp.policy_count as known (policy_type, status, total)
    select policy_type, status, sum(change) from (
      select policy_type, pmp.policy_status(policy_schema, is_active) as status, 1 as change
      from new_rows where is_deleted is not true and policy_group_id is not null
      union all
      select policy_type, pmp.policy_status(policy_schema, is_active), -1
      from old_rows where is_deleted is not true and policy_group_id is not null) changes
    group by 1, 2 having sum(change) <> 0 order by 1, 2
    on conflict (policy_type, status) do update set total = known.total + excluded.total;
  end if;
  return null;
end
$$;

drop trigger if exists pmp_count_inserted on pms.auth_policy;
create trigger pmp_count_inserted after insert on pms.auth_policy
  referencing new table as new_rows for each statement execute function pmp.count_policies();
drop trigger if exists pmp_count_deleted on pms.auth_policy;
create trigger pmp_count_deleted after delete on pms.auth_policy
  referencing old table as old_rows for each statement execute function pmp.count_policies();
drop trigger if exists pmp_count_updated on pms.auth_policy;
create trigger pmp_count_updated after update on pms.auth_policy
  referencing new table as new_rows old table as old_rows
  for each statement execute function pmp.count_policies();

insert into pmp.policy_count (policy_type, status, total)
select policy_type, pmp.policy_status(policy_schema, is_active), count(*) from pms.auth_policy
where is_deleted is not true and policy_group_id is not null
group by 1, 2;

-- The list of policies: newest first, and by each column that can be sorted.
create index if not exists pmp_policy_list_created on pms.auth_policy (cr_dtimes desc, id)
  where is_deleted is not true;
create index if not exists pmp_policy_list_name on pms.auth_policy (name, id)
  where is_deleted is not true;
create index if not exists pmp_policy_list_description on pms.auth_policy (descr, id)
  where is_deleted is not true;
create index if not exists pmp_policy_list_group on pms.auth_policy (policy_group_id, id)
  where is_deleted is not true;
create index if not exists pmp_policy_list_status
  on pms.auth_policy (pmp.policy_status(policy_schema, is_active), id) where is_deleted is not true;
-- The policies of a state, newest first.
create index if not exists pmp_policy_list_of_status on pms.auth_policy
  (pmp.policy_status(policy_schema, is_active), cr_dtimes desc, id) where is_deleted is not true;
drop index if exists pms.pmp_policy_created;

-- Filters for a part of a text. Without the extension, which a database server may refuse, they
-- read the whole table.
do $$
begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'pg_trgm is not available: filters for a part of a text will be slower';
end
$$;
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index if not exists pmp_policy_name_part on pms.auth_policy using gin (lower(name) gin_trgm_ops);
    create index if not exists pmp_policy_description_part on pms.auth_policy
      using gin (lower(descr) gin_trgm_ops);
  end if;
end
$$;
