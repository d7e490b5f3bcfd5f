-- Messages of the outbox leave: in order for each subject, once over all replicas (decision 33).

-- Whoever has no destination waits, and costs whoever delivers nothing. Rows that are there already are
-- numbered as they lie, which is as they were written: nothing has changed one yet.
alter table pmp.outbox_message
  add column if not exists sequence bigint generated always as identity,
  add column if not exists destination varchar(32),
  -- Somebody is delivering it until then; `attempts` counts claims, so that nobody records for another.
  add column if not exists claimed_until timestamp,
  -- How it ended, at `delivered_at`.
  add column if not exists outcome varchar(16);
alter table pmp.outbox_message drop constraint if exists outbox_message_kind_check;
alter table pmp.outbox_message add constraint outbox_message_kind_check
  check (kind in ('event', 'mail', 'registration'));
update pmp.outbox_message set outcome = 'delivered' where delivered_at is not null and outcome is null;
alter table pmp.outbox_message drop constraint if exists outbox_message_outcome_check;
alter table pmp.outbox_message add constraint outbox_message_outcome_check
  check ((outcome is null) = (delivered_at is null) and outcome in ('delivered', 'refused'));

-- What is due for a destination, and what waits before it for the same subject.
create index if not exists outbox_message_due
  on pmp.outbox_message (destination, available_at, sequence)
  where delivered_at is null and destination is not null;
create index if not exists outbox_message_of_subject
  on pmp.outbox_message (destination, ordering_key, sequence)
  where delivered_at is null and destination is not null;
-- Nothing asked for it.
drop index if exists pmp.outbox_message_waiting;
