import { randomBytes } from 'node:crypto'
import { roles, type Role } from '@pmp/contract'
import { generateRsaKey, issueCertificate, type Certificate } from '@pmp/x509'
import { dayMs } from '../durations.ts'
import type { Services } from '../services.ts'
import type { Context } from '../context.ts'
import { transaction } from '../database/database.ts'
import { generateApiKey } from '../features/api-keys/generate-api-key.ts'
import { uploadPartnerCertificate } from '../features/certificates/upload-partner-certificate.ts'
import { registerPartner } from '../features/partners/register-partner.ts'
import { createPolicyGroup } from '../features/policy-groups/create-policy-group.ts'
import { publishPolicy } from '../features/policies/publish-policy.ts'
import { findPolicyGroupByName } from '../features/policy-groups/queries.ts'
import { createPolicy } from '../features/policies/save-policy.ts'
import { decidePolicyRequest } from '../features/approvals/decide-policy-request.ts'
import { submitPolicyRequest } from '../features/policy-requests/submit-policy-request.ts'
import { requestOrganizationName } from '../features/organization-names/request-name.ts'
import { scheduleRenewal } from '../features/renewals/schedule-renewal.ts'
import { uploadCaCertificate } from '../features/trust-store/upload-ca-certificate.ts'
import { createAccount, findByUserName } from '../identity/accounts.ts'
import { anonymous } from '../http/caller.ts'
import {
  demoGroups,
  demoPartners,
  demoStaff,
  type DemoPartner,
  type DemoPerson,
} from './country.ts'

export interface DemoUser {
  userName: string
  password: string
  about: string
}

type Operation<Input, Output> = (context: Context, input: Input) => Promise<Output>

/**
 * Fills an empty database with a believable country, by the same operations that people use, so
 * that audit, history and outbox are as real. Does nothing on a database that has it already.
 * @returns the users of the embedded provider, one for each role, with generated passwords
 */
export async function seedDemo(services: Services): Promise<DemoUser[]> {
  const [firstGroup] = demoGroups
  if (!firstGroup || (await findPolicyGroupByName(services.db, firstGroup.name))) return []
  // Before the partners: who registers one must be somebody.
  const users = await createUsers(services)
  const act = actor(services)
  await createPolicies(act)
  const authority = await createAuthority(services.clock())
  for (const domain of ['AUTH', 'DEVICE', 'FTM']) {
    for (const certificate of authority.certificates) {
      const certificateData = certificate.pem
      await act(registrar, uploadCaCertificate, {
        certificateData,
        partnerDomain: domain,
      })
    }
  }
  for (const partner of demoPartners) {
    // People of another provider are not known here: what an administrator makes waits for them.
    const { userName, role } = partner
    await register(act, partner, services.config.isEmbeddedIssuer ? [userName, role] : registrar)
    await equip(act, authority, partner)
  }
  return users
}

/** Runs an operation as a person, in a transaction of its own, as a request would. */
function actor(services: Services) {
  return async <Input, Output>(
    [userName, role]: readonly [string, Role],
    operation: Operation<Input, Output>,
    input: Input,
  ): Promise<Output> => {
    const now = services.clock()
    const account = await findByUserName(services.db, userName)
    const claims = account ? { sub: account.id } : {}
    const email = `${userName}@demo.example`
    return transaction(services.db, async (db) => {
      const actor = {
        ...anonymous,
        userName,
        // People of the demo do what the country's own would, also where they have no account.
        userId: userName,
        roles: [role],
        email,
        claims,
      }
      const context = {
        ...services,
        db,
        now,
        actor,
        outage: undefined,
        noteKeyUse: () => {},
        log: silent,
        requestId: 'demo',
      }
      return operation(context, input)
    })
  }
}

type Act = ReturnType<typeof actor>

/** The operations of the demo log nothing; what they do is in the audit. */
const silent: Context['log'] = {
  level: 'silent',
  fatal: () => {},
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  trace: () => {},
  silent: () => {},
  child: () => silent,
}

async function createPolicies(act: Act): Promise<void> {
  for (const { name, desc, policies } of demoGroups) {
    const group = await act(['policy-desk', roles.policyManager], createPolicyGroup, { name, desc })
    for (const { isDraft, ...policy } of policies) {
      const wanted = { ...policy, policyId: undefined, policyGroupName: name, version: '1.0' }
      const { id } = await act(['policy-desk', roles.policyManager], createPolicy, wanted)
      if (isDraft) continue
      const ids = { policyId: id, policygroupId: group.id }
      await act(['policy-desk', roles.policyManager], publishPolicy, ids)
    }
  }
}

interface Authority {
  certificates: Certificate[]
  issueLeaf(organization: string, days: number): Promise<Certificate>
  /** The instant so many days from now. */
  after(days: number): Date
}

