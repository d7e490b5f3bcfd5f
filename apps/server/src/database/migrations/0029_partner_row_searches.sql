-- V1 searches of partners of one instant, and of one group.
create index partner_row_created on pmp.partner_row (created_at);
create index partner_row_updated on pmp.partner_row (updated_at);
create index partner_row_group_lower on pmp.partner_row (lower(policy_group_id));
