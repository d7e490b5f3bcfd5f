import { Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { Age, T, useText } from '../../i18n/text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Mark } from '../../ui/mark.tsx'
import { groupsOf, promisedDays, type Item, type Kind } from './inbox.ts'

const icons: Record<Kind, IconName> = {
  request: 'request',
  change: 'key',
  name: 'organization',
  person: 'person',
}

/** Groups by age; J and K go from one to the next, Enter opens it. */
export function Inbox({ items }: { items: readonly Item[] }) {
  const { t } = useText()
  const place = useRef<HTMLDivElement>(null)
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
  ])
  function move(by: 1 | -1) {
    const links = [...(place.current?.querySelectorAll<HTMLElement>('.inbox a') ?? [])]
    const here = links.findIndex((link) => link === document.activeElement)
    links[here === -1 ? 0 : here + by]?.focus()
  }
  return (
    <div ref={place}>
      {groupsOf(items, new Date()).map(({ name, items: lines }) => (
        <section key={name}>
          <Title order={2} className="inbox-group" data-late={name === 'late' || undefined}>
            {t(`inbox.${name}`, { days: promisedDays })}
            <span className="quiet">{lines.length}</span>
          </Title>
          <ul className="inbox">
            {lines.map((item) => (
              <Line key={item.key} item={item} isLate={name === 'late'} />
            ))}
          </ul>
        </section>
      ))}
      <Text size="xs" c="dimmed" mt="sm" visibleFrom="sm">
        <T id="inbox.keys" />
      </Text>
    </div>
  )
}

function Line({ item, isLate }: { item: Item; isLate: boolean }) {
  const { t } = useText()
  const { kind, who, whose, what, at, to, isElsewhere } = item
  return (
    <li>
      <Mark id={whose} name={who} isRound={kind === 'person'} />
      <Link to={to}>
        <bdi>{who}</bdi>
      </Link>
      <span className="inbox-what">{t(`inbox.says.${kind}`, { what })}</span>
      <span className="inbox-kind">
        <Icon name={icons[kind]} size={14} />
        {isElsewhere ? t('inbox.elsewhere') : t(`inbox.kinds.${kind}`)}
      </span>
      <Age at={at} className="inbox-age" isLate={isLate} />
    </li>
  )
}