/** A national root and the CA below it that issues partner certificates. */
async function createAuthority(now: Date): Promise<Authority> {
  const [rootKey, caKey] = await Promise.all([generateRsaKey(), generateRsaKey()])
  const notBefore = new Date(now.getTime() - dayMs)
  const after = (days: number) => new Date(now.getTime() + days * dayMs)
  const ca = { notBefore, basicConstraints: { ca: true }, keyUsage: ['keyCertSign', 'cRLSign'] }
  const root = await issueCertificate({
    ...ca,
    subject: { CN: 'Demo National Root CA', O: 'Demo Trust Services', C: 'XX' },
    publicKey: rootKey.publicKey,
    signingKey: rootKey.privateKey,
    notAfter: after(3650),
  })
  const issuing = await issueCertificate({
    ...ca,
    subject: { CN: 'Demo Issuing CA', O: 'Demo Trust Services', C: 'XX' },
    issuer: root,
    publicKey: caKey.publicKey,
    signingKey: rootKey.privateKey,
    notAfter: after(1825),
  })
  return {
    certificates: [root, issuing],
    after,
    async issueLeaf(organization, days) {
      const { publicKey } = await generateRsaKey()
      return issueCertificate({
        subject: { CN: `${organization} signing`, O: organization, C: 'XX' },
        issuer: issuing,
        publicKey,
        signingKey: caKey.privateKey,
        notBefore,
        notAfter: after(days),
        basicConstraints: { ca: false },
        keyUsage: ['digitalSignature', 'keyEncipherment'],
      })
    },
  }
}

const registrar = ['registrar', roles.partnerAdmin] as const

async function register(
  act: Act,
  partner: DemoPartner,
  registrant: readonly [string, Role],
): Promise<void> {
  const { userName, organizationName } = partner
  await act(registrant, registerPartner, {
    partnerId: userName,
    policyGroup: partner.policyGroup,
    organizationName,
    address: partner.address,
    contactNumber: partner.contactNumber,
    emailId: `${userName}@demo.example`,
    partnerType: partner.partnerType,
    langCode: partner.langCode,
  })
}

/** Certificate, plans, requests and keys of a partner. */
async function equip(act: Act, authority: Authority, partner: DemoPartner): Promise<void> {
  const { userName, role, organizationName } = partner
  if (partner.certificateDays === undefined) return
  const leaf = await authority.issueLeaf(organizationName, partner.certificateDays)
  await act([userName, role], uploadPartnerCertificate, {
    partnerId: userName,
    certificateData: leaf.pem,
    partnerDomain: partner.domain,
  })
  await createPlans(act, authority, partner)
  for (const request of partner.requests) {
    const { mappingkey } = await act([userName, role], submitPolicyRequest, {
      partnerId: userName,
      policyName: request.policyName,
      useCaseDescription: request.useCase,
    })
    if (request.decision === undefined) continue
    const decision = { mappingkey, status: request.decision, reason: request.reason }
    await act(registrar, decidePolicyRequest, decision)
    for (const label of request.keys ?? []) {
      const wanted = { partnerId: userName, policyName: request.policyName, label }
      await act([userName, role], generateApiKey, wanted)
    }
  }
}

/** What a partner has planned: its next certificate, another name. */
async function createPlans(act: Act, authority: Authority, partner: DemoPartner): Promise<void> {
  const { userName: partnerId, role, organizationName, renewalInDays, nameRequest } = partner
  if (renewalInDays !== undefined) {
    const next = await authority.issueLeaf(organizationName, renewalInDays + 730)
    await act([partnerId, role], scheduleRenewal, {
      partnerId,
      certificateData: next.pem,
      partnerDomain: partner.domain,
      activateAt: authority.after(renewalInDays),
    })
  }
  if (nameRequest)
    await act([partnerId, role], requestOrganizationName, { partnerId, ...nameRequest })
}

/** Accounts for the people of the demo; without the embedded provider there is nobody to make. */
async function createUsers({ config, db, clock }: Services): Promise<DemoUser[]> {
  if (!config.isEmbeddedIssuer) return []
  const people = [...demoStaff, ...demoPartners.filter(({ hasUser }) => hasUser)]
  const users: DemoUser[] = []
  for (const person of people) {
    const { userName, role, about } = person
    if (await findByUserName(db, userName)) continue
    const password = randomBytes(12).toString('base64url')
    const attributes = isPartner(person) ? attributesOf(person) : { langCode: 'eng', locale: 'eng' }
    const account = {
      userName,
      password,
      email: `${userName}@demo.example`,
      givenName: person.givenName,
      familyName: person.familyName,
      roles: [role],
      attributes,
    }
    await createAccount(db, account, clock())
    users.push({ userName, password, about })
  }
  return users
}

function isPartner(person: DemoPerson): person is DemoPartner {
  return 'organizationName' in person
}

function attributesOf(partner: DemoPartner) {
  return {
    organizationName: partner.organizationName,
    partnerType: partner.partnerType,
    phoneNumber: partner.contactNumber,
    address: partner.address,
    langCode: partner.langCode,
    locale: partner.langCode,
  }
}
