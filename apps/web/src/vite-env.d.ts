/// <reference types="vite/client" />
import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Measures that the styles read. */
    [name: `--${string}`]: string | number | undefined
  }
}
