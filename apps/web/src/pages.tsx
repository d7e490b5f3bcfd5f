import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { PageMissing } from './api/unreachable.ts'
import { wantTexts } from './i18n/catalogue.ts'
import { partOf } from './i18n/part-of.ts'
import { NoPage } from './shell/no-page.tsx'
import type { PageFacts } from './shell/page-facts.ts'
import { PageFailed } from './shell/page-failed.tsx'
import { PagePending } from './shell/page-pending.tsx'

interface PageEntry extends PageFacts {
  path: string
  load: () => Promise<{ default: () => React.ReactNode }>
}

/** Path → page → permission → menu entry, once. */
const pages: readonly PageEntry[] = [
  {
    path: '/',
    load: () => import('./features/home/home-page.tsx'),
    menu: 'home.menu',
    icon: 'home',
  },
  { path: '/profile', load: () => import('./features/profile/profile-page.tsx') },
  {
    path: '/certificates',
    load: () => import('./features/certificates/certificates-page.tsx'),
    permission: 'certificates.history',
    menu: 'certificates.menu',
    group: 'trust',
    icon: 'certificate',
    isForPartners: true,
  },
  {
    path: '/certificates/upload',
    load: () => import('./features/certificates/upload-certificate-page.tsx'),
    permission: 'certificates.upload',
  },
  {
    path: '/certificates/request',
    load: () => import('./features/certificates/make-request-page.tsx'),
    permission: 'certificates.upload',
  },
  {
    path: '/certificates/history',
    load: () => import('./features/certificates/certificate-history-page.tsx'),
    permission: 'certificates.history',
  },
  {
    path: '/organization-name',
    load: () => import('./features/organization-names/organization-name-page.tsx'),
    permission: 'organizationNames.request',
  },
  {
    path: '/policy-requests',
    load: () => import('./features/policy-requests/policy-requests-page.tsx'),
    permission: 'policyRequests.list',
    menu: 'requests.menu',
    group: 'policy',
    icon: 'request',
    isForPartners: true,
  },
  {
    path: '/policy-requests/new',
    load: () => import('./features/asking/ask-page.tsx'),
    permission: 'policyRequests.submit',
  },
  {
    path: '/policy-requests/$requestId',
    load: () => import('./features/policy-requests/policy-request-page.tsx'),
    permission: 'policyRequests.list',
  },
  {
    path: '/api-keys',
    load: () => import('./features/api-keys/api-keys-page.tsx'),
    permission: 'apiKeys.list',
    menu: 'keys.menu',
    group: 'access',
    icon: 'key',
  },
  {
    path: '/api-keys/new',
    load: () => import('./features/api-keys/new-api-key-page.tsx'),
    permission: 'apiKeys.generate',
  },
  {
    path: '/oidc-clients',
    load: () => import('./features/oidc-clients/clients-page.tsx'),
    permission: 'oidcClients.list',
    menu: 'clients.menu',
    group: 'access',
    icon: 'client',
  },
  {
    path: '/oidc-clients/new',
    load: () => import('./features/oidc-clients/new-client-page.tsx'),
    permission: 'oidcClients.createConfigured',
  },
  {
    path: '/oidc-clients/$clientId',
    load: () => import('./features/oidc-clients/client-page.tsx'),
    permission: 'oidcClients.readDetails',
  },
  {
    path: '/oidc-clients/$clientId/edit',
    load: () => import('./features/oidc-clients/edit-client-page.tsx'),
    permission: 'oidcClients.updateConfigured',
  },
  {
    path: '/api-keys/$partnerId/$policyId/$label',
    load: () => import('./features/api-keys/api-key-page.tsx'),
    permission: 'apiKeys.read',
  },
  {
    path: '/misp-licences',
    load: () => import('./features/misp-licences/misp-licences-page.tsx'),
    permission: 'mispKeys.list',
    menu: 'licences.menu',
    group: 'access',
    icon: 'licence',
  },
  {
    path: '/misp-licences/new',
    load: () => import('./features/misp-licences/new-licence-page.tsx'),
    permission: 'mispLicences.generate',
  },
  {
    path: '/misp-licences/keys',
    load: () => import('./features/misp-licences/licence-keys-page.tsx'),
    permission: 'mispKeys.search',
  },
  {
    path: '/misp-licences/$licenceId',
    load: () => import('./features/misp-licences/licence-page.tsx'),
    permission: 'mispLicences.read',
  },
  {
    path: '/acceptance',
    load: () => import('./features/acceptance/acceptance-page.tsx'),
    permission: 'acceptance.check',
    menu: 'acceptance.menu',
    group: 'access',
    icon: 'done',
  },
  {
    path: '/approvals',
    load: () => import('./features/approvals/inbox-page.tsx'),
    permission: 'policyRequests.decide',
    menu: 'approvals.menu',
    count: 'approvals',
    icon: 'approval',
  },
  {
    path: '/approvals/requests',
    load: () => import('./features/policy-requests/request-approvals-page.tsx'),
    permission: 'policyRequests.decide',
  },
  {
    path: '/approvals/changes',
    load: () => import('./features/mapping-changes/mapping-changes-page.tsx'),
    permission: 'policyRequests.decide',
  },
  {
    path: '/approvals/names',
    load: () => import('./features/organization-names/name-approvals-page.tsx'),
    permission: 'organizationNames.decide',
  },
  {
    path: '/approvals/people',
    load: () => import('./features/persons/arrivals-page.tsx'),
    permission: 'persons.manage',
  },
  {
    path: '/approvals/people/unclaimed',
    load: () => import('./features/persons/unclaimed-page.tsx'),
    permission: 'persons.manage',
  },
  {
    path: '/approvals/people/owners',
    load: () => import('./features/persons/owners-page.tsx'),
    permission: 'persons.manage',
  },
  {
    path: '/partners',
    load: () => import('./features/partners/partners-page.tsx'),
    permission: 'partners.administer',
    menu: 'partners.menu',
    group: 'register',
    icon: 'organization',
  },
  {
    path: '/partners/new',
    load: () => import('./features/partners/new-partner-page.tsx'),
    permission: 'partners.administer',
  },
  {
    path: '/partners/$partnerId',
    load: () => import('./features/partners/partner-page.tsx'),
    permission: 'partners.readDetails',
  },
  {
    path: '/trust-store',
    load: () => import('./features/trust-store/trust-store-page.tsx'),
    permission: 'trustStore.list',
    menu: 'trust.menu',
    group: 'trust',
    count: 'trust',
    icon: 'shield',
  },
  {
    path: '/trust-store/list',
    load: () => import('./features/trust-store/trust-list-page.tsx'),
    permission: 'trustStore.list',
  },
  {
    path: '/trust-store/$certificateId',
    load: () => import('./features/trust-store/trust-certificate-page.tsx'),
    permission: 'trustStore.list',
  },
  {
    path: '/trust-store/upload',
    load: () => import('./features/trust-store/upload-ca-page.tsx'),
    permission: 'certificates.uploadCa',
  },
  {
    path: '/certificates/expiry',
    load: () => import('./features/certificates/certificate-expiry-page.tsx'),
    permission: 'certificates.watchExpiry',
    menu: 'expiry.menu',
    group: 'trust',
    icon: 'clock',
  },
  {
    path: '/policy-groups',
    load: () => import('./features/policy-groups/policy-groups-page.tsx'),
    permission: 'policyGroups.create',
    menu: 'groups.menu',
    group: 'policy',
    icon: 'group',
  },
  {
    path: '/policy-groups/$groupId',
    load: () => import('./features/policy-groups/policy-group-page.tsx'),
    permission: 'policyGroups.read',
  },
  {
    path: '/policies',
    load: () => import('./features/policies/policies-page.tsx'),
    permission: 'policies.list',
    menu: 'policies.menu',
    group: 'policy',
    icon: 'policy',
  },
  {
    path: '/policies/new',
    load: () => import('./features/policies/new-policy-page.tsx'),
    permission: 'policies.create',
  },
  {
    path: '/policies/$policyId',
    load: () => import('./features/policies/policy-page.tsx'),
    permission: 'policies.read',
  },
  {
    path: '/policies/$policyId/edit',
    load: () => import('./features/policies/edit-policy-page.tsx'),
    permission: 'policies.edit',
  },
  {
    path: '/policies/$policyId/next',
    load: () => import('./features/policies/next-version-page.tsx'),
    permission: 'policies.edit',
  },
  {
    path: '/extractors',
    load: () => import('./features/extractor-configurations/extractors-page.tsx'),
    permission: 'extractorConfigurations.create',
    menu: 'extractors.menu',
    group: 'policy',
    icon: 'extractor',
  },
  {
    path: '/audit',
    load: () => import('./features/audit/audit-page.tsx'),
    permission: 'audit.read',
    menu: 'audit.menu',
    group: 'oversight',
    icon: 'audit',
  },
  {
    path: '/outbox',
    load: () => import('./features/outbox/outbox-page.tsx'),
    permission: 'outbox.read',
    menu: 'outbox.menu',
    group: 'oversight',
    icon: 'outbox',
  },
]

