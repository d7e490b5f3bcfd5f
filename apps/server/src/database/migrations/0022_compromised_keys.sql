-- Keys that were revoked because others may have them: no certificate of such a key counts anywhere.

create table pmp.compromised_key (
  -- SHA-256 over the numbers of the public key, however they are written.
  key_id char(64) primary key,
  reason varchar(32) not null,
  revoked_by varchar(256) not null,
  revoked_at timestamp not null
);

-- The bytes of a stored certificate, for finding a key in certificates of every origin.
create function pmp.certificate_bytes(pem varchar) returns bytea language plpgsql immutable as $$
begin
  return decode(
    regexp_replace(substring(pem from '-----BEGIN [^-]*-----([^-]*)-----END'), '\s', '', 'g'), 'base64');
exception when others then
  return null;
end
$$;
