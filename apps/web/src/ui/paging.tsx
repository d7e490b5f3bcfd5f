import { NativeSelect, Pagination } from '@mantine/core'
import { T, useText } from '../i18n/text.tsx'

const pageSizes = [10, 20, 50] as const

export interface PagingProps {
  /** From 0. */
  number: number
  size: number
  total: number
  onChange: (number: number) => void
  onSize: (size: number) => void
}

/** How much there is, and the way to the rest. */
export function Paging({ number, size, total, onChange, onSize }: PagingProps) {
  const { t, tMaybe } = useText()
  const count = Math.ceil(total / size)
  return (
    <div className="paging">
      <span role="status">
        <T id="lists.count" values={{ count: total }} />
      </span>
      {count > 1 && (
        <Pagination
          component="nav"
          aria-label={t('lists.pages')}
          total={count}
          value={number + 1}
          onChange={(chosen) => onChange(chosen - 1)}
          getItemProps={(page) => ({ 'aria-label': t('lists.page', { page }) })}
          getControlProps={(control) => ({ 'aria-label': tMaybe(`paging.${control}`) })}
        />
      )}
      {total > pageSizes[0] && (
        <NativeSelect
          size="xs"
          w={130}
          aria-label={t('lists.size')}
          data={pageSizes.map((value) => ({
            value: String(value),
            label: t('lists.perPage', { count: value }),
          }))}
          value={String(size)}
          onChange={(event) => onSize(Number(event.currentTarget.value))}
        />
      )}
    </div>
  )
}
