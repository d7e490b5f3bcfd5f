-- What the trust store, its tree and the list of certificates that end soon are read from (0027, 0045).
set local maintenance_work_mem = '256MB';

-- What tells a certificate from others, whatever its PEM looks like.
create function pmp.content_hash(pem varchar) returns text language sql immutable parallel safe as $$
  select encode(sha256(pmp.certificate_bytes(pem)), 'hex')
$$;

-- The certificates of the platform itself; those of PMS sign certificates of partners.
create table pmp.platform_certificate (
  content_hash text primary key,
  is_signer boolean not null
);
create function pmp.platform_certificates() returns setof pmp.platform_certificate language sql stable as $$
  select content_hash, bool_or(app_id = 'PMS') from (
    select pmp.content_hash(store.certificate_data) as content_hash, alias.app_id
    from keymgr.key_alias alias join keymgr.key_store store on store.id = alias.id
    where alias.app_id in ('ROOT', 'PMS') and coalesce(alias.ref_id, '') = '') own
  where content_hash is not null group by 1
$$;
insert into pmp.platform_certificate select * from pmp.platform_certificates();
-- They are few, so that a change of any key looks at all of them.
do $make$
declare
  body text := $$begin
  insert into pmp.platform_certificate as known select * from pmp.platform_certificates() order by 1
  on conflict (content_hash) do update set is_signer = excluded.is_signer
    where known.is_signer <> excluded.is_signer;
  delete from pmp.platform_certificate known
  where known.content_hash not in (select own.content_hash from pmp.platform_certificates() own);
$$;
  bodies jsonb := jsonb_build_object('insert', body, 'update', body, 'delete', body, 'truncate', body);
begin
  call pmp.list_triggers('pmp_platform_alias', 'keymgr.key_alias', bodies);
  call pmp.list_triggers('pmp_platform_store', 'keymgr.key_store', bodies);
end
$make$;

-- Which rows of the store are signers of the platform. An issuer and what it issued that come at the same
-- time meet at this row, so that neither overlooks the other.
create table pmp.trust_issuer (
  cert_id varchar(36) primary key,
  is_signer boolean not null
);
create function pmp.is_signer(pem varchar) returns boolean language sql stable as $$
  select exists (select from pmp.platform_certificate
    where is_signer and content_hash = pmp.content_hash(pem))
$$;
insert into pmp.trust_issuer (cert_id, is_signer)
  select cert_id, bool_or(is_signer) from (
    select issuer_id as cert_id, false as is_signer from keymgr.ca_cert_store
    union all select cert_id, true from keymgr.ca_cert_store where pmp.is_signer(cert_data)) named
  group by 1;
-- Runs before the trigger that copies from it: triggers of a table fire in the order of their names.
do $make$
declare
  put text := $$  insert into pmp.trust_issuer (cert_id, is_signer)
  select distinct issuer_id, false from new_rows order by 1 on conflict do nothing;
  insert into pmp.trust_issuer (cert_id, is_signer)
  select cert_id, true from new_rows where pmp.is_signer(cert_data) order by 1
  on conflict (cert_id) do update set is_signer = true;
$$;
begin
  call pmp.list_triggers('pmp_a_trust_issuer', 'keymgr.ca_cert_store', jsonb_build_object(
    'insert', E'begin\n' || put,
    'update', $$begin
  if not exists (select cert_id, issuer_id, cert_data from new_rows
    except select cert_id, issuer_id, cert_data from old_rows) then return null; end if;
  update pmp.trust_issuer known set is_signer = false where known.is_signer and known.cert_id in (
    select cert_id from old_rows except select cert_id from new_rows where pmp.is_signer(cert_data));
$$ || put,
    'delete', $$begin
  update pmp.trust_issuer known set is_signer = false
  where known.is_signer and known.cert_id in (select cert_id from old_rows);
  delete from pmp.trust_issuer known where not known.is_signer
    and known.cert_id in (select issuer_id from old_rows union select cert_id from old_rows)
    and not exists (select from keymgr.ca_cert_store child where child.issuer_id = known.cert_id);
$$, 'truncate', $$begin
  delete from pmp.trust_issuer;
$$));
end
$make$;

