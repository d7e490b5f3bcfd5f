import { listTrustTree, type CallOf, type ResponseOf } from '@pmp/contract'
import { Anchor, Button, Group, Skeleton, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Status } from '../../domain/status.tsx'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'

type Node = ResponseOf<typeof listTrustTree>['data'][number]
type Query = Omit<CallOf<typeof listTrustTree>, 'pageNo' | 'pageSize'>

const pageSize = 25

interface TreeProps {
  /** What the whole is called for readers of screens. */
  label: string
  query: Query
  empty: string
}

/** A part of the trust store as a tree; each level is read when it is opened, page by page. */
export function TrustTree({ label, query, empty }: TreeProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a shortcut between what Tab reaches
    <div className="tree" onKeyDown={moveInTree}>
      <Level label={label} query={query} empty={empty} />
    </div>
  )
}

/** Up and down go from row to row; along the line of reading opens a row, against it closes it. */
function moveInTree(event: KeyboardEvent<HTMLElement>) {
  const row = event.target instanceof Element ? event.target.closest('.tree-row') : null
  if (!row) return
  const isLeftToRight = getComputedStyle(row).direction === 'ltr'
  const [opens, closes] = isLeftToRight ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
  if (event.key === opens) return toggle(row, 'false')
  if (event.key === closes) return toggle(row, 'true')
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const rows = [...event.currentTarget.querySelectorAll('.tree-row')]
  const next = rows[rows.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)]
  event.preventDefault()
  next?.querySelector<HTMLElement>('a')?.focus()
}

function toggle(row: Element, from: 'true' | 'false') {
  row.querySelector<HTMLElement>(`[aria-expanded=${from}]`)?.click()
}

function Level({ label, query, empty }: TreeProps) {
  const [pages, setPages] = useState(1)
  return (
    <ul className="tree-level" aria-label={label}>
      {Array.from({ length: pages }, (_, pageNo) => (
        <LevelPage
          // oxlint-disable-next-line react/no-array-index-key -- the number is what a page is known by
          key={pageNo}
          query={query}
          pageNo={pageNo}
          empty={empty}
          onMore={pageNo === pages - 1 ? () => setPages(pages + 1) : undefined}
        />
      ))}
    </ul>
  )
}

interface LevelPageProps {
  query: Query
  pageNo: number
  empty: string
  /** Only on the last page that is shown. */
  onMore: (() => void) | undefined
}

function LevelPage({ query, pageNo, empty, onMore }: LevelPageProps) {
  const { t } = useText()
  const read = useRead(listTrustTree, { ...query, pageNo, pageSize })
  if (read.error && !read.data) {
    return (
      <li>
        <FailureAlert error={read.error} onRetry={() => void read.refetch()} />
      </li>
    )
  }
  if (!read.data) {
    return (
      <li>
        <Skeleton height={44} role="status" aria-label={t('states.loading')} />
      </li>
    )
  }
  const { data, hasMore } = read.data
  return (
    <>
      {data.length === 0 && pageNo === 0 && (
        <li>
          <Text size="sm" c="dimmed">
            {empty}
          </Text>
        </li>
      )}
      {data.map((node) => (
        <Branch
          key={node.certId}
          node={node}
          isFound={!query.above && Boolean(query.search ?? query.state)}
        />
      ))}
      {hasMore && onMore && (
        <li>
          <Button variant="subtle" size="compact-sm" onClick={onMore}>
            <T id="trust.more" />
          </Button>
        </li>
      )}
    </>
  )
}

/** A certificate with what hangs below it; one that was searched tells its domain and issuer, too. */
function Branch({ node, isFound }: { node: Node; isFound: boolean }) {
  const { t, date } = useText()
  const [isOpen, setOpen] = useState(false)
  const name = commonNameOf(node.issuedTo)
  return (
    <li>
      <div className="tree-row">
        {node.hasChildren ? (
          <button
            type="button"
            className="tree-toggle"
            aria-expanded={isOpen}
            aria-label={t('trust.below.of', { name })}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name="branch" size={16} />
          </button>
        ) : (
          <span className="tree-toggle" aria-hidden />
        )}
        <span className="chain-mark" aria-hidden>
          <Icon name={node.caCertificateType === 'ROOT' ? 'shield' : 'certificate'} size={18} />
        </span>
        <div className="tree-name">
          <Anchor component={Link} to={`/trust-store/${node.certId}`} fw={600} size="sm">
            <bdi>{name}</bdi>
          </Anchor>
          <Text size="xs" c="dimmed">
            {isFound && `${node.partnerDomain} · `}
            {isFound && `${t('trust.issuedBy', { name: commonNameOf(node.issuedBy) })} · `}
            {t('trust.until', { date: date(node.validTillDate) })}
          </Text>
        </div>
        <Group gap="xs" ms="auto">
          <Status value={node.state} />
        </Group>
      </div>
      {isOpen && (
        <Level
          label={t('trust.below.of', { name })}
          query={{ above: node.certId }}
          empty={t('trust.below.none')}
        />
      )}
    </li>
  )
}
