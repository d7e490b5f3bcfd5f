import { Anchor, Box, Breadcrumbs, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePageTitle } from './page-title.ts'
import { FailureAlert } from './failure.tsx'
import { T, useText } from '../i18n/text.tsx'
import type { MessageId } from '../i18n/language.tsx'

/** The page above another one. */
export interface PageAbove {
  to: string
  title: MessageId
}

interface PageProps {
  title: string
  description?: ReactNode
  above?: PageAbove
  actions?: ReactNode
  children: ReactNode
}

/** A page of the shell: title, way back, actions, content. */
export function Page({ title, description, above, actions, children }: PageProps) {
  usePageTitle(title)
  return (
    <Stack gap="lg">
      {above && (
        <Breadcrumbs>
          <Anchor component={Link} to="/" size="sm">
            <T id="home.menu" />
          </Anchor>
          <Anchor component={Link} to={above.to} size="sm">
            <T id={above.title} />
          </Anchor>
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box maw={680}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {description && (
            <Text c="dimmed" mt={4}>
              {description}
            </Text>
          )}
        </Box>
        {actions && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
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
      <Stack aria-busy aria-label={t('states.loading')} role="status">
        <Skeleton height={28} width="45%" />
        <Skeleton height={96} />
        <Skeleton height={96} />
      </Stack>
    )
  }
  return <FailureAlert error={from.error} onRetry={() => void from.refetch()} />
}
