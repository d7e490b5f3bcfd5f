-- Licence keys of MISPs: each exists once, and those that end are found by their end.

-- A key belongs to one MISP. A copy of another database that breaks this is served as it is.
do $$ begin
  if not exists (select from pms.misp_license group by license_key having count(*) > 1) then
    create unique index if not exists pmp_licence_key on pms.misp_license (license_key);
  end if;
end $$;

-- Active licences whose validity has ended.
create index if not exists pmp_licence_expiry on pms.misp_license (valid_to_date) where is_active;
