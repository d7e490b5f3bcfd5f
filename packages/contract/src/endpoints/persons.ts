import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { filter, LocalDateTime, pageOf, pathText, requiredText } from '../fields.ts'

/** Names that one call may hand over. */
const mostHandOvers = 200

const page = { pageNo: 0, pageSize: 20 }

/** How a person came to own a user id. */
export const bindings = ['registered', 'invited', 'handed_over', 'upgraded'] as const

/** Who owns the user id of a partner. */
const Owner = z.object({
  sub: z.string(),
  how: z.enum(bindings),
  by: z.string(),
  at: LocalDateTime,
})

/** People whose user name is that of another person, or of a partner that nobody has claimed. */
export const listArrivals = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/persons/arrivals',
  summary: 'Signed-in people whose user name is not theirs, newest first',
  permission: 'persons.manage',
  envelope: v2('pmp.persons.arrivals.get'),
  query: z.object({ userName: filter, meets: z.enum(['person', 'partner']).optional() }),
  list: { sortFields: ['userName', 'arrivedAt'], defaultPage: page },
  response: pageOf(
    z.object({
      sub: z.string(),
      userName: z.string(),
      email: z.string().nullable(),
      isEmailVerified: z.boolean(),
      /** What the name belongs to: another person, or a partner without an owner. */
      meets: z.enum(['person', 'partner']),
      arrivedAt: LocalDateTime,
      partnerId: z.string().nullable(),
      organizationName: z.string().nullable(),
    }),
  ),
  failures: [],
})

/** Partners that administrators or other programs made, and that nobody has claimed. */
export const listUnclaimedPartners = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/persons/unclaimed-partners',
  summary: 'Partners without an owner, newest first',
  permission: 'persons.manage',
  envelope: v2('pmp.persons.unclaimed.get'),
  query: z.object({ partnerId: filter, organizationName: filter }),
  list: { sortFields: ['partnerId', 'organizationName', 'createdAt'], defaultPage: page },
  response: pageOf(
    z.object({
      partnerId: z.string(),
      organizationName: z.string(),
      partnerType: z.string(),
      isActive: z.boolean(),
      createdAt: LocalDateTime,
      /** Until when an invitation is open. */
      invitedUntil: LocalDateTime.nullable(),
    }),
  ),
  failures: [],
})

/** Who owns what. */
export const listPersons = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/persons',
  summary: 'People who are bound to a user id, newest first',
  permission: 'persons.manage',
  envelope: v2('pmp.persons.get'),
  query: z.object({ userId: filter, how: z.enum(bindings).optional() }),
  list: { sortFields: ['userId', 'at'], defaultPage: page },
  response: pageOf(Owner.extend({ userId: z.string() })),
  failures: [],
})

export const readOwner = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/owner',
  summary: 'Who owns a partner, and until when somebody is invited to',
  permission: 'persons.manage',
  envelope: v2('pmp.owner.get'),
  params: z.object({ partnerId: pathText }),
  response: z.object({
    userId: z.string(),
    owner: Owner.nullable(),
    invitedUntil: LocalDateTime.nullable(),
  }),
  failures: ['partner_not_found'],
})

/** The link is in the answer alone; a new one ends the one before. */
export const inviteOwner = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/partners/:partnerId/invitation',
  summary: 'Make a link with which one person, once, becomes the owner of a partner',
  permission: 'persons.manage',
  envelope: v2('pmp.invitation.post'),
  params: z.object({ partnerId: pathText }),
  response: z.object({ link: z.string(), expiresAt: LocalDateTime }),
  failures: ['partner_not_found', 'name_has_owner'],
})

export const acceptInvitation = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/invitations/acceptance',
  summary: 'Become the owner of the partner that an invitation names',
  permission: 'persons.accept',
  envelope: v2('pmp.invitation.acceptance.post'),
  request: z.object({ token: requiredText(64) }),
  response: z.object({ userId: z.string() }),
  failures: [
    'field_invalid',
    'token_names_nobody',
    'invitation_not_valid',
    'person_has_other_name',
    'name_has_owner',
  ],
})

/**
 * One by one, in one transaction: what cannot be handed over is told by its code, the others are
 * done. The person is named by the `sub` that the configured identity provider gives them.
 */
export const handOver = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/persons/hand-over',
  summary: 'Give user ids to people, taking them from whoever has them',
  permission: 'persons.manage',
  envelope: v2('pmp.persons.hand-over.post'),
  request: z.object({
    names: z
      .array(z.object({ userId: requiredText(256), sub: requiredText(255) }))
      .min(1, 'at least one name is needed')
      .max(mostHandOvers, `at most ${mostHandOvers} names are allowed`),
  }),
  response: z.array(
    z.object({
      userId: z.string(),
      sub: z.string(),
      isHandedOver: z.boolean(),
      errorCode: z.string().nullable(),
    }),
  ),
  failures: ['field_invalid', 'partner_not_found', 'person_has_other_name'],
})

export const withdrawOwner = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/persons/withdrawal',
  summary: 'Take a user id from the person who is bound to it',
  permission: 'persons.manage',
  envelope: v2('pmp.persons.withdrawal.post'),
  request: z.object({ userId: requiredText(256) }),
  response: z.object({ userId: z.string() }),
  failures: ['field_invalid', 'name_not_bound'],
})
