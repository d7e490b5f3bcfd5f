import { sql, type RawBuilder } from 'kysely'
import type { Database } from '../database.ts'

/* What rows of lists and their totals are, said once more without triggers: for tests. */

/** Each list as a plain join of its tables. */
const plain = {
  'pmp.partner_row': sql`select partner.id, pmp.sort_key(partner.id), partner.name,
      pmp.sort_key(partner.name), partner.user_id, partner_type_code, approval_status, partner.is_active,
      certificate_alias is not null, certificate_alias, policy_group_id, pmp.sort_key(policy_group_id),
      pmp.sort_key("group".name), lang_code, partner.cr_by, partner.cr_dtimes,
      partner.upd_by, partner.upd_dtimes, partner.is_deleted, partner.del_dtimes,
      coalesce(not partner.is_deleted, true)
    from pms.partner left join pms.policy_group "group" on "group".id = policy_group_id`,
  'pmp.unclaimed_row': sql`select id, pmp.sort_key(id), name, pmp.sort_key(name),
      pmp.user_id_key(user_id), owned.is_owned, is_active, cr_dtimes, is_deleted,
      is_deleted is not true and not owned.is_owned
    from pms.partner cross join lateral (select exists (select from pmp.person
      where pmp.user_id_key(person.user_id) = pmp.user_id_key(partner.user_id)) as is_owned) owned`,
  'pmp.policy_row': sql`select policy.id, pmp.sort_key(policy.id), policy.name,
      pmp.sort_key(policy.name), policy.descr, pmp.sort_key(policy.descr), policy_type,
      case when policy_schema is null then 'draft' when policy.is_active then 'activated'
        else 'deactivated' end, policy_group_id, pmp.sort_key(policy_group_id), "group".id = policy_group_id,
      pmp.sort_key("group".name), policy.cr_dtimes, policy.is_deleted,
      policy.is_deleted is not true and "group".id is not null
    from pms.auth_policy policy left join pms.policy_group "group" on "group".id = policy_group_id`,
  'pmp.policy_group_row': sql`select id, pmp.sort_key(id), name, pmp.sort_key(name), descr,
      pmp.sort_key(descr), is_active, cr_dtimes, is_deleted, is_deleted is not true
    from pms.policy_group`,
  'pmp.searched_policy_row': sql`select id, name, descr, policy_type, policy_group_id, version,
      left(policy_schema, 512), is_active, valid_from_date, valid_to_date, cr_by, cr_dtimes, upd_by,
      upd_dtimes, is_deleted, del_dtimes, is_deleted is not true and policy_group_id is not null,
      pmp.schema_hash(policy_schema)
    from pms.auth_policy`,
  'pmp.searched_group_row': sql`select id, name, descr, user_id, is_active, cr_by, cr_dtimes, upd_by,
      upd_dtimes, is_deleted, del_dtimes, is_deleted is not true from pms.policy_group`,
  'pmp.searched_key_row': sql`select policy_api_key, part_id, policy_id, label, valid_from_datetime,
      valid_to_datetime, is_active, is_deleted, cr_by, cr_dtimes, upd_by, upd_dtimes, del_dtimes,
      is_deleted is not true from pms.partner_policy`,
  'pmp.searched_request_row': sql`select id, part_id, policy_id, request_datetimes, request_detail,
      left(request_detail, 512), status_code, is_deleted, cr_by, cr_dtimes, upd_by, upd_dtimes,
      del_dtimes, is_deleted is not true from pms.partner_policy_request`,
  'pmp.searched_licence_row': sql`select misp_license_id, misp_id, policy_id, license_key,
      valid_from_date, valid_to_date, is_active, is_deleted, cr_by, cr_dtimes, upd_by, upd_dtimes,
      del_dtimes, is_deleted is not true from pms.misp_license`,
  'pmp.searched_chip_row': sql`select id, foundational_trust_provider_id, make, model,
      certificate_alias, partner_org_name, approval_status, is_active, is_deleted, cr_by, cr_dtimes,
      upd_by, upd_dtimes, del_dtimes, is_deleted is not true from pms.ftp_chip_detail`,
  'pmp.extractor_row': sql`select id, config_name, pmp.sort_key(config_name),
      bioextractor_provider_name, pmp.sort_key(bioextractor_provider_name),
      bioextractor_provider_version, pmp.sort_key(bioextractor_provider_version), bio_modality,
      cr_dtimes, is_deleted is not true from pms.bioextractor_configuration`,
  'pmp.trust_row': sql`select cert_id, pmp.sort_key(cert_id), pmp.content_hash(cert_data), own.is_own,
      issuer_id, coalesce(signer.is_signer, false), issuer_id = cert_id,
      pmp.ca_type(ca_cert_type, issuer_id, cert_id), coalesce(partner_domain, ''), cert_subject,
      pmp.sort_key(cert_subject), cert_issuer, pmp.sort_key(cert_issuer), cert_not_before,
      cert_not_after, cr_dtimes, cert_id, revoked.is_revoked, is_deleted, is_deleted is not true
        and own.is_own is not true and signer.is_signer is not true
    from keymgr.ca_cert_store kept
    left join (select content_hash, true as is_own from pmp.platform_certificates()) own
      on own.content_hash = pmp.content_hash(cert_data)
    left join (select issuer.cert_id as signer_id, true as is_signer from keymgr.ca_cert_store issuer
      join pmp.platform_certificates() key on key.is_signer
        and key.content_hash = pmp.content_hash(issuer.cert_data)) signer on signer_id = issuer_id
    left join (select cert_id as revoked_id, true as is_revoked from pmp.revocation
      where kind = 'authority') revoked on revoked.revoked_id = kept.cert_id`,
  'pmp.current_certificate_row': sql`select partner.id, certificate_alias,
      partner.is_active and partner.is_deleted is not true, store.domain, store.cert_not_after,
      signed.not_after, partner.is_active and partner.is_deleted is not true
        and store.domain is not null
    from pms.partner
    left join (select *, coalesce(partner_domain, '') as domain from keymgr.partner_cert_store) store
      on store.cert_id = certificate_alias
    left join pmp.signed_certificate signed on signed.cert_id = certificate_alias`,
  'pmp.ftm_chip_row': sql`select id, pmp.sort_key(id), foundational_trust_provider_id,
      pmp.sort_key(foundational_trust_provider_id), partner_org_name, pmp.sort_key(partner_org_name),
      make, pmp.sort_key(make), model, pmp.sort_key(model), approval_status, is_active, cr_dtimes,
      is_deleted, is_deleted is not true from pms.ftp_chip_detail`,
  'pmp.api_key_row': sql`select key.policy_api_key, key.part_id, pmp.sort_key(key.part_id),
      partner.partner_type_code, pmp.sort_key(partner.name), key.policy_id,
      pmp.sort_key(policy.name), policy.policy_group_id, pmp.sort_key("group".name),
      key.label, pmp.sort_key(key.label), case when key.is_active then 'activated' else 'deactivated' end,
      key.cr_dtimes, key.valid_to_datetime, partner.id is not null and "group".id is not null
    from pms.partner_policy key left join pms.partner on partner.id = key.part_id
    left join pms.auth_policy policy on policy.id = key.policy_id
    left join pms.policy_group "group" on "group".id = policy.policy_group_id`,
  'pmp.client_row': sql`select client.id, pmp.sort_key(client.id), client.rp_id,
      pmp.sort_key(client.rp_id), pmp.sort_key(partner.name), client.policy_id,
      pmp.sort_key(policy.name), policy.policy_group_id, pmp.sort_key("group".name),
      client.name, pmp.sort_key(client.name), client.status, client.cr_dtimes, true
    from pms.oidc_client client left join pms.partner on partner.id = client.rp_id
    left join pms.auth_policy policy on policy.id = client.policy_id
    left join pms.policy_group "group" on "group".id = policy.policy_group_id`,
  'pmp.misp_licence_row': sql`select misp_license_id, misp_id, pmp.sort_key(misp_id),
      pmp.sort_key(partner.name), partner.policy_group_id, pmp.sort_key("group".name),
      licence.policy_id, pmp.sort_key(policy.name), license_key_name,
      pmp.sort_key(license_key_name), licence.is_active, licence.cr_dtimes, licence.valid_to_date,
      licence.is_deleted is not true
    from pms.misp_license licence left join pms.partner on partner.id = misp_id
    left join pms.policy_group "group" on "group".id = partner.policy_group_id
    left join pms.auth_policy policy on policy.id = licence.policy_id`,
  'pmp.policy_request_row': sql`select request.id, request.part_id, pmp.sort_key(request.part_id),
      partner.partner_type_code, pmp.sort_key(partner.partner_type_code),
      pmp.sort_key(partner.name), request.policy_id, pmp.sort_key(request.policy_id),
      pmp.sort_key(policy.name), policy.policy_group_id, pmp.sort_key("group".name),
      request.request_detail, pmp.sort_key(request.request_detail),
      case when request.status_code in ('Approved', 'Activated') then 'approved'
        else request.status_code end, request.cr_dtimes, partner.id is not null and "group".id is not null
    from pms.partner_policy_request request left join pms.partner on partner.id = request.part_id
    left join pms.auth_policy policy on policy.id = request.policy_id
    left join pms.policy_group "group" on "group".id = policy.policy_group_id`,
}

