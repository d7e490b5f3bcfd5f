import { listPolicyVersions, type ResponseOf } from '@pmp/contract'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Surface } from '../../ui/surface.tsx'
import { Difference } from './difference.tsx'
import type { Policy } from './policy-page.tsx'

type Version = ResponseOf<typeof listPolicyVersions>[number]

const mostVersions = 50

/** Every change of a policy, newest first, each to be compared with what it says now. */
export function Versions({ policy }: { policy: Policy }) {
  const { t, dateTime } = useText()
  const [chosen, setChosen] = useState<Version | null>(null)
  const versions = useRead(listPolicyVersions, { policyId: policy.policyId, limit: mostVersions })
  return (
    <Surface title={t('policies.versions')}>
      <Loaded from={versions}>
        {(all) => (
          <Stack component="ol" gap="md" className="versions">
            {all.map((version) => (
              <li key={version.changedAt}>
                <Group justify="space-between" gap="xs">
                  <Text size="sm" fw={600}>
                    {t('policies.versionOf', { version: version.version })}
                  </Text>
                  <Status value={version.status} />
                </Group>
                <Text size="sm" c="dimmed">
                  {dateTime(instantOf(version))} · <bdi>{version.changedBy}</bdi>
                </Text>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  disabled={!version.isReadable}
                  onClick={() => setChosen(version)}
                  aria-label={t('policies.compareOf', { when: dateTime(instantOf(version)) })}
                >
                  <T id="policies.compare" />
                </Button>
              </li>
            ))}
          </Stack>
        )}
      </Loaded>
      {chosen && (
        <Dialog
          title={t('policies.compareOf', { when: dateTime(instantOf(chosen)) })}
          size="xl"
          onClose={() => setChosen(null)}
        >
          <Difference before={contentOf(chosen)} after={contentOf(policy)} />
        </Dialog>
      )}
    </Surface>
  )
}

function instantOf({ changedAt }: Version): Date {
  return new Date(`${changedAt.slice(0, 23)}Z`)
}

/** Name and description are compared, too. */
export function contentOf(
  version: Pick<Version, 'policyName' | 'policyDesc' | 'version' | 'policies'>,
): Record<string, unknown> {
  const { policyName: name, policyDesc: description, version: number, policies } = version
  return { name, description, version: number, ...policies }
}
