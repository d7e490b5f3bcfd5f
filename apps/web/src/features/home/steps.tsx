import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { T } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icon.tsx'

interface Step {
  title: string
  text: ReactNode
  isDone: boolean
  /** Shown when the step is the next one. */
  action?: { to: string; label: string; isMine: boolean }
}

/** What is done, what is next, what comes later; the next step carries its button. */
export function Steps({ steps, isStopped }: { steps: readonly Step[]; isStopped: boolean }) {
  const next = steps.findIndex(({ isDone }) => !isDone)
  return (
    <ol className="path">
      {steps.map((step, index) => (
        <StepLine
          key={step.title}
          step={step}
          number={index + 1}
          isNext={index === next && !isStopped}
        />
      ))}
    </ol>
  )
}

function StepLine({ step, number, isNext }: { step: Step; number: number; isNext: boolean }) {
  const { title, text, isDone, action } = step
  const state = isDone ? 'done' : isNext ? 'next' : 'later'
  return (
    <li data-state={state} aria-current={isNext ? 'step' : undefined}>
      <span className="path-mark" aria-hidden>
        {isDone ? <Icon name="done" size={14} /> : number}
      </span>
      <div className="path-step">
        <b>{title}</b>
        <span className="visually-hidden">
          <T id={`steps.state.${state}`} />
        </span>
        {!isNext && <p>{text}</p>}
      </div>
      {isNext && (
        <div className="path-now">
          <p>{text}</p>
          {action && (
            <Button component={Link} to={action.to} variant={action.isMine ? 'filled' : 'default'}>
              {action.label}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
