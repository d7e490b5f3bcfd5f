import { listAdminPartners, listPolicies } from '@pmp/contract'
import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState, type KeyboardEvent } from 'react'
import { useRead } from '../api/query.ts'
import { T, useText } from '../i18n/text.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { useMenu } from './menu.ts'
import { useMay } from './session.tsx'

interface Found {
  to: string
  name: string
  hint?: string | undefined
  icon?: IconName
  /** Of whom it is; shown as their mark. */
  markOf?: string
}

interface FoundGroup {
  title: string
  entries: readonly Found[]
}

const shownPerKind = 5
const typingPauseMilliseconds = 200

/** Finds pages, partners and policies by what is typed, and goes there. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const groups = useFound(text.trim())
  const all = groups.flatMap(({ entries }) => entries)
  const current = Math.min(at, all.length - 1)
  function go(found: Found | undefined) {
    if (!found) return
    onClose()
    void navigate({ to: found.to })
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((current + step + all.length) % Math.max(1, all.length))
    }
    if (event.key === 'Enter') go(all[current])
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('palette.open')}
      size={560}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <TextInput
        aria-label={t('palette.label')}
        placeholder={t('palette.label')}
        leftSection={<Icon name="search" />}
        data-autofocus
        role="combobox"
        aria-expanded={all.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={all.length > 0 ? `${id}-${current}` : undefined}
        aria-autocomplete="list"
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
      />
      <div className="palette" role="listbox" id={`${id}-list`} aria-label={t('palette.found')}>
        {groups.map(({ title, entries }) => (
          <div key={title} role="group" aria-label={title}>
            <p className="panel-head" aria-hidden>
              {title}
            </p>
            {entries.map((found) => {
              const index = all.indexOf(found)
              return (
                <Line
                  key={found.to}
                  id={`${id}-${index}`}
                  found={found}
                  isAt={index === current}
                  onGo={() => go(found)}
                />
              )
            })}
          </div>
        ))}
      </div>
      <p className="panel-note" role="status">
        {all.length === 0 && <T id="palette.none" values={{ text }} />}
      </p>
    </Modal>
  )
}

interface LineProps {
  id: string
  found: Found
  isAt: boolean
  onGo: () => void
}

function Line({ id, found, isAt, onGo }: LineProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus stays in the field, which has the keys
    <div id={id} role="option" aria-selected={isAt} className="palette-line" onClick={onGo}>
      {found.markOf ? (
        <Mark id={found.markOf} name={found.name} />
      ) : (
        <Icon name={found.icon ?? 'branch'} />
      )}
      <span className="grow cut">{found.name}</span>
      {found.hint && <span className="quiet">{found.hint}</span>}
    </div>
  )
}

/** Pages at once, what the server knows after a pause. */
function useFound(text: string): FoundGroup[] {
  const { t } = useText()
  const pages = useMenu()
    .map(({ path, menu, icon }): Found => ({ to: path, name: t(menu), icon }))
    .filter(({ name }) => name.toLocaleLowerCase().includes(text.toLocaleLowerCase()))
  const groups = [
    { title: t('partners.menu'), entries: usePartners(text) },
    { title: t('policies.menu'), entries: usePolicies(text) },
    { title: t('palette.pages'), entries: pages },
  ]
  return groups.filter(({ entries }) => entries.length > 0)
}

const firstPage = { pageNo: 0, pageSize: shownPerKind } as const

function usePartners(text: string): Found[] {
  const [asked] = useDebouncedValue(text, typingPauseMilliseconds)
  const may = useMay()
  const read = useRead(
    listAdminPartners,
    { ...firstPage, orgName: asked, sortFieldName: 'orgName', sortType: 'asc' },
    { enabled: asked !== '' && may('partners.administer'), keepPrevious: true },
  )
  if (asked === '') return []
  return (read.data?.data ?? []).map(({ partnerId, orgName }) => ({
    to: `/partners/${partnerId}`,
    name: orgName,
    hint: partnerId,
    markOf: partnerId,
  }))
}

function usePolicies(text: string): Found[] {
  const [asked] = useDebouncedValue(text, typingPauseMilliseconds)
  const may = useMay()
  const read = useRead(
    listPolicies,
    { ...firstPage, search: asked, sortFieldName: 'policyName', sortType: 'asc' },
    { enabled: asked !== '' && may('policies.list'), keepPrevious: true },
  )
  if (asked === '') return []
  return (read.data?.data ?? []).map(({ policyId, policyName, policyGroupName }) => ({
    to: `/policies/${policyId}`,
    name: policyName,
    hint: policyGroupName,
    icon: 'policy',
  }))
}
