/*
 * How each table that a list reads is filled: one statement a table, any number of rows. Row n of one
 * table hangs on row n of another. In each table twenty rows carry the word that texts are searched
 * for, and the first rows are one partner user's; values are spread so that no column is sorted as
 * the rows are stored.
 */

/** Stands in twenty rows of each table. */
export const needle = 'needle'

/** Whose the first rows of each table are. */
export const owner = 'bench-owner'

/** The partner on whom the first rows hang that are listed partner by partner. */
export const ownersPartner = 'plain-partner-1'

/** A root with others below. */
export const someAuthority = 'plain-authority-1'

/** What the server's clock shows: rows are from the year before, certificates end around it. */
export const measuredAt = new Date('2026-12-01T00:00:00Z')

interface Recipe {
  table: string
  columns: string
  values: string
  where?: string
}

const word = (n: string) => `case when ${n} % (total / 20) = 0 then '${needle}' else 'plain' end`
const named = (kind: string, n = 'n') => `${word(n)} || '-${kind}-' || ${n}`
const oneOf = (words: readonly string[], by = 'dice') =>
  `(array[${words.map((one) => `'${one}'`).join(', ')}])[1 + ${by} % ${words.length}]`
const user = `case when is_owners then '${owner}' else word || '-user-' || n end`
const ownersOr = (partner: string) =>
  `case when is_owners then '${ownersPartner}' else ${partner} end`

/** Half of the rows were changed since. */
const created = `'bench', at, case when n % 2 = 0 then word || '-desk' end,
  case when n % 2 = 0 then at + interval '1 day' end, false`
const createdColumns = 'cr_by, cr_dtimes, upd_by, upd_dtimes, is_deleted'

const partnerTypes = [
  'Auth_Partner',
  'Device_Provider',
  'Credential_Partner',
  'FTM_Provider',
  'Online_Verification_Partner',
  'ABIS_Partner',
  'MISP_Partner',
]
const domains = ['AUTH', 'DEVICE', 'FTM', 'MISP']
/** Certificates end within four years around the measured day. */
const ends = `at + (dice % 1461 - 300) * interval '1 day'`
const root = 'n - (n + 9) % 10'

