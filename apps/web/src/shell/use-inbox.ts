import {
  listArrivals,
  listMappingChanges,
  listNameRequests,
  listPolicyRequests,
} from '@pmp/contract'
import { useRead } from '../api/query.ts'
import { useText } from '../i18n/text.tsx'
import { useMay } from './session.tsx'
import type { Item } from '../domain/approvals/inbox.ts'

/** The oldest of each kind that are shown at once; the lists of the kinds have the others. */
const mostOfKind = 50

const oldest = { sortType: 'asc', pageNo: 0, pageSize: mostOfKind } as const

/** Everything that waits for a decision of the reader, of every kind. */
export function useInbox() {
  const may = useMay()
  const requests = useRequests(may('policyRequests.decide'))
  const changes = useChanges(may('policyRequests.decide'))
  const names = useNames(may('organizationNames.decide'))
  const people = usePeople(may('persons.manage'))
  const all = [requests, changes, names, people]
  const failed = all.find(({ read }) => read.error)
  const isPending = all.some(({ read }) => read.isLoading)
  return {
    data: isPending || failed ? undefined : all.flatMap(({ items }) => items),
    /** How many more there are than are shown. */
    hidden: all.reduce(
      (sum, { read, items }) => sum + (read.data?.totalResults ?? 0) - items.length,
      0,
    ),
    error: failed?.read.error,
    isPending,
    refetch: () => all.forEach(({ read }) => void read.refetch()),
  }
}

function useRequests(enabled: boolean) {
  const sort = { sortFieldName: 'createdDateTime', ...oldest }
  const read = useRead(listPolicyRequests, { status: 'InProgress', ...sort }, { enabled })
  const items = (read.data?.data ?? []).map((row): Item => ({
    kind: 'request',
    key: `request ${row.id}`,
    who: row.orgName,
    whose: row.partnerId,
    what: row.policyName,
    at: row.createdDateTime,
    to: `/policy-requests/${row.id}`,
    isElsewhere: row.awaitsAnswer,
  }))
  return { read, items }
}

function useChanges(enabled: boolean) {
  const sort = { sortFieldName: 'requestedAt', ...oldest }
  const read = useRead(listMappingChanges, { status: 'InProgress', ...sort }, { enabled })
  const items = (read.data?.data ?? []).map((row): Item => ({
    kind: 'change',
    key: `change ${row.changeId}`,
    who: row.orgName,
    whose: row.partnerId,
    what: row.policyName,
    at: row.requestedAt,
    to: `/policy-requests/${row.requestId}`,
    isElsewhere: false,
  }))
  return { read, items }
}

function useNames(enabled: boolean) {
  const sort = { sortFieldName: 'requestedAt', ...oldest }
  const read = useRead(listNameRequests, { status: 'InProgress', ...sort }, { enabled })
  const items = (read.data?.data ?? []).map((row): Item => ({
    kind: 'name',
    key: `name ${row.requestId}`,
    who: row.previousName,
    whose: row.partnerId,
    what: row.newName,
    at: row.requestedAt,
    to: '/approvals/names',
    isElsewhere: false,
  }))
  return { read, items }
}

function usePeople(enabled: boolean) {
  const { t } = useText()
  const read = useRead(listArrivals, { sortFieldName: 'arrivedAt', ...oldest }, { enabled })
  const items = (read.data?.data ?? []).map((row): Item => ({
    kind: 'person',
    key: `person ${row.sub}`,
    who: row.userName,
    whose: row.userName,
    what: row.organizationName ?? t('inbox.person'),
    at: row.arrivedAt,
    to: '/approvals/people',
    isElsewhere: false,
  }))
  return { read, items }
}
