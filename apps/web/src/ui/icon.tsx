/** Line icons, 24 × 24, drawn for this product; decoration beside a text. */
const paths = {
  home: 'M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5',
  certificate: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 15.5h3',
  request: 'M4 8h13m0 0-4-4m4 4-4 4M20 16H7m0 0 4 4m-4-4 4-4',
  key: 'M14.5 9.5a4.5 4.5 0 1 0-4.2 4.5L12 15.5h2V18h2.5v2.5H20V17l-5.9-5.9c.26-.5.4-1.05.4-1.6ZM9 8.5h.01',
  licence: 'M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4zM14 7v2M14 11v2M14 15v2',
  approval: 'M5 4h14v16H5zM8.5 12l2.5 2.5 4.5-5',
  shield: 'M12 3l7 3v5.5c0 4.5-3 8-7 9.5-4-1.5-7-5-7-9.5V6zM9 12l2.2 2.2L15.2 10',
  group: 'M4 6h7v5H4zM13 6h7v5h-7zM4 14h7v5H4zM13 14h7v5h-7z',
  policy: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  audit: 'M5 5h14M5 10h14M5 15h9M5 20h6',
  outbox: 'M4 6h16v12H4zM4 7l8 6 8-6',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
  dark: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  auto: 'M4 5h16v11H4zM9 20h6M12 16v4',
  done: 'M5 12.5 10 17.5 19 7',
  cross: 'M6 6l12 12M18 6 6 18',
  advice: 'M12 5v9M12 18.5v.5',
  ascending: 'M12 19V6m0 0-5 5m5-5 5 5',
  descending: 'M12 5v13m0 0-5-5m5 5 5-5',
  sortable: 'M8 10l4-4 4 4M8 14l4 4 4-4',
  menu: 'M4 7h16M4 12h16M4 17h16',
  rail: 'M4 5h16v14H4zM9.5 5v14M15.5 9.5 13 12l2.5 2.5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  leave: 'M14 4H5v16h9M10 12h10m0 0-3.5-3.5M20 12l-3.5 3.5',
  file: 'M12 16V6m0 0L8 10m4-4 4 4M5 18v2h14v-2',
  organization: 'M5 20V6l7-3v17M12 9l7 3v8M3 20h18M8 9h.01M8 13h.01M15.5 15h.01',
  branch: 'M9.5 6l6 6-6 6',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5l3 2',
} as const

export type IconName = keyof typeof paths

/** Icons that point along the line of reading are mirrored where it runs from right to left. */
const directed: ReadonlySet<IconName> = new Set(['rail', 'leave', 'request', 'branch'])

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
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
