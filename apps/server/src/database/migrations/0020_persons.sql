-- Who is who: a person is an issuer and a `sub`, bound to one user id; a name alone owns nothing.

-- The form in which user ids are compared: ASCII letters without their case, all else exactly, in NFC.
create or replace function pmp.user_id_key(user_id varchar) returns text
language sql immutable parallel safe as $$ select lower(normalize(user_id, NFC) collate "C") $$;

create table pmp.person (
  -- `embedded` for the provider of the product, whose address may change.
  issuer varchar(512) not null,
  sub varchar(255) not null,
  user_id varchar(256) not null,
  bound_how varchar(16) not null
    check (bound_how in ('registered', 'invited', 'handed_over', 'upgraded')),
  bound_by varchar(256) not null,
  bound_at timestamp not null,
  primary key (issuer, sub)
);
-- One person at most is bound to a user id.
create unique index person_user_id on pmp.person (pmp.user_id_key(user_id));
-- The list of persons, newest first.
create index person_bound on pmp.person (bound_at desc, user_id);

-- Signed-in people whose user name belongs to another person, or to a partner that nobody has claimed.
create table pmp.arrival (
  issuer varchar(512) not null,
  sub varchar(255) not null,
  user_name varchar(256) not null,
  email varchar(254),
  is_email_verified boolean not null,
  meets varchar(16) not null check (meets in ('person', 'partner')),
  arrived_at timestamp not null,
  primary key (issuer, sub)
);
-- Who arrived under a name; and the list, newest first.
create index arrival_user_name on pmp.arrival (pmp.user_id_key(user_name));
create index arrival_arrived on pmp.arrival (arrived_at desc, sub);

-- Links with which one person, once, becomes the owner of a user id. Used ones are deleted.
create table pmp.invitation (
  token_hash varchar(64) primary key,
  user_id varchar(256) not null,
  invited_by varchar(256) not null,
  invited_at timestamp not null,
  expires_at timestamp not null
);
create unique index invitation_user_id on pmp.invitation (pmp.user_id_key(user_id));

-- The partners of a user.
create index if not exists pmp_partner_user_key on pms.partner (pmp.user_id_key(user_id));

-- Partners from before persons were known. Reference rows belong to nobody.
create table pmp.partner_before_persons (partner_id varchar(36) primary key);
insert into pmp.partner_before_persons
  select id from pms.partner
  where cr_by <> 'superadmin' and id <> 'MOSIP.PROXY.SBI' and id not like 'mpartner-default-%';

-- Accounts of the embedded provider own what they registered themselves: the partner names them as
-- its creator. A partner that an administrator made under the name of an account waits.
insert into pmp.person (issuer, sub, user_id, bound_how, bound_by, bound_at)
  select 'embedded', account.id::text, account.username, 'upgraded', 'SYSTEM', now() at time zone 'utc'
  from pmp.account account
  where exists (select 1 from pms.partner
    where user_id = account.username and cr_by = account.username);
