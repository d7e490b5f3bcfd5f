-- Certificates that no longer count, the lists that say so, and a trust store list that stays fast.

-- Who was revoked by an administrator; a lifted hold leaves no row, its story is in the audit trail.
create table pmp.revocation (
  kind varchar(16) not null check (kind in ('authority', 'partner')),
  -- Row of keymgr.ca_cert_store or keymgr.partner_cert_store.
  cert_id varchar(36) not null,
  partner_domain varchar(36) not null,
  -- Of the uploaded certificate, as that row has it: it stays refused when the row is gone.
  thumbprint varchar(100) not null,
  -- The MOSIP-signed certificate of a partner, and the key generation that signed it, if it is ours.
  signed_thumbprint varchar(100),
  signed_serial varchar(50),
  signed_not_after timestamp,
  signer_id varchar(36),
  reason varchar(32) not null,
  remark varchar(500),
  revoked_by varchar(256) not null,
  revoked_at timestamp not null,
  primary key (kind, cert_id)
);
-- Whether certificates on a path are revoked in a domain.
create index revocation_thumbprint on pmp.revocation (partner_domain, thumbprint);
create index revocation_signed on pmp.revocation (partner_domain, signed_thumbprint)
  where signed_thumbprint is not null;
-- The entries of the list of a signer.
create index revocation_signer on pmp.revocation (signer_id, signed_not_after)
  where signer_id is not null;

-- The newest list of a certificate authority, uploaded or fetched from its address.
create table pmp.authority_crl (
  -- SHA-256 over name and public key: a list counts for every certificate of both.
  authority_key char(64) primary key,
  -- One of these certificates, for verifying what is fetched.
  certificate text not null,
  url varchar(2000),
  der bytea,
  -- Decimal digits; up to 20 octets.
  crl_number varchar(50),
  this_update timestamp,
  next_update timestamp,
  revoked_count integer,
  stored_by varchar(256),
  stored_at timestamp,
  -- The last attempt to fetch it, and why it failed.
  tried_at timestamp,
  failure varchar(500)
);
-- Lists to fetch, those that were not tried for longest first.
create index authority_crl_due on pmp.authority_crl (tried_at nulls first) where url is not null;

-- The list that each key generation of ours published last; its number never goes back.
create table pmp.issued_crl (
  signer_id varchar(36) primary key,
  crl_number bigint not null,
  this_update timestamp not null,
  next_update timestamp not null,
  revoked_count integer not null,
  der bytea not null
);

-- Root or intermediate; in rows from before that column a root is its own issuer.
create function pmp.ca_type(ca_cert_type varchar, issuer_id varchar, cert_id varchar) returns varchar
language sql immutable as $$
  select coalesce(ca_cert_type, case when issuer_id = cert_id then 'ROOT' else 'INTERMEDIATE' end)
$$;

-- How many trust certificates there are of each domain and type. Kept by triggers, so that writes of
-- upstream's own service count too.
create table pmp.trust_count (
  partner_domain varchar(36) not null,
  ca_type varchar(25) not null,
  total bigint not null,
  primary key (partner_domain, ca_type)
);

create function pmp.count_trust() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into pmp.trust_count as known (partner_domain, ca_type, total)
    select coalesce(partner_domain, ''), pmp.ca_type(ca_cert_type, issuer_id, cert_id), count(*)
    from new_rows where is_deleted is not true
    group by 1, 2 order by 1, 2
    on conflict (partner_domain, ca_type) do update set total = known.total + excluded.total;
  elsif tg_op = 'DELETE' then
    insert into pmp.trust_count as known (partner_domain, ca_type, total)
    select coalesce(partner_domain, ''), pmp.ca_type(ca_cert_type, issuer_id, cert_id), -count(*)
    from old_rows where is_deleted is not true
    group by 1, 2 order by 1, 2
    on conflict (partner_domain, ca_type) do update set total = known.total + excluded.total;
  else
    -- In one order, so that two changes at once do not wait for each other in a circle.
    insert into pmp.trust_count as known (partner_domain, ca_type, total)
    select partner_domain, ca_type, sum(change) from (
      select coalesce(partner_domain, '') as partner_domain,
        pmp.ca_type(ca_cert_type, issuer_id, cert_id) as ca_type, 1 as change
      from new_rows where is_deleted is not true
      union all
      select coalesce(partner_domain, ''), pmp.ca_type(ca_cert_type, issuer_id, cert_id), -1
      from old_rows where is_deleted is not true) changes
    group by 1, 2 having sum(change) <> 0 order by 1, 2
    on conflict (partner_domain, ca_type) do update set total = known.total + excluded.total;
  end if;
  return null;