/** In the order in which they hang on each other. */
export const recipes: readonly Recipe[] = [
  {
    table: 'pms.policy_group',
    columns: `id, name, descr, user_id, is_active, ${createdColumns}`,
    values: `${named('group')}, word || ' group ' || hash, word || ' ' || reversed, 'bench',
      dice % 5 > 0, ${created}`,
  },
  {
    // In few groups, as policies are; those with the word in groups that have it, too.
    table: 'pms.auth_policy',
    columns: `id, policy_group_id, name, descr, policy_file_id, policy_type, version, policy_schema,
      valid_from_date, valid_to_date, is_active, ${createdColumns}`,
    values: `${named('policy')},
      case when is_rare then ${named('group')} else 'plain-group-' || 1 + n % 19 end,
      word || ' policy ' || hash, word || ' ' || reversed, '{}',
      case when n % (total / 24) = 2 then 'MISP' when dice % 3 = 0 then 'DataShare' else 'Auth' end,
      '1.0', case dice % 4 when 0 then null else 'schema' end, at, at + interval '200 years',
      dice % 4 > 1, ${created}`,
  },
  {
    table: 'keymgr.partner_cert_store',
    columns: `cert_id, cert_subject, cert_issuer, issuer_id, cert_not_before, cert_not_after,
      partner_domain, cert_data, signed_cert_data, organization_name, cert_thumbprint, cert_serial_no,
      ${createdColumns}`,
    values: `${named('cert')}, 'CN=' || word || ' ' || hash || ',O=Bench', 'CN=Bench',
      case when is_owners then '${someAuthority}' else ${named('authority')} end, at, ${ends},
      ${oneOf(domains)}, case when is_owners then pem else 'not read' end,
      case when is_owners then pem end, word || ' bank', hash, n, ${created}`,
  },
  {
    // What the trigger reads from signed certificates, of which only the first are real.
    table: 'pmp.signed_certificate',
    columns: 'cert_id, not_after',
    values: `${named('cert')}, ${ends} + interval '5 hours'`,
    where: 'not is_owners',
  },
  {
    table: 'pms.partner',
    columns: `id, policy_group_id, name, address, contact_no, email_id, email_id_hash,
      certificate_alias, user_id, partner_type_code, approval_status, is_active, ${createdColumns}`,
    values: `${named('partner')},
      case when is_rare then ${named('group')} else 'plain-group-' || 1 + n % 19 end,
      word || ' bank ' || hash, '1 Market Square', '5550100', ${named('mail')} || '@bank.example',
      encode(sha256((${named('mail')} || '@bank.example')::bytea), 'hex'),
      case when dice % 4 > 0 then ${named('cert')} end, ${user},
      case when is_owners then 'Auth_Partner' else ${oneOf(partnerTypes)} end,
      ${oneOf(['InProgress', 'approved', 'approved', 'approved', 'rejected'])}, dice % 10 > 2,
      ${created}`,
  },
  {
    table: 'pmp.partner_certificate',
    columns: `cert_id, partner_id, uploaded_by, uploaded_at, replaced_at, not_before, not_after,
      thumbprint`,
    values: `${named('cert')}, ${ownersOr(named('partner'))}, 'bench', at, null, at, ${ends}, hash`,
  },
  {
    table: 'pmp.certificate_renewal',
    columns: `id, partner_id, partner_domain, cert_data, activate_at, scheduled_by, scheduled_at, state,
      ended_by, ended_at, cert_id`,
    values: `${named('renewal')}, ${named('partner')}, 'AUTH', 'not read', at, 'bench', at,
      ${oneOf(['activated', 'cancelled', 'failed'])}, 'bench', at, ${named('cert')}`,
  },
  {
    table: 'pms.partner_policy_request',
    columns: `id, part_id, policy_id, request_datetimes, request_detail, status_code,
      ${createdColumns}`,
    values: `${named('request')}, ${named('partner')}, ${named('policy')}, at, word || ' ' || reversed,
      ${oneOf(['InProgress', 'approved', 'rejected'])}, ${created}`,
  },
  {
    table: 'pmp.policy_request_decision',
    columns: 'request_id, decision, reason, decided_by, decided_at',
    values: `${named('request')}, ${oneOf(['InProgress', 'approved', 'rejected'])}, 'measured', 'bench',
      at`,
    where: 'dice % 3 > 0',
  },
  {
    table: 'pms.partner_policy',
    columns: `policy_api_key, part_id, policy_id, valid_from_datetime, valid_to_datetime, is_active,
      label, ${createdColumns}`,
    values: `hash, ${named('partner')}, ${named('policy')}, at, ${ends}, dice % 3 > 0,
      word || ' key ' || left(reversed, 20), ${created}`,
  },
  {
    table: 'pms.oidc_client',
    columns: `id, name, rp_id, policy_id, logo_uri, redirect_uris, claims, acr_values, public_key,
      grant_types, auth_methods, status, ${createdColumns}`,
    values: `${named('client')}, word || ' portal ' || hash, ${named('partner')}, ${named('policy')},
      'https://bench.example.org/logo.png', 'https://bench.example.org/', 'name',
      'mosip:idp:acr:generated-code', hash, 'authorization_code', 'private_key_jwt',
      case when dice % 4 > 0 then 'ACTIVE' else 'INACTIVE' end, ${created}`,
  },
  {
    table: 'pms.misp_license',
    columns: `misp_license_id, misp_id, license_key, license_key_name, policy_id, valid_from_date,
      valid_to_date, is_active, ${createdColumns}`,
    values: `${named('licence')}, ${named('partner')}, hash, word || ' licence ' || reversed,
      ${named('policy')}, at, ${ends}, dice % 3 > 0, ${created}`,
  },
  {
    table: 'pms.ftp_chip_detail',
    columns: `id, foundational_trust_provider_id, make, model, certificate_alias, partner_org_name,
      approval_status, is_active, ${createdColumns}`,
    values: `${named('chip')}, ${named('partner')}, word || ' ' || left(hash, 12),
      word || ' ' || left(reversed, 12), case when dice % 4 > 0 then ${named('cert')} end,
      word || ' bank ' || hash,
      ${oneOf(['pending_cert_upload', 'pending_approval', 'approved', 'approved', 'rejected'])},
      dice % 10 > 4, ${created}`,
  },
  {
    // A tenth are roots, each with the nine after it below.
    table: 'keymgr.ca_cert_store',
    columns: `cert_id, cert_subject, cert_issuer, issuer_id, cert_not_before, cert_not_after, cert_data,
      cert_thumbprint, cert_serial_no, partner_domain, ca_cert_type, ${createdColumns}`,
    values: `${named('authority')}, 'CN=' || word || ' ' || hash || ',O=Bench',
      'CN=' || word || ' ' || md5((${root})::text) || ',O=Bench', ${named('authority', `(${root})`)},
      at - interval '1 year', ${ends}, case when n = 1 then pem else 'not read' end, hash, n, ${oneOf(domains, '(n / 10)')},
      case when n % 10 = 1 then 'ROOT' else 'INTERMEDIATE' end, ${created}`,
  },
  {
    table: 'pmp.revocation',
    columns: 'kind, cert_id, partner_domain, thumbprint, reason, revoked_by, revoked_at',
    values: `${oneOf(['authority', 'partner'])}, ${named('authority')}, 'AUTH', hash, 'superseded',
      'bench', at`,
    where: 'dice % 5 = 0',
  },
  {
    table: 'pmp.organization_name_request',
    columns: `id, partner_id, previous_name, new_name, reason, status, requested_by, requested_at,
      decided_by, decided_at`,
    values: `${named('name')}, ${ownersOr(named('partner'))}, word || ' bank ' || hash,
      word || ' bank ' || reversed, 'measured', case when is_owners then 'withdrawn'
        else ${oneOf(['InProgress', 'approved', 'rejected', 'withdrawn'])} end, 'bench', at, null, null`,
  },
  {
    // Each request has had a change.
    table: 'pmp.mapping_change',
    columns: `id, request_id, reason, wanted, previous, status, requested_by, requested_at`,
    values: `${named('change')}, ${named('request')}, 'measured', '{"extractors": [], "credentialTypes": ["euin"]}',
      '{"extractors": [], "credentialTypes": []}', ${oneOf(['InProgress', 'approved', 'rejected'])},
      'bench', at`,
  },
  {
    table: 'pms.bioextractor_configuration',
    columns: `id, config_name, bioextractor_provider_name, bioextractor_provider_version, bio_modality,
      attribute_name, credential_data_format, cr_by, cr_dtimes, is_deleted`,
    values: `${named('extractor')}, word || ' extractor ' || n, word || ' vendor ' || hash,
      word || '-' || dice % 100, ${oneOf(['face', 'iris', 'finger'])}, 'photo', 'templateData', 'bench', at,
      false`,
  },
  {
    // A third of the partners has an owner.
    table: 'pmp.person',
    columns: 'issuer, sub, user_id, bound_how, bound_by, bound_at',
    values: `'bench', 'sub-' || n, ${word('(3 * n)')} || '-user-' || 3 * n,
      ${oneOf(['registered', 'invited', 'handed_over', 'upgraded'])}, 'bench', at`,
  },
  {
    table: 'pmp.arrival',
    columns: 'issuer, sub, user_name, email, is_email_verified, meets, arrived_at',
    values: `'bench', 'sub-' || n, ${user}, ${named('mail')} || '@bank.example', dice % 2 = 0,
      ${oneOf(['person', 'partner'])}, at`,
  },
  {
    table: 'pmp.invitation',
    columns: 'token_hash, user_id, invited_by, invited_at, expires_at',
    values: `hash, word || '-user-' || n, 'bench', at, at + interval '7 days'`,
    where: 'dice % 10 = 1',
  },
  {
    table: 'pmp.audit_entry',
    columns: `at, actor, actor_roles, action, outcome, failure_code, subject_type, subject_id, details`,
    values: `at, word || '-user-' || dice % 1000, 'PARTNER_ADMIN',
      case when is_rare then '${needle}.found' else ${oneOf([
        'partner.registered',
        'partner.activated',
        'certificate.uploaded',
        'policy.published',
        'api_key.generated',
      ])} end, case when dice % 50 = 0 then 'refused' else 'success' end, null, 'partner',
      ${named('partner')}, '{}'`,
  },
  {
    table: 'pmp.outbox_message',
    columns: `id, kind, topic, ordering_key, payload, created_at, available_at, attempts, delivered_at,
      outcome`,
    values: `hash::uuid, ${oneOf(['event', 'mail', 'registration'])},
      case when is_rare then '${needle}' else ${oneOf(['APIKEY_APPROVED', 'otp', 'PARTNER_UPDATED'])} end,
      n, '{}', at, at, 1, case when dice % 100 > 0 then at end,
      case when dice % 100 > 0 then ${oneOf(['delivered', 'delivered', 'refused'])} end`,
  },
]

/** The statement that inserts rows $1 to $2 of so many; `pem` is a certificate that can be read. */
export function insertOf({ table, columns, values, where }: Recipe): string {
  return `insert into ${table} (${columns})
    select ${values} from (
      select n, total, pem, n % (total / 20) = 0 as is_rare, n <= 60 as is_owners, ${word('n')} as word,
        md5(n::text) as hash, ('x' || left(md5(n::text), 7))::bit(28)::int as dice, reverse(md5(n::text)) as reversed,
        timestamp '2026-01-01' + n * (interval '330 days' / total) as at
      from generate_series($1::int, $2::int) n, (values ($3::int, $4::text)) given (total, pem)
    ) numbered ${where ? `where ${where}` : ''}`
}
