import { Tabs as Mantine } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'

interface Tab {
  id: string
  label: string
  /** How many there are; absent while that is not known. */
  count?: number | undefined
  content: ReactNode
}

interface TabsProps {
  label: string
  tabs: readonly Tab[]
}

/** What belongs to a thing, by kind, with counts; which one is shown is in the address. */
export function Tabs({ label, tabs }: TabsProps) {
  const { number } = useText()
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const shown = tabs.find(({ id }) => id === search['tab']) ?? tabs[0]
  if (!shown) return null
  return (
    <Mantine
      value={shown.id}
      keepMounted={false}
      onChange={(id) =>
        void navigate({
          to: '.',
          search: (newest: Record<string, unknown>) => ({ ...newest, tab: id }),
          replace: true,
          resetScroll: false,
        })
      }
    >
      <Mantine.List aria-label={label} mb="sm">
        {tabs.map(({ id, label: name, count }) => (
          <Mantine.Tab key={id} value={id}>
            {name}
            {count !== undefined && <span className="tab-count"> {number(count)}</span>}
          </Mantine.Tab>
        ))}
      </Mantine.List>
      {tabs.map(({ id, content }) => (
        <Mantine.Panel key={id} value={id}>
          {content}
        </Mantine.Panel>
      ))}
    </Mantine>
  )
}
