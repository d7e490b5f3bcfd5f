import { Button, Container, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T } from '../i18n/text.tsx'

export function NoPage() {
  return (
    <Container component="main" size="xs" py={96}>
      <Stack align="flex-start">
        <Title order={1}>
          <T id="states.noPage" />
        </Title>
        <Text c="dimmed">
          <T id="states.noPage.text" />
        </Text>
        <Button component={Link} to="/">
          <T id="actions.toHome" />
        </Button>
      </Stack>
    </Container>
  )
}
