import { readOwner } from '@pmp/contract'
import { Group, Stack, Text } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { InviteButton } from './invite-button.tsx'
import { WithdrawButton } from './withdraw-button.tsx'

/** Which person owns a partner, and how that changes; for administrators. */
export function OwnerCard({ partnerId }: { partnerId: string }) {
  const { t, dateTime } = useText()
  const read = useRead(readOwner, { partnerId })
  return (
    <Surface title={t('persons.owner')}>
      <Loaded from={read}>
        {({ userId, owner, invitedUntil }) => (
          <Stack>
            {owner ? (
              <Facts
                facts={[
                  [t('fields.userName'), <bdi key="name">{userId}</bdi>],
                  [t('persons.how'), t(`persons.how.${owner.how}`)],
                  [t('persons.since'), dateTime(owner.at)],
                  [t('persons.by'), <bdi key="by">{owner.by}</bdi>],
                  [t('persons.sub'), <bdi key="sub">{owner.sub}</bdi>],
                ]}
              />
            ) : (
              <Text>
                <T id="persons.owner.none" />
              </Text>
            )}
            {invitedUntil && (
              <Text size="sm" c="dimmed">
                {t('persons.invitedUntil', { time: dateTime(invitedUntil) })}
              </Text>
            )}
            <Group>
              {owner ? (
                <WithdrawButton userId={userId} />
              ) : (
                <InviteButton partnerId={partnerId} variant="default" />
              )}
            </Group>
          </Stack>
        )}
      </Loaded>
    </Surface>
  )
}
