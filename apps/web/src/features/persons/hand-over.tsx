import { CallFailed, handOver, type ResponseOf } from '@pmp/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Question } from '../../ui/question.tsx'
import { Facts } from '../../ui/surface.tsx'
import type { Arrival } from './arrival.ts'

/** Gives a name to the person who arrived with it. */
export function HandOver({ arrival }: { arrival: Arrival }) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  const { userName: name } = arrival
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={t('persons.handOverOf', { name })}
        onClick={() => setAsking(true)}
      >
        <T id="persons.handOver" />
      </Button>
      {isAsking && <HandOverQuestion arrival={arrival} onClose={() => setAsking(false)} />}
    </>
  )
}

interface HandOverQuestionProps {
  arrival: Arrival
  onClose: () => void
}

function HandOverQuestion({ arrival, onClose }: HandOverQuestionProps) {
  const { t, dateTime } = useText()
  const notify = useNotify()
  const change = useChange(handOver)
  const [refused, setRefused] = useState<CallFailed | null>(null)
  const { userName, sub, meets } = arrival

  function finish([result]: ResponseOf<typeof handOver>) {
    if (result?.errorCode) return setRefused(refusal(result.errorCode))
    notify(t('persons.handedOver', { name: userName }))
    onClose()
  }
  return (
    <Question
      title={t('persons.handOverOf', { name: userName })}
      text={t(`persons.handOver.${meets}`)}
      confirmLabel={t('persons.handOver')}
      isDangerous={meets === 'person'}
      isPending={change.isPending}
      error={change.error ?? refused}
      onConfirm={() => change.mutate({ names: [{ userId: userName, sub }] }, { onSuccess: finish })}
      onClose={onClose}
    >
      <Facts
        facts={[
          [t('fields.userName'), <bdi key="name">{userName}</bdi>],
          [t('fields.email'), arrival.email && <bdi key="email">{arrival.email}</bdi>],
          [
            t('persons.confirmed'),
            t(arrival.isEmailVerified ? 'persons.confirmed.yes' : 'persons.confirmed.no'),
          ],
          [t('persons.arrivedAt'), dateTime(arrival.arrivedAt)],
          [t('persons.sub'), <bdi key="sub">{sub}</bdi>],
        ]}
      />
    </Question>
  )
}

/** What was not done, as a failure that the page knows how to show. */
function refusal(errorCode: string): CallFailed {
  return new CallFailed(200, [{ errorCode, message: errorCode }])
}
