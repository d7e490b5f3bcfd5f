-- The lists of audit entries and of outbox messages, page by page with sort and filters.

-- Newest first, alone or between two instants; refusals are few.
create index if not exists audit_entry_newest on pmp.audit_entry (at desc, id);
create index if not exists audit_entry_refused on pmp.audit_entry (at desc, id)
  where outcome = 'refused';
-- By person and by kind.
create index if not exists audit_entry_by_actor on pmp.audit_entry (actor, id);
create index if not exists audit_entry_by_action on pmp.audit_entry (action, id);

-- Newest first, all or those that wait, and by topic.
create index if not exists outbox_message_newest on pmp.outbox_message (created_at desc, id);
drop index if exists pmp.outbox_message_created;
create index if not exists outbox_message_waiting_newest on pmp.outbox_message (created_at desc, id)
  where delivered_at is null;
create index if not exists outbox_message_by_topic on pmp.outbox_message (topic, id);

-- A part of a user name, of an action or of a topic.
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index if not exists audit_entry_actor_part on pmp.audit_entry
      using gin (lower(actor) gin_trgm_ops);
    create index if not exists audit_entry_action_part on pmp.audit_entry
      using gin (lower(action) gin_trgm_ops);
    create index if not exists outbox_message_topic_part on pmp.outbox_message
      using gin (lower(topic) gin_trgm_ops);
  end if;
end
$$;