-- The totals of migration 0011.
drop function pmp.count_trust cascade;
drop table pmp.trust_count;

-- Certificates of authorities. The platform's own and what its signers issued are not listed.
alter table pmp.revocation add column authority_id varchar(36)
  generated always as (case when kind = 'authority' then cert_id end) stored unique;
create table pmp.trust_row (
  cert_id varchar(36) primary key,
  id_order text collate "C" not null,
  content_hash text,
  is_own boolean,
  issuer_id varchar(36) not null,
  is_of_signer boolean,
  is_root boolean not null,
  ca_type varchar(25) not null,
  partner_domain varchar(36) not null,
  subject varchar(500) not null,
  subject_order text collate "C" not null,
  issuer varchar(500) not null,
  issuer_order text collate "C" not null,
  not_before timestamp,
  not_after timestamp,
  created_at timestamp,
  revoked_id varchar(36) not null,
  is_revoked boolean,
  is_deleted boolean,
  is_listed boolean not null generated always as
    (is_deleted is not true and is_own is not true and is_of_signer is not true) stored
);
create table pmp.trust_count (
  id bigint generated always as identity primary key,
  ca_type varchar(25) not null,
  partner_domain varchar(36) not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.trust_row", "base": "keymgr.ca_cert_store", "key": "cert_id",
  "own": {
    "id_order": "pmp.sort_key(cert_id)", "content_hash": "pmp.content_hash(cert_data)",
    "issuer_id": "issuer_id", "is_root": "issuer_id = cert_id",
    "ca_type": "pmp.ca_type(ca_cert_type, issuer_id, cert_id)",
    "partner_domain": "coalesce(partner_domain, '')", "subject": "cert_subject",
    "subject_order": "pmp.sort_key(cert_subject)", "issuer": "cert_issuer",
    "issuer_order": "pmp.sort_key(cert_issuer)", "not_before": "cert_not_before",
    "not_after": "cert_not_after", "created_at": "cr_dtimes", "revoked_id": "cert_id || ''",
    "is_deleted": "is_deleted"
  },
  "dimensions": [
    {"table": "pmp.platform_certificate", "key": "content_hash", "by": "content_hash", "columns": {
      "is_own": "true"}},
    {"table": "pmp.trust_issuer", "key": "cert_id", "by": "issuer_id", "columns": {
      "is_of_signer": "is_signer"}},
    {"table": "pmp.revocation", "key": "authority_id", "by": "revoked_id", "columns": {
      "is_revoked": "true"}}
  ]
}$$);
call pmp.keep_counts('pmp.trust_row', 'pmp.trust_count', '{ca_type, partner_domain}');
call pmp.index_orders('pmp.trust_row', 'cert_id', '{ca_type, partner_domain}',
  '{created_at, id_order, subject_order, issuer_order, not_before, not_after}');
call pmp.keep_tallies('pmp.trust_row', 'pmp.trust_tally', '{ca_type, partner_domain}', '{}', '{not_after}');
call pmp.index_parts('pmp.trust_row', '{cert_id, subject, issuer}');
-- The tree: roots of every domain and of one, what hangs below a certificate, and what is found on any level.
create index trust_row_roots on pmp.trust_row (subject_order, cert_id collate "C") where is_listed and is_root;
create index trust_row_roots_of_domain on pmp.trust_row (partner_domain, subject_order, cert_id collate "C")
  where is_listed and is_root;
create index trust_row_children on pmp.trust_row (issuer_id, subject_order, cert_id collate "C")
  where is_listed and not is_root;
