-- Wrong passwords are counted by where they come from: locks on accounts let anybody shut others out.

create table pmp.failed_sign_in (
  -- Hash of an address, or of an address and the account that was asked for.
  origin varchar(43) primary key,
  failures integer not null,
  counted_until timestamp not null
);
-- Ended counts are deleted by age.
create index failed_sign_in_end on pmp.failed_sign_in (counted_until);

alter table pmp.account drop column failed_sign_ins, drop column locked_until;