const root = createRootRoute()
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell/layout.tsx')),
})

/** The code of a page and its texts, asked for together. */
function lazyPage({ path, load }: Pick<PageEntry, 'path' | 'load'>) {
  return lazyRouteComponent(async () => {
    const [page] = await Promise.all([load(), wantTexts(partOf(path))]).catch(() => {
      // The router would load the document anew, which may end in the browser's own page.
      throw new PageMissing()
    })
    return page
  })
}

const shellRoutes = pages.map(({ path, load, ...facts }) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    component: lazyPage({ path, load }),
    staticData: facts,
  }),
)

// Whatever no other path is, inside the shell: whoever is not signed in is asked who they are first.
const nowhere = createRoute({
  getParentRoute: () => shell,
  path: '$',
  component: NoPage,
})

const openPages = [
  { path: '/welcome', load: () => import('./features/sign-up/welcome-page.tsx') },
  { path: '/invitation', load: () => import('./features/persons/invitation-page.tsx') },
  { path: '/sign-up', load: () => import('./features/sign-up/sign-up-page.tsx') },
  { path: '/sign-in/$uid', load: () => import('./features/sign-up/sign-in-page.tsx') },
].map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyPage({ path, load }) }),
)

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren([...shellRoutes, nowhere]), ...openPages]),
  defaultPreload: 'intent',
  defaultPendingComponent: PagePending,
  // Not loaded later: it tells that nothing can be.
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
})
