import {
  revocationReasons,
  type revokePartnerCertificate,
  type revokeTrustCertificate,
} from '@pmp/contract'
import { Alert, Select, Text, Textarea } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import { reasonTexts, type RevocationReason } from './revocation-reasons.ts'

export interface RevokeProps {
  endpoint: typeof revokeTrustCertificate | typeof revokePartnerCertificate
  certificateId: string
  name: string
  /** What is no longer accepted afterwards. */
  effect: string
  /** It is on hold already, so only final reasons are left. */
  isOnHold: boolean
}

interface Values extends Record<string, unknown> {
  reason: RevocationReason | null
  remark: string
}

/** Asks for what reason a certificate is revoked; only a hold can be taken back. */
export function RevokeDialog(props: RevokeProps & { onClose: () => void }) {
  const { endpoint, certificateId, name, effect, isOnHold, onClose } = props
  const { t } = useText()
  const form = useContractForm<RevokeProps['endpoint'], Values>({
    endpoint,
    initialValues: { reason: null, remark: '' },
    toCall: (values) => ({ certificateId, ...values }),
    done: (_, { reason }) =>
      t(reason === 'certificateHold' ? 'revocation.held' : 'revocation.done', { name }),
    onDone: onClose,
  })
  const { reason } = form.values
  const reasons = revocationReasons.filter((one) => !isOnHold || one !== 'certificateHold')
  return (
    <FormDialog
      title={t('revocation.revokeOf', { name })}
      form={form}
      submit={t('revocation.revoke')}
      submitProps={{ color: 'red' }}
      onClose={onClose}
    >
      <Text size="sm">{effect}</Text>
      <Select
        label={t('revocation.reason')}
        placeholder={t('revocation.reason.choose')}
        data={reasons.map((value) => ({ value, label: t(reasonTexts[value]) }))}
        {...form.choice('reason')}
      />
      <Textarea
        label={t('revocation.remark')}
        description={t('revocation.remark.hint')}
        autosize
        minRows={2}
        {...form.field('remark')}
      />
      {reason && (
        <Alert color={reason === 'certificateHold' ? 'blue' : 'yellow'} role="status">
          {t(reason === 'certificateHold' ? 'revocation.isHold' : 'revocation.isFinal')}
        </Alert>
      )}
    </FormDialog>
  )
}
