import { Skeleton, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePageTitle } from './page-title.ts'
import { FailureAlert } from './failure.tsx'
import { T, useText } from '../i18n/text.tsx'
import type { MessageId } from '../i18n/language.tsx'
import { Icon } from './icon.tsx'

/** The page above another one. */
export interface PageAbove {
  to: string
  title: MessageId
}

interface PageProps {
  title: string
  /** A sentence that the title does not say; most pages need none. */
  description?: ReactNode
  /** A quiet line above the title. */
  over?: ReactNode
  above?: PageAbove
  /** The sign of what the page is about, before its title. */
  mark?: ReactNode
  /** The status of what the page is about, as a pill beside its title. */
  status?: ReactNode
  /** One line of facts under the title; what is empty is left out. */
  meta?: readonly ReactNode[]
  actions?: ReactNode
  children: ReactNode
}

/** A page of the shell: where it is, its head, content. */
export function Page({ title, above, children, ...head }: PageProps) {
  usePageTitle(title)
  return (
    <div className="page">
      {above && <Crumbs above={above} title={title} />}
      <Head title={title} {...head} />
      {children}
    </div>
  )
}

function Crumbs({ above, title }: { above: PageAbove; title: string }) {
  const { t } = useText()
  return (
    <nav className="crumbs" aria-label={t('product.crumbs')}>
      <Link to={above.to}>
        <T id={above.title} />
      </Link>
      <Icon name="branch" size={12} />
      <span className="cut">{title}</span>
    </nav>
  )
}

function Head(props: Omit<PageProps, 'above' | 'children'>) {
  const { title, description, over, mark, status, meta = [], actions } = props
  const facts = meta.filter(Boolean)
  return (
    <header className="page-head">
      <div>
        {over && <p className="page-over">{over}</p>}
        <div className="page-title">
          {mark}
          <div>
            <div className="page-title">
              <Title order={1}>{title}</Title>
              {status}
            </div>
            {facts.length > 0 && (
              <ul className="page-meta">
                {facts.map((fact, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- the facts of a page never change order
                  <li key={index}>{fact}</li>
                ))}
              </ul>
            )}
          </div>
        </div>
        {description && <p className="page-lead">{description}</p>}
      </div>
      {actions && <div className="page-acts">{actions}</div>}
    </header>
  )
}

interface Reading<T> {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

/** Shows what was read, or that it is loading, or why it could not be. */
export function Loaded<T>({
  from,
  children,
}: {
  from: Reading<T>
  children: (data: T) => ReactNode
}) {
  const { t } = useText()
  if (from.data !== undefined) return children(from.data)
  if (from.isPending) {
    return (
      <Stack aria-busy aria-label={t('states.loading')} role="status" className="bones">
        <Skeleton height={14} width="45%" />
        <Skeleton height={14} width="80%" />
        <Skeleton height={14} width="65%" />
      </Stack>
    )
  }
  return <FailureAlert error={from.error} onRetry={() => void from.refetch()} />
}
