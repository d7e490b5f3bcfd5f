/** Partners around the identity system, joined by trust; decoration. */
export function TrustPicture() {
  return (
    <svg viewBox="0 0 420 340" className="trust-picture" aria-hidden focusable="false">
      <g className="trust-rings" fill="none">
        <circle cx="210" cy="170" r="62" />
        <circle cx="210" cy="170" r="108" />
        <circle cx="210" cy="170" r="154" />
      </g>
      <g className="trust-lines" fill="none">
        <path d="M210 170 96 92M210 170l124-84M210 170 70 228M210 170l140 70M210 170l-6 146" />
      </g>
      <g className="trust-nodes">
        {nodes.map(({ x, y, path }) => (
          <g key={path} transform={`translate(${x - 24} ${y - 24})`}>
            <rect width="48" height="48" rx="14" />
            <path d={path} transform="translate(12 12)" />
          </g>
        ))}
      </g>
      <g className="trust-core" transform="translate(166 126)">
        <rect width="88" height="88" rx="26" />
        <path d="M44 20l21 9v14c0 13-8.6 22-21 26-12.4-4-21-13-21-26V29zM34.5 43.5l7 7 13-14" />
      </g>
    </svg>
  )
}

const nodes = [
  { x: 96, y: 92, path: 'M3 20h18M5 20V10l7-5 7 5v10M9 20v-6M15 20v-6' },
  { x: 334, y: 86, path: 'M7 3h10v18H7zM11 18h2' },
  { x: 70, y: 228, path: 'M4 6h16v12H4zM4 10h16M8 14h4' },
  {
    x: 350,
    y: 240,
    path: 'M8 8h8v8H8zM10 8V4M14 8V4M10 20v-4M14 20v-4M8 10H4M8 14H4M20 10h-4M20 14h-4',
  },
  {
    x: 204,
    y: 310,
    path: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  },
]
