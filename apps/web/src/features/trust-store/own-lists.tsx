import { listOwnRevocationLists, type ResponseOf } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'

type OwnList = ResponseOf<typeof listOwnRevocationLists>[number]

/** Where others find which MOSIP-signed certificates are revoked. */
export function OwnLists() {
  const { t } = useText()
  const lists = useRead(listOwnRevocationLists, {})
  return (
    <Surface title={t('ownLists.title')}>
      <Stack gap="xl">
        <Text size="sm" c="dimmed">
          <T id="ownLists.about" />
        </Text>
        <Loaded from={lists}>
          {(all) => (
            <>
              {all.map((list) => (
                <One key={list.url} list={list} />
              ))}
            </>
          )}
        </Loaded>
      </Stack>
    </Surface>
  )
}

function One({ list }: { list: OwnList }) {
  const { t, dateTime, date, number } = useText()
  const { crlNumber, thisUpdate, nextUpdate, revokedCount } = list
  const facts: [string, string][] =
    thisUpdate && nextUpdate
      ? [
          [t('crl.number'), crlNumber ?? ''],
          [t('crl.revokedCount'), number(revokedCount ?? 0)],
          [t('crl.from'), dateTime(thisUpdate)],
          [t('crl.until'), dateTime(nextUpdate)],
        ]
      : [[t('crl.number'), t('ownLists.soon')]]
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [
            t('ownLists.signer'),
            `${commonNameOf(list.signer)} (${t('trust.until', { date: date(list.signerNotAfter) })})`,
          ],
          ...facts,
        ]}
      />
      {list.isPublished ? (
        <CopyField label={t('ownLists.address')} value={list.url} />
      ) : (
        <Text size="sm">
          <T id="ownLists.mayNot" />
        </Text>
      )}
    </Stack>
  )
}
