-- Whether eSignet holds an OIDC client as it is wanted; beside the client's own status.

create table if not exists pmp.client_registration (
  client_id varchar(100) primary key,
  state varchar(16) not null
    check (state in ('registering', 'registered', 'refused', 'deactivating', 'deactivated')),
  -- Counts changes, so that the answer to an earlier one says nothing about the last.
  version integer not null,
  -- Tries since the last change, and what came of the last of them, in a word without eSignet's texts.
  attempts integer not null default 0,
  reason varchar(64),
  -- What was refused: [{field, code}].
  refusals jsonb not null default '[]',
  changed_at timestamp not null,
  -- When eSignet last confirmed that it holds the client; null: never.
  confirmed_at timestamp
);
