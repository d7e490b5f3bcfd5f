import { Button, Container, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { signIn } from '../../api/sign-in.ts'
import { T, useText } from '../../i18n/text.tsx'
import { OpenFrame } from '../../shell/open-frame.tsx'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { Surface } from '../../ui/surface.tsx'
import { TrustPicture } from './trust-picture.tsx'

const points = [
  { id: 'certificate', icon: 'certificate' },
  { id: 'policy', icon: 'policy' },
  { id: 'key', icon: 'key' },
] as const

/** What this is, for people who are not signed in. */
export default function WelcomePage() {
  const { t } = useText()
  usePageTitle(t('welcome.title'))
  return (
    <OpenFrame>
      <Container size="lg" py={{ base: 32, sm: 72 }}>
        <div className="hero">
          <Stack gap="md">
            <Title order={1} className="hero-title">
              <T id="welcome.title" />
            </Title>
            <Text fz="lg" c="dimmed">
              <T id="welcome.text" />
            </Text>
            <Group mt="sm">
              <Button size="md" onClick={() => signIn(`${window.location.origin}/`)}>
                <T id="welcome.signIn" />
              </Button>
              <Button size="md" variant="default" component={Link} to="/sign-up">
                <T id="welcome.signUp" />
              </Button>
            </Group>
          </Stack>
          <TrustPicture />
        </div>
        <SimpleGrid cols={{ base: 1, sm: 3 }} mt={{ base: 40, sm: 72 }}>
          {points.map(({ id, icon }) => (
            <Surface key={id}>
              <span className="point-mark" aria-hidden>
                <Icon name={icon} size={22} />
              </span>
              <Title order={2} size="h4" mt="md">
                <T id={`welcome.${id}`} />
              </Title>
              <Text size="sm" mt="xs" c="dimmed">
                <T id={`welcome.${id}.text`} />
              </Text>
            </Surface>
          ))}
        </SimpleGrid>
      </Container>
    </OpenFrame>
  )
}
