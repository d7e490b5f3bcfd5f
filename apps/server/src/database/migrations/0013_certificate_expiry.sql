-- Which certificates end when: what the expiry timeline reads.

-- The end of each MOSIP-signed certificate, which upstream's table holds inside the certificate only.
-- Kept by a trigger, so that certificates of upstream's own service count too.
create table pmp.signed_certificate (
  cert_id varchar(36) primary key,
  not_after timestamp not null
);
-- MOSIP-signed certificates that end in a span, soonest first.
create index signed_certificate_not_after on pmp.signed_certificate (not_after, cert_id);

-- RFC 5280 §4.1.2.5: the period is a list of two times, UTCTime (17 0d) for years to 2049 and
-- GeneralizedTime (18 0f) for later ones; only names that the platform chose come before it.
create function pmp.not_after_of(pem varchar) returns timestamp language plpgsql immutable as $$
declare
  digits text;
begin
  digits := encode(decode(substring(
    encode(decode(regexp_replace(pem, '-----[^-]+-----|\s', '', 'g'), 'base64'), 'hex')
    from '30(?:1e|20|22)(?:170d(?:3\d){12}5a|180f(?:3\d){14}5a)(?:170d|180f)((?:3\d){12,14})5a'
  ), 'hex'), 'escape');
  if length(digits) = 12 then
    digits := case when digits < '50' then '20' else '19' end || digits;
  end if;
  return make_timestamp(substr(digits, 1, 4)::int, substr(digits, 5, 2)::int,
    substr(digits, 7, 2)::int, substr(digits, 9, 2)::int, substr(digits, 11, 2)::int,
    substr(digits, 13, 2)::int);
exception when others then
  -- What an import left unreadable has no end.
  return null;
end
$$;

create function pmp.note_signed_certificate() returns trigger language plpgsql as $$
declare
  ends timestamp;
begin
  if tg_op <> 'INSERT' then
    delete from pmp.signed_certificate where cert_id = old.cert_id;
  end if;
  if tg_op <> 'DELETE' then
    ends := pmp.not_after_of(new.signed_cert_data);
    if ends is not null then
      insert into pmp.signed_certificate (cert_id, not_after) values (new.cert_id, ends);
    end if;
  end if;
  return null;
end
$$;

drop trigger if exists pmp_note_signed on keymgr.partner_cert_store;
create trigger pmp_note_signed after insert or delete or update of cert_id, signed_cert_data
  on keymgr.partner_cert_store for each row execute function pmp.note_signed_certificate();

insert into pmp.signed_certificate (cert_id, not_after)
select cert_id, pmp.not_after_of(signed_cert_data) from keymgr.partner_cert_store
where pmp.not_after_of(signed_cert_data) is not null;

-- CA certificates that end in a span, soonest first; counts read this index alone.
create index if not exists pmp_ca_cert_expiry on keymgr.ca_cert_store (cert_not_after, cert_id)
  include (partner_domain, issuer_id, cert_thumbprint, ca_cert_type) where is_deleted is not true;
-- Uploaded partner certificates that end in a span, soonest first.
create index if not exists pmp_partner_cert_expiry
  on keymgr.partner_cert_store (cert_not_after, cert_id) include (partner_domain);
drop index if exists keymgr.pmp_ca_cert_not_after;
drop index if exists keymgr.pmp_partner_cert_not_after;
-- Whose certificate one is now; both sources of partner certificates read this index alone.
create index if not exists pmp_partner_current_certificate on pms.partner (certificate_alias)
  include (id, name) where is_active and is_deleted is not true;
