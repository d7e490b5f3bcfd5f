import { Skeleton, Stack } from '@mantine/core'
import { useText } from '../i18n/text.tsx'

/** While the code of a page is on its way. */
export function PagePending() {
  const { t } = useText()
  return (
    <Stack role="status" aria-label={t('states.loading')}>
      <Skeleton height={30} width="40%" />
      <Skeleton height={180} radius="lg" />
    </Stack>
  )
}
