import { namesOf } from '@pmp/contract'
import { Menu, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { signOut } from '../api/sign-in.ts'
import { isLanguage, languages, useLanguage } from '../i18n/language.tsx'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { Me } from './me.tsx'
import { schemes } from './schemes.ts'

/**
 * Who is signed in: their profile, what they may choose for every page, and the way out. Its code comes
 * when the button is first pressed, so it opens at once.
 */
export default function UserMenu() {
  const { t } = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, { open, set }] = useDisclosure()
  useEffect(() => {
    // It stands where the one was that was pressed, and gets the focus back when the menu closes.
    button.current?.focus({ preventScroll: true })
    open()
  }, [open])
  return (
    <Menu opened={isOpen} onChange={set} position="top-start" width="target">
      <Menu.Target>
        <Me ref={button} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('shell.account')}>
        <Menu.Item component={Link} to="/profile" leftSection={<Icon name="person" />}>
          <T id="profile.menu" />
        </Menu.Item>
        <Menu.Divider />
        <Languages />
        <Menu.Divider />
        <Appearances />
        <Menu.Divider />
        <Menu.Item onClick={signOut} leftSection={<Icon name="leave" />}>
          <T id="shell.signOut" />
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Languages() {
  const { language, choose } = useLanguage()
  const { t } = useText()
  return (
    <Menu.RadioGroup
      aria-label={t('shell.language')}
      value={language}
      onChange={(code) => isLanguage(code) && choose(code)}
    >
      {namesOf(languages).map((code) => (
        <Menu.RadioItem key={code} value={code} lang={languages[code].tag} closeMenuOnClick>
          {languages[code].name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}

function Appearances() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { t } = useText()
  return (
    <Menu.RadioGroup
      aria-label={t('shell.appearance')}
      value={colorScheme}
      onChange={(value) => setColorScheme(schemes.find((known) => known === value) ?? 'auto')}
    >
      {schemes.map((value) => (
        <Menu.RadioItem key={value} value={value} rightSection={<Icon name={value} />}>
          <T id={`shell.appearance.${value}`} />
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}
