import { Alert, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { reasonTextOf } from './revocation-reasons.ts'

interface RevocationNoticeProps {
  revocation: { reason: string; remark: string | null; revokedAt: Date; isHold: boolean }
}

/** Since when and why a certificate is revoked or on hold. */
export function RevocationNotice({ revocation }: RevocationNoticeProps) {
  const { t, dateTime } = useText()
  const { reason, remark, revokedAt, isHold } = revocation
  return (
    <Alert
      color="red"
      variant="light"
      className="verdict-bad"
      title={<T id={isHold ? 'revocation.onHold' : 'revocation.revoked'} />}
    >
      <Text size="sm">
        {t('revocation.since', { when: dateTime(revokedAt), reason: t(reasonTextOf(reason)) })}
      </Text>
      {remark && (
        <Text size="sm" mt={4}>
          <bdi>{remark}</bdi>
        </Text>
      )}
    </Alert>
  )
}