const kinds: Record<string, string[]> = {
  'pmp.api_key_row': ['status', 'partner_type'],
  'pmp.policy_row': ['policy_type', 'status', 'policy_group_id'],
  'pmp.policy_group_row': ['is_active'],
  'pmp.misp_licence_row': ['is_active'],
  'pmp.unclaimed_row': ['is_active'],
  'pmp.searched_policy_row': ['policy_type', 'is_active'],
  'pmp.searched_group_row': ['is_active'],
  'pmp.searched_key_row': ['is_active'],
  'pmp.searched_chip_row': ['is_active'],
  'pmp.extractor_row': ['bio_modality'],
  'pmp.trust_row': ['ca_type', 'partner_domain'],
  'pmp.current_certificate_row': ['partner_domain'],
  'pmp.searched_request_row': ['status_code'],
  'pmp.searched_licence_row': ['is_active'],
  'pmp.ftm_chip_row': ['approval_status', 'is_active'],
  'pmp.partner_row': ['partner_type', 'approval_status', 'is_active', 'has_certificate'],
}

const totals: Record<string, string> = { 'pmp.policy_row': 'pmp.policy_kind_count' }

/** Columns whose values, and instants whose days, are counted; in the order of the migrations. */
const tallied: Record<string, { values: string[]; days: string[] }> = {
  'pmp.searched_policy_row': {
    values: ['version', 'schema_hash', 'policy_group_id', 'is_deleted', 'created_by', 'updated_by'],
    days: ['valid_from', 'valid_till', 'updated_at'],
  },
  'pmp.searched_group_row': {
    values: ['user_id', 'is_deleted', 'created_by', 'updated_by'],
    days: ['created_at', 'updated_at', 'deleted_at'],
  },
  'pmp.partner_row': {
    values: ['policy_group_id', 'lang_code', 'user_id', 'is_deleted', 'created_by', 'updated_by'],
    days: [],
  },
  'pmp.api_key_row': { values: [], days: ['valid_to'] },
  'pmp.misp_licence_row': { values: [], days: ['expires_at'] },
  'pmp.policy_request_row': { values: ['partner_type'], days: [] },
  'pmp.searched_key_row': {
    values: ['is_deleted', 'cr_by', 'upd_by'],
    days: ['valid_from_datetime', 'valid_to_datetime', 'cr_dtimes', 'upd_dtimes', 'del_dtimes'],
  },
  'pmp.searched_chip_row': {
    values: ['approval_status', 'is_deleted', 'cr_by', 'upd_by'],
    days: ['cr_dtimes', 'upd_dtimes', 'del_dtimes'],
  },
  'pmp.trust_row': { values: [], days: ['not_after'] },
  'pmp.current_certificate_row': { values: [], days: ['uploaded_till', 'signed_till'] },
  'pmp.searched_request_row': {
    values: ['is_deleted', 'cr_by', 'upd_by'],
    days: ['request_datetimes', 'cr_dtimes', 'upd_dtimes', 'del_dtimes'],
  },
  'pmp.searched_licence_row': {
    values: ['is_deleted', 'cr_by', 'upd_by'],
    days: ['valid_from_date', 'valid_to_date', 'cr_dtimes', 'upd_dtimes', 'del_dtimes'],
  },
}

