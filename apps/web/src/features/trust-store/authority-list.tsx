import { changeRevocationListUrl, forgetRevocationList } from '@pmp/contract'
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MessageId } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import type { TrustCertificate } from './trust-certificate.ts'
import { UploadList } from './upload-list.tsx'

type Props = { certificate: TrustCertificate }
type Task = 'upload' | 'address' | 'forget'

/** The list in which the authority names what it revoked, and how it is kept up to date. */
export function AuthorityList({ certificate }: Props) {
  const { t } = useText()
  const may = useMay()
  const [task, setTask] = useState<Task | null>(null)
  const { list } = certificate
  const close = () => setTask(null)
  return (
    <Surface title={t('crl.title')}>
      <Stack>
        {list ? <State list={list} /> : <T id="crl.none" />}
        {may('revocations.manage') && (
          <Group gap="sm">
            <Button variant="default" onClick={() => setTask('upload')}>
              <T id="crl.upload" />
            </Button>
            <Button variant="default" onClick={() => setTask('address')}>
              <T id="crl.setAddress" />
            </Button>
            {list && (
              <Button variant="subtle" color="red" onClick={() => setTask('forget')}>
                <T id="crl.forget" />
              </Button>
            )}
          </Group>
        )}
      </Stack>
      {task === 'upload' && <UploadList certificateId={certificate.certId} onClose={close} />}
      {task === 'address' && <Address certificate={certificate} onClose={close} />}
      {task === 'forget' && <Forget certificate={certificate} onClose={close} />}
    </Surface>
  )
}

/** Why a fetch failed; failures of the contract by their names. */
const fetchFailures: Record<string, MessageId> = {
  unreachable: 'crl.failure.unreachable',
  timed_out: 'crl.failure.timedOut',
  too_large: 'crl.failure.tooLarge',
  status: 'crl.failure.status',
  address: 'failures.PMP_068',
  redirects: 'crl.failure.redirects',
  crl_url_not_allowed: 'failures.PMP_068',
  crl_unreadable: 'failures.PMP_064',
  crl_not_current: 'failures.PMP_065',
  crl_not_accepted: 'failures.PMP_066',
  crl_older: 'failures.PMP_067',
}

function State({ list }: { list: NonNullable<TrustCertificate['list']> }) {
  const { t, dateTime, number } = useText()
  const { thisUpdate, nextUpdate, revokedCount, storedAt, storedBy, triedAt, failure } = list
  const hasEnded = nextUpdate !== null && nextUpdate.getTime() < Date.now()
  return (
    <>
      {hasEnded && (
        <Alert color="red" variant="light" className="verdict-bad">
          <T id="crl.ended" />
        </Alert>
      )}
      {failure && (
        <Alert color="yellow" variant="light" title={<T id="crl.fetchFailed" />}>
          <T id={fetchFailures[failure] ?? 'failures.unknown'} />
        </Alert>
      )}
      <Facts
        facts={[
          [t('crl.revokedCount'), revokedCount === null ? null : number(revokedCount)],
          [t('crl.number'), list.crlNumber && <code key="n">{list.crlNumber}</code>],
          [t('crl.from'), thisUpdate && dateTime(thisUpdate)],
          [t('crl.until'), nextUpdate && dateTime(nextUpdate)],
          [
            t('crl.stored'),
            storedAt &&
              `${dateTime(storedAt)} · ${storedBy === 'SYSTEM' ? t('crl.byJob') : storedBy}`,
          ],
          [
            t('crl.address'),
            list.url && (
              <bdi key="url" dir="ltr">
                {list.url}
              </bdi>
            ),
          ],
          [t('crl.tried'), list.url && (triedAt ? dateTime(triedAt) : t('crl.soon'))],
        ]}
      />
    </>
  )
}

interface TaskProps extends Props {
  onClose: () => void
}

function Address({ certificate, onClose }: TaskProps) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: changeRevocationListUrl,
    initialValues: { url: certificate.list?.url ?? '' },
    toCall: ({ url }) => ({ certificateId: certificate.certId, url }),
    done: () => t('crl.addressSet'),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('crl.setAddress')}
      form={form}
      submit={t('actions.save')}
      onClose={onClose}
    >
      <TextInput
        label={t('crl.address')}
        description={t('crl.address.hint')}
        dir="ltr"
        data-autofocus
        {...form.field('url')}
      />
    </FormDialog>
  )
}

function Forget({ certificate, onClose }: TaskProps) {
  const { t } = useText()
  return (
    <ConfirmDialog
      title={t('crl.forget')}
      text={t('crl.forget.text')}
      confirmLabel={t('crl.forget')}
      isDangerous
      endpoint={forgetRevocationList}
      call={{ certificateId: certificate.certId }}
      onClose={onClose}
    />
  )
}
