import { listAdminPartners, type RowOf } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { pageSearch } from '../../shell/page-search.ts'
import { Mark } from '../../ui/mark.tsx'
import { Surface } from '../../ui/surface.tsx'

type Row = RowOf<typeof listAdminPartners>

const shown = 4
const page = { pageNo: 0, pageSize: shown, sortFieldName: 'createdDateTime' } as const

/** Registered, but without a certificate: those who wait longest first. */
export function StuckPartners() {
  const { t, age } = useText()
  const read = useRead(listAdminPartners, {
    ...page,
    isActive: false,
    certificateUploadStatus: 'not_uploaded',
    sortType: 'asc',
  })
  const rows = read.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Surface
      title={t('home.stuck')}
      aside={
        <Anchor component={Link} to="/partners" search={pageSearch({ isActive: 'false' })}>
          <T id="home.all" values={{ count: read.data?.totalResults ?? 0 }} />
        </Anchor>
      }
    >
      <Lines
        rows={rows}
        textOf={(row) => t('home.stuck.why', { since: age(row.createdDateTime) })}
      />
    </Surface>
  )
}

/** Who came last. */
export function NewPartners() {
  const { t, tMaybe, age } = useText()
  const read = useRead(listAdminPartners, { ...page, sortType: 'desc' })
  const rows = read.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Surface title={t('home.newPartners')}>
      <Lines
        rows={rows}
        textOf={(row) => tMaybe(`partnerTypes.${row.partnerType}`) ?? row.partnerType}
        endOf={(row) => age(row.createdDateTime)}
      />
    </Surface>
  )
}

interface LinesProps {
  rows: readonly Row[]
  textOf: (row: Row) => string
  endOf?: (row: Row) => ReactNode
}

function Lines({ rows, textOf, endOf }: LinesProps) {
  return (
    <ul className="lines">
      {rows.map((row) => (
        <li key={row.partnerId}>
          <Mark id={row.partnerId} name={row.orgName} />
          <span className="grow">
            <Link to={`/partners/${row.partnerId}`} className="line-name">
              <bdi>{row.orgName}</bdi>
            </Link>
            <small>{textOf(row)}</small>
          </span>
          {endOf && <span className="quiet">{endOf(row)}</span>}
        </li>
      ))}
    </ul>
  )
}