const kindOf = (table: string) =>
  sql.join((kinds[table] ?? ['status']).map((name) => sql.ref(name)))

/** Rows and totals that are kept but not there, or there but not kept. */
export async function untruthsIn(db: Database): Promise<unknown[]> {
  const found: unknown[] = []
  const differ = async (one: RawBuilder<unknown>, other: RawBuilder<unknown>) => {
    found.push(...(await sql`(${one}) except (${other})`.execute(db)).rows)
    found.push(...(await sql`(${other}) except (${one})`.execute(db)).rows)
  }
  for (const [table, joined] of Object.entries(plain)) {
    await differ(joined, sql`select * from ${sql.table(table)}`)
    const counts = sql.table(totals[table] ?? table.replace('_row', '_count'))
    await differ(
      sql`select ${kindOf(table)}, count(*) as total from ${sql.table(table)}
        where is_listed group by ${kindOf(table)}`,
      sql`select ${kindOf(table)}, sum(total)::int8 as total from ${counts}
        group by ${kindOf(table)} having sum(total) <> 0`,
    )
    if (tallied[table]) await differ(talliesOf(table, tallied[table]), talliesKept(table))
  }
  return found
}

function talliesOf(table: string, { values, days }: { values: string[]; days: string[] }) {
  const each = [
    ...values.map(
      (name) => sql`select ${sql.val(name)}::text as name, ${sql.ref(name)}::text as value,
        '-infinity'::date as day, ${kindOf(table)} from ${sql.table(table)} where is_listed`,
    ),
    ...days.map(
      (
        name,
      ) => sql`select ${sql.val(name)}::text as name, '' as value, ${sql.ref(name)}::date as day, ${kindOf(table)}
        from ${sql.table(table)} where is_listed`,
    ),
  ]
  return sql`select name, value collate "C", day, ${kindOf(table)}, count(*) as total
    from (${sql.join(each, sql` union all `)}) as each
    where value is not null and day is not null group by name, value, day, ${kindOf(table)}`
}

function talliesKept(table: string) {
  return sql`select name, value, day, ${kindOf(table)}, sum(total)::int8 as total
    from ${sql.table(table.replace('_row', '_tally'))}
    group by name, value, day, ${kindOf(table)} having sum(total) <> 0`
}
