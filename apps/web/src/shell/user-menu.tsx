import { ActionIcon, Menu, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { signOut } from '../api/sign-in.ts'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { fullName, useSession } from './session.tsx'

/** Who is signed in, their profile, and the way out. */
export function UserMenu() {
  const session = useSession()
  const { t } = useText()
  const name = fullName(session)
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="light"
          size="xl"
          radius="xl"
          aria-label={`${t('shell.account')}: ${name}`}
        >
          <Text span fw={650} aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </Text>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text span fw={600} display="block">
            {name}
          </Text>
          <Text span size="xs" display="block">
            {session.email ?? session.userName}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile" leftSection={<Icon name="person" size={18} />}>
          <T id="profile.menu" />
        </Menu.Item>
        <Menu.Item onClick={signOut} leftSection={<Icon name="leave" size={18} />}>
          <T id="shell.signOut" />
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
