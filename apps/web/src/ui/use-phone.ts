import { useMediaQuery } from '@mantine/hooks'

/** Whether the page is as narrow as a phone; the styles change at the same width. */
export function useIsPhone(): boolean {
  return useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false }) ?? false
}
