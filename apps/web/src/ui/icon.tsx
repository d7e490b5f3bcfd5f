/** Line icons, 16 × 16, drawn for this product; decoration beside a text. */
const paths = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.8 13V9.5h2.4V13',
  certificate:
    'M2.5 3h11v7.5h-4M2.5 3v7.5H5M5 5.5h6M7.2 8.6a2 2 0 1 0 0 3.9 2 2 0 0 0 0-3.9ZM6 12.3v2.2l1.2-.7 1.2.7v-2.2',
  request: 'M2.5 5.5h9m0 0L9 3m2.5 2.5L9 8M13.5 10.5h-9m0 0L7 8m-2.5 2.5L7 13',
  key: 'M5.2 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 8h6M11.3 8v2.2M13.6 8v1.7',
  approval: 'M2.5 9h3.2l1 1.8h2.6l1-1.8h3.2M2.5 9v4h11V9L11.6 3.5H4.4z',
  shield: 'M8 2.2l4.8 1.9v3.5c0 3-2 5.1-4.8 6.2-2.8-1.1-4.8-3.2-4.8-6.2V4.1zM5.9 7.9l1.5 1.5 2.7-3',
  group: 'M2.5 3.5H7V7H2.5zM9 3.5h4.5V7H9zM2.5 9H7v3.5H2.5zM9 9h4.5v3.5H9z',
  policy: 'M4 2.5h5.5L12 5v8.5H4zM9.3 2.7V5.2H12M6 8h4M6 10.5h2.6',
  audit: 'M3 4h10M3 7h10M3 10h6M3 13h4',
  outbox: 'M2.5 4h11v8h-11zM2.8 4.5 8 8.7l5.2-4.2',
  light:
    'M8 5.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M3.6 12.4l1-1M11.4 4.6l1-1',
  dark: 'M13 9.7A5.4 5.4 0 0 1 6.3 3a5.4 5.4 0 1 0 6.7 6.7Z',
  auto: 'M2.5 3.5h11v7.5h-11zM6 13.5h4M8 11v2.5',
  done: 'M3.5 8.5 6.5 11.5 12.5 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  advice: 'M8 2.8 14 13H2zM8 6.8v2.7M8 11.3v.1',
  passed: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM5.6 8.2 7.3 9.9 10.5 6.4',
  failed: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM6 6l4 4M10 6l-4 4',
  ascending: 'M8 13V3.5M4.5 7 8 3.5 11.5 7',
  descending: 'M8 3v9.5M4.5 9 8 12.5 11.5 9',
  sortable: 'M5 6.5 8 3.5l3 3M5 9.5l3 3 3-3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  person: 'M8 3a2.6 2.6 0 1 0 0 5.2A2.6 2.6 0 0 0 8 3ZM3 13.5c.5-2.4 2.5-3.6 5-3.6s4.5 1.2 5 3.6',
  leave: 'M9.5 3h-6v10h6M6.5 8h7m0 0L11 5.5M13.5 8 11 10.5',
  file: 'M8 10V3M5 5.8 8 3l3 2.8M3 12.8h10',
  organization:
    'M3 13.5V4l5-1.8v11.3M8 6.2l5 1.6v5.7M1.8 13.5h12.4M5.2 6v.1M5.2 8.6v.1M5.2 11.2v.1M10.6 9.4v.1M10.6 11.6v.1',
  branch: 'M6 3.5 10.5 8 6 12.5',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2.2 1.3',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4ZM10.2 10.2 13.2 13.2',
  plus: 'M8 3.5v9M3.5 8h9',
  more: 'M3.8 8v.01M8 8v.01M12.2 8v.01',
  filters: 'M2.5 4.7h6M11.5 4.7h2M10 3.2v3M2.5 11.3h2M7.5 11.3h6M6 9.8v3',
  view: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  lines: 'M3 4h10M3 7h10M3 10h6M3 13h4',
  down: 'M4 6l4 4 4-4',
  lock: 'M4 7.2h8V13H4zM5.6 7V5.2a2.4 2.4 0 0 1 4.8 0V7',
  save: 'M8 2.8v7M5 7l3 3 3-3M3 12.8h10',
  client: 'M2.5 3.5h11v9h-11zM2.5 6h11M4.5 4.8v0M6.2 4.8v0',
  licence:
    'M2.5 5h11v2a1.2 1.2 0 0 0 0 2.4v1.6h-11V9.4a1.2 1.2 0 0 0 0-2.4zM9 5.2v.8M9 7.6v.8M9 10v.8',
  device: 'M4.5 2.5h7v11h-7zM7 11.5h2M6.3 6.8a2.2 2.2 0 0 1 3.4 0M8 8.3v.1',
  people:
    'M6 3.3a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM2 13c.3-2.4 1.9-3.6 4-3.6s3.7 1.2 4 3.6M10.3 3.7a2 2 0 0 1 0 3.7M11.5 9.6c1.5.4 2.4 1.5 2.6 3.4',
  name: 'M3 4.5V3h10v1.5M8 3v10M6 13h4',
  extractor: 'M3.5 9.5V7.8a4.5 4.5 0 0 1 9 0v2M5.5 12.5V8a2.5 2.5 0 0 1 5 0v3M8 8v5.5M10.3 13v.1',
} as const

export type IconName = keyof typeof paths

/** Icons that point along the line of reading are mirrored where it runs from right to left. */
const directed: ReadonlySet<IconName> = new Set(['leave', 'request', 'branch'])

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable="false"
      className={directed.has(name) ? 'icon icon-directed' : 'icon'}
    >
      <path d={paths[name]} />
    </svg>
  )
}
