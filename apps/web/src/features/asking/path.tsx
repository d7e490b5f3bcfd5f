import { Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { StepName, stepsOf } from './steps.ts'
import './asking.css'

interface PathProps {
  steps: ReturnType<typeof stepsOf>
  current: number
  /** What was said in a step, in one line. */
  said: Readonly<Record<StepName, string>>
  onReturn: (step: number) => void
  body: (name: StepName) => ReactNode
  /** The buttons that lead on and back. */
  ways: ReactNode
}

/** Steps below each other: what is done in one line, the current one opened, later ones grey. */
export function Path({ steps, current, said, onReturn, body, ways }: PathProps) {
  const { t, number } = useText()
  return (
    <ol className="path">
      {steps.map(({ name, title }, index) => {
        const state = index < current ? 'done' : index === current ? 'current' : 'later'
        return (
          <li
            key={name}
            data-state={state === 'current' ? 'next' : state}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            <span className="path-mark" aria-hidden>
              {state === 'done' ? <Icon name="done" size={14} /> : number(index + 1)}
            </span>
            <div className="path-step path-head">
              <Title order={2}>
                <T id={title} />
              </Title>
              {state === 'done' && (
                <>
                  <bdi className="path-said">{said[name]}</bdi>
                  <button
                    type="button"
                    className="text-button"
                    aria-label={t('asking.changeOf', { step: t(title) })}
                    onClick={() => onReturn(index)}
                  >
                    <T id="asking.change" />
                  </button>
                </>
              )}
            </div>
            {/* Hidden steps stay, so that a refusal finds the field that it is about. */}
            <div className="path-now" hidden={state !== 'current'}>
              {state !== 'later' && body(name)}
              {state === 'current' && (
                <Group justify="flex-end" mt="md">
                  {ways}
                </Group>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
