import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { randomLettersAndDigits } from '../../database/ids.ts'
import { deactivateLicences } from './deactivate-licences.ts'
import { publishLicence } from './licence-event.ts'
import { insertLicence, type Licence } from './queries.ts'

interface Wanted {
  mispId: string
  policyId: string | null
  licenseKeyName: string | null
  validToDate: Date
  /** The MISP had a licence before, be it inactive now. */
  isRenewal?: boolean
}

/**
 * Makes a licence the active one of a MISP, whose partner is held. Consumers hear first of each that
 * it replaces, then of it: who keeps several keeps none alive, who keeps one keeps the new one.
 * @throws {Failure} licence_name_taken · policy_text_unreadable
 */
export async function issueLicence(
  context: Context,
  { isRenewal = false, ...wanted }: Wanted,
): Promise<Licence> {
  const { db, config, actor, now } = context
  const { mispId, policyId, licenseKeyName, validToDate } = wanted
  const replaced = await deactivateLicences(context, mispId, { publisher: 'mispLicences' })
  const licenseKey = randomLettersAndDigits(config.MISP_KEY_LENGTH)
  const licence = await insertLicence(db, { ...wanted, licenseKey }, { actor: actor.userName, now })
  const topic = isRenewal || replaced > 0 ? 'MISP_LICENSE_UPDATED' : 'MISP_LICENSE_GENERATED'
  await publishLicence(context, licence, { topic })
  await record(context, 'mispLicence.generated', {
    subjectType: 'partner',
    subjectId: mispId,
    after: {
      mispLicenseId: licence.mispLicenseId,
      licenseKeyName,
      policyId,
      validTo: validToDate.toISOString(),
    },
    details: { replaced },
  })
  return licence
}