create index trust_row_subjects on pmp.trust_row (subject_order, cert_id collate "C") where is_listed;
create index trust_row_revoked on pmp.trust_row (subject_order, cert_id collate "C")
  where is_listed and is_revoked;
create index trust_row_not_after on pmp.trust_row (not_after) where is_listed;
-- What is copied to.
create index trust_row_content on pmp.trust_row (content_hash);
create index trust_row_issuer on pmp.trust_row (issuer_id);
create index trust_row_revocation on pmp.trust_row (revoked_id);

-- Which rows of the store are signers, where the keys of the platform change.
do $make$
declare
  gone text := $$  update pmp.trust_issuer known set is_signer = false where known.is_signer
    and known.cert_id in (select kept.cert_id from pmp.trust_row kept
      where kept.content_hash in (select content_hash from old_rows)
        and kept.content_hash not in (select content_hash from pmp.platform_certificate where is_signer));
$$;
  come text := $$  insert into pmp.trust_issuer (cert_id, is_signer)
  select kept.cert_id, true from pmp.trust_row kept
  where kept.content_hash in (select content_hash from new_rows where is_signer) order by 1
  on conflict (cert_id) do update set is_signer = true;
$$;
begin
  call pmp.list_triggers('pmp_a_platform_issuer', 'pmp.platform_certificate', jsonb_build_object(
    'insert', E'begin\n' || come, 'update', E'begin\n' || gone || come, 'delete', E'begin\n' || gone));
end
$make$;

-- What served the list and the tree until now.
drop index keymgr.pmp_trust_created, keymgr.pmp_trust_subject, keymgr.pmp_trust_issuer,
  keymgr.pmp_trust_issuer_down, keymgr.pmp_trust_not_before, keymgr.pmp_trust_not_after,
  keymgr.pmp_trust_domain, keymgr.pmp_trust_domain_down, keymgr.pmp_trust_type,
  keymgr.pmp_trust_type_down, keymgr.pmp_trust_type_created, keymgr.pmp_trust_roots, keymgr.pmp_ca_cert_expiry;
drop index if exists keymgr.pmp_trust_id_part, keymgr.pmp_trust_subject_part, keymgr.pmp_trust_issuer_part;

-- The certificate that each active partner has now: as it came, and as the platform signed it.
create table pmp.current_certificate_row (
  id varchar(36) primary key,
  certificate_alias varchar(128),
  is_current boolean not null,
  partner_domain varchar(36),
  uploaded_till timestamp,
  signed_till timestamp,
  is_listed boolean not null generated always as (is_current and partner_domain is not null) stored
);
create table pmp.current_certificate_count (
  id bigint generated always as identity primary key,
  partner_domain varchar(36) not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.current_certificate_row", "base": "pms.partner", "key": "id",
  "own": {
    "certificate_alias": "certificate_alias", "is_current": "is_active and is_deleted is not true"
  },
  "dimensions": [
    {"table": "keymgr.partner_cert_store", "key": "cert_id", "by": "certificate_alias", "columns": {
      "partner_domain": "coalesce(partner_domain, '')", "uploaded_till": "cert_not_after"}},
    {"table": "pmp.signed_certificate", "key": "cert_id", "by": "certificate_alias", "columns": {
      "signed_till": "not_after"}}
  ]
}$$);
call pmp.keep_counts('pmp.current_certificate_row', 'pmp.current_certificate_count', '{partner_domain}');
call pmp.index_orders('pmp.current_certificate_row', 'id', '{partner_domain}',
  '{uploaded_till, signed_till}');
call pmp.keep_tallies('pmp.current_certificate_row', 'pmp.current_certificate_tally', '{partner_domain}', '{}',
  '{uploaded_till, signed_till}');
create index current_certificate_row_certificate on pmp.current_certificate_row (certificate_alias);
drop index keymgr.pmp_partner_cert_expiry;
drop index pmp.signed_certificate_not_after;
drop index pms.pmp_partner_current_certificate;
