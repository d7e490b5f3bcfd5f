-- What is asked and answered while a policy request waits, and which request takes up a refused one. The
-- rows go with their request, whose id may come again after programs that delete requests.

create table if not exists pmp.policy_request_message (
  id bigint generated always as identity primary key,
  request_id varchar(36) not null references pms.partner_policy_request (id) on delete cascade,
  -- Of those who decide, or of the partner.
  side varchar(16) not null check (side in ('administrator', 'partner')),
  author varchar(256) not null,
  text varchar(2000) not null,
  written_at timestamp not null
);
-- The conversation on a request, and its last message.
create index if not exists policy_request_message_request on pmp.policy_request_message (request_id, id);

create table if not exists pmp.policy_request_successor (
  request_id varchar(36) primary key references pms.partner_policy_request (id) on delete cascade,
  previous_id varchar(36) not null unique references pms.partner_policy_request (id) on delete cascade
);
