-- Ids of partners and names of accounts are compared as user ids are: `pmp.user_id_key` alone decides.
-- lower() made one letter of several, and others in each locale.

-- NFC makes a K of the Kelvin sign, so a name that has one is compared as it stands.
create or replace function pmp.user_id_key(user_id varchar) returns text
language sql immutable parallel safe as $$
  select case when strpos(user_id, U&'\212A') > 0 then user_id::text
    else lower(normalize(user_id, NFC) collate "C") end
$$;
reindex index pmp.person_user_id;
reindex index pmp.arrival_user_name;
reindex index pmp.invitation_user_id;
reindex index pms.pmp_partner_user_key;

-- Whether a partner id is taken, and the search by a whole id.
create index if not exists pmp_partner_id_key on pms.partner (pmp.user_id_key(id));
drop index if exists pms.pmp_partner_id;
-- pmp_partner_user_key serves the partners of a user.
drop index if exists pms.pmp_partner_user;

-- One account of a name.
create unique index if not exists account_user_name on pmp.account (pmp.user_id_key(username));
drop index if exists pmp.account_username;

-- Who has given consent.
create index if not exists pmp_user_details_user_key on pms.user_details (pmp.user_id_key(user_id));
drop index if exists pms.pmp_user_details_user;

-- The views of a user on a list; saves of both follow each other.
create index if not exists saved_view_user on pmp.saved_view (pmp.user_id_key(user_name), list);