end
$$;

drop trigger if exists pmp_count_inserted on keymgr.ca_cert_store;
create trigger pmp_count_inserted after insert on keymgr.ca_cert_store
  referencing new table as new_rows for each statement execute function pmp.count_trust();
drop trigger if exists pmp_count_deleted on keymgr.ca_cert_store;
create trigger pmp_count_deleted after delete on keymgr.ca_cert_store
  referencing old table as old_rows for each statement execute function pmp.count_trust();
drop trigger if exists pmp_count_updated on keymgr.ca_cert_store;
create trigger pmp_count_updated after update on keymgr.ca_cert_store
  referencing new table as new_rows old table as old_rows
  for each statement execute function pmp.count_trust();

insert into pmp.trust_count (partner_domain, ca_type, total)
select coalesce(partner_domain, ''), pmp.ca_type(ca_cert_type, issuer_id, cert_id), count(*)
from keymgr.ca_cert_store where is_deleted is not true
group by 1, 2;

-- The trust store list: oldest upload first, and by each column that can be sorted. Where many rows
-- are equal, each direction has an index of its own, because the id always rises.
create index if not exists pmp_trust_created on keymgr.ca_cert_store (cr_dtimes, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_subject on keymgr.ca_cert_store (cert_subject, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_issuer on keymgr.ca_cert_store (cert_issuer, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_issuer_down on keymgr.ca_cert_store (cert_issuer desc, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_not_before on keymgr.ca_cert_store (cert_not_before, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_not_after on keymgr.ca_cert_store (cert_not_after, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_domain on keymgr.ca_cert_store (partner_domain, cert_id)
  where is_deleted is not true;
create index if not exists pmp_trust_domain_down on keymgr.ca_cert_store
  (partner_domain desc, cert_id) where is_deleted is not true;
create index if not exists pmp_trust_type on keymgr.ca_cert_store
  (pmp.ca_type(ca_cert_type, issuer_id, cert_id), cert_id) where is_deleted is not true;
create index if not exists pmp_trust_type_down on keymgr.ca_cert_store
  (pmp.ca_type(ca_cert_type, issuer_id, cert_id) desc, cert_id) where is_deleted is not true;
-- Those of a domain, of a type, or of both, oldest first.
create index if not exists pmp_trust_domain_created on keymgr.ca_cert_store
  (partner_domain, cr_dtimes, cert_id) where is_deleted is not true;
create index if not exists pmp_trust_type_created on keymgr.ca_cert_store
  (pmp.ca_type(ca_cert_type, issuer_id, cert_id), cr_dtimes, cert_id) where is_deleted is not true;
-- The tree: the roots of a domain, and what hangs below a certificate, by name. The latter also
-- finds the re-signed partner certificates that upstream kept in the store.
create index if not exists pmp_trust_roots on keymgr.ca_cert_store
  (partner_domain, cert_subject, cert_id) where issuer_id = cert_id and is_deleted is not true;
create index if not exists pmp_trust_children on keymgr.ca_cert_store
  (issuer_id, cert_subject, cert_id) where is_deleted is not true;
drop index if exists keymgr.pmp_ca_cert_created;

-- Filters for a part of a text, where the extension of migration 0008 is available.
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index if not exists pmp_trust_id_part on keymgr.ca_cert_store
      using gin (lower(cert_id) gin_trgm_ops);
    create index if not exists pmp_trust_subject_part on keymgr.ca_cert_store
      using gin (lower(cert_subject) gin_trgm_ops);
    create index if not exists pmp_trust_issuer_part on keymgr.ca_cert_store
      using gin (lower(cert_issuer) gin_trgm_ops);
  end if;
end
$$;
