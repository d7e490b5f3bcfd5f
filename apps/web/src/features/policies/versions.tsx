import { listPolicyVersions, type ResponseOf } from '@pmp/contract'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'
import { Surface } from '../../ui/surface.tsx'
import { Difference } from './difference.tsx'
import type { Policy } from './policy-facts.ts'

type Version = ResponseOf<typeof listPolicyVersions>[number]

const versionsAtOnce = 20

/** Every change of a policy, newest first, each to be compared with what it says now. */
export function Versions({ policy }: { policy: Policy }) {
  const { t, dateTime } = useText()
  const [chosen, setChosen] = useState<Version | null>(null)
  const { policyId } = policy
  const versions = useInfiniteQuery({
    queryKey: [listPolicyVersions.path, policyId],
    queryFn: ({ pageParam }) =>
      call(listPolicyVersions, {
        policyId,
        limit: versionsAtOnce,
        ...(pageParam ? { before: pageParam } : {}),
      }),
    initialPageParam: '',
    getNextPageParam: (last) =>
      last.length === versionsAtOnce ? last.at(-1)?.changedAt : undefined,
  })
  return (
    <Surface title={t('policies.versions')}>
      <Loaded from={{ ...versions, data: versions.data?.pages.flat() }}>
        {(all) => (
          <Stack component="ol" gap="md" className="versions">
            {all.map((version) => (
              <li key={version.changedAt}>
                <VersionLine version={version} onCompare={() => setChosen(version)} />
              </li>
            ))}
          </Stack>
        )}
      </Loaded>
      {versions.hasNextPage && (
        <Button
          mt="sm"
          variant="default"
          size="sm"
          loading={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          <T id="actions.older" />
        </Button>
      )}
      {chosen?.policies && (
        <Dialog
          title={t('policies.compareOf', { when: dateTime(instantOf(chosen)) })}
          size="xl"
          onClose={() => setChosen(null)}
        >
          <Difference
            before={contentOf({ ...chosen, policies: chosen.policies })}
            after={contentOf(policy)}
          />
        </Dialog>
      )}
    </Surface>
  )
}

function VersionLine({ version, onCompare }: { version: Version; onCompare: () => void }) {
  const { t, dateTime } = useText()
  const when = dateTime(instantOf(version))
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t('policies.versionOf', { version: version.version })}
        </Text>
        <Status value={version.status} />
      </Group>
      <Text size="sm" c="dimmed">
        {when} · <bdi>{version.changedBy}</bdi>
      </Text>
      {version.isReadable ? (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={onCompare}
          aria-label={t('policies.compareOf', { when })}
        >
          <T id="policies.compare" />
        </Button>
      ) : (
        <Text size="sm">
          <T id="policies.version.unreadable" />
        </Text>
      )}
    </>
  )
}

function instantOf({ changedAt }: Version): Date {
  return new Date(`${changedAt.slice(0, 23)}Z`)
}

interface Content {
  policyName: string
  policyDesc: string
  version: string
  policies: Record<string, unknown>
}

/** Name and description are compared, too. */
export function contentOf(content: Content): Record<string, unknown> {
  const { policyName: name, policyDesc: description, version, policies } = content
  return { name, description, version, ...policies }
}
