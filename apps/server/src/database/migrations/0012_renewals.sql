-- The next certificate of a partner, which waits for its time, and requests for another organisation name.

-- Renewals that wait, and how the others ended.
create table if not exists pmp.certificate_renewal (
  id varchar(36) primary key,
  partner_id varchar(36) not null,
  partner_domain varchar(36) not null,
  cert_data text not null,
  activate_at timestamp not null,
  scheduled_by varchar(256) not null,
  scheduled_at timestamp not null,
  state varchar(16) not null check (state in ('scheduled', 'activated', 'cancelled', 'failed')),
  ended_by varchar(256),
  ended_at timestamp,
  -- Why it was cancelled or could not be put into use.
  end_reason varchar(64),
  -- The certificate that it became.
  cert_id varchar(36)
);
-- One at most waits for a partner.
create unique index if not exists certificate_renewal_open
  on pmp.certificate_renewal (partner_id) where state = 'scheduled';
-- Those whose time has come.
create index if not exists certificate_renewal_due
  on pmp.certificate_renewal (activate_at, id) where state = 'scheduled';
-- The history of a partner; the renewal that a certificate came from.
create index if not exists certificate_renewal_partner
  on pmp.certificate_renewal (partner_id, scheduled_at desc);
create index if not exists certificate_renewal_certificate on pmp.certificate_renewal (cert_id);

create table if not exists pmp.organization_name_request (
  id varchar(36) primary key,
  partner_id varchar(36) not null,
  previous_name varchar(128) not null,
  new_name varchar(128) not null,
  reason varchar(500) not null,
  status varchar(16) not null check (status in ('InProgress', 'approved', 'rejected', 'withdrawn')),
  requested_by varchar(256) not null,
  requested_at timestamp not null,
  decided_by varchar(256),
  decided_at timestamp,
  decision_reason varchar(500)
);
-- One at most is open for a partner.
create unique index if not exists organization_name_request_open
  on pmp.organization_name_request (partner_id) where status = 'InProgress';
-- The requests of a partner, and the list for administrators.
create index if not exists organization_name_request_partner
  on pmp.organization_name_request (partner_id, requested_at desc);
create index if not exists organization_name_request_status
  on pmp.organization_name_request (status, requested_at, id);

-- Links of devices and SBIs that carry the name of a provider.
create index if not exists pmp_device_sbi_provider on pms.device_detail_sbi (dprovider_id);
