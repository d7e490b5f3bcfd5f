-- By which rules paths of certificates are judged here when no setting says so. A database that already
-- holds certificates goes on as it did; a new one asks for all of RFC 5280.

create table pmp.certificate_path_rules (
  -- One row.
  is_only boolean primary key default true check (is_only),
  rules varchar(16) not null check (rules in ('upstream', 'strict')),
  decided_at timestamp not null
);

insert into pmp.certificate_path_rules (rules, decided_at)
select
  case
    when exists (select from keymgr.ca_cert_store)
      or exists (select from keymgr.partner_cert_store)
      or exists (select from pms.partner where certificate_alias is not null)
    then 'upstream' else 'strict'
  end,
  now();
