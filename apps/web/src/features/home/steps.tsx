import { Button, Text } from '@mantine/core'
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
    <ol className="steps">
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
    <li className="step" data-state={state} aria-current={isNext ? 'step' : undefined}>
      <span className="step-mark" aria-hidden>
        {isDone ? <Icon name="done" size={18} /> : number}
      </span>
      <div>
        <Text fw={600}>{title}</Text>
        <Text span className="visually-hidden">
          <T id={`steps.state.${state}`} />
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      {isNext && action && (
        <Button
          className="step-action"
          component={Link}
          to={action.to}
          variant={action.isMine ? 'filled' : 'default'}
        >
          {action.label}
        </Button>
      )}
    </li>
  )
}
