-- Changes of what an approved policy request gave: what is to be in force instead, once an administrator
-- approves. In a table of ours, because upstream takes a pending request for one of a new policy.

create table if not exists pmp.mapping_change (
  id varchar(36) primary key,
  request_id varchar(36) not null references pms.partner_policy_request (id) on delete cascade,
  reason varchar(500) not null,
  -- The whole of it: {extractors, credentialTypes}; and what was in force when it was asked for.
  wanted jsonb not null,
  previous jsonb not null,
  status varchar(16) not null default 'InProgress' check (status in ('InProgress', 'approved', 'rejected')),
  requested_by varchar(256) not null,
  requested_at timestamp not null,
  decided_by varchar(256),
  decided_at timestamp,
  decision_reason varchar(500)
);
-- One waits at a time, for each request.
create unique index if not exists mapping_change_open on pmp.mapping_change (request_id)
  where status = 'InProgress';
-- Those of a request; and the list of administrators, by status and newest first.
create index if not exists mapping_change_request on pmp.mapping_change (request_id, requested_at desc);
create index if not exists mapping_change_status on pmp.mapping_change (status, requested_at desc, id);
create index if not exists mapping_change_newest on pmp.mapping_change (requested_at desc, id);
