import { namesOf } from '@pmp/contract'
import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { languages, useLanguage } from '../i18n/language.tsx'
import { T, useText } from '../i18n/text.tsx'

/** What readers of every page may choose: language and appearance. */
export default function HeaderMenus() {
  return (
    <>
      <LanguageMenu />
      <AppearanceMenu />
    </>
  )
}

interface HeaderMenuProps {
  label: string
  mark: ReactNode
  children: ReactNode
}

/** A button of the header that opens a menu. */
function HeaderMenu({ label, mark, children }: HeaderMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size="xl"
          color="gray"
          className="header-button"
          aria-label={label}
        >
          {mark}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

/** The reader's language; offered before and after sign-in. */
function LanguageMenu() {
  const { language, choose } = useLanguage()
  const { t } = useText()
  const { tag, name } = languages[language]
  const short = tag.toUpperCase()
  return (
    <HeaderMenu
      label={`${short} – ${t('shell.language')}: ${name}`}
      mark={
        <Text span fw={650} size="sm" aria-hidden>
          {short}
        </Text>
      }
    >
      {namesOf(languages).map((code) => (
        <Menu.Item
          key={code}
          lang={languages[code].tag}
          onClick={() => choose(code)}
          fw={code === language ? 650 : 400}
        >
          {languages[code].name}
        </Menu.Item>
      ))}
    </HeaderMenu>
  )
}

const schemes = ['light', 'dark', 'auto'] as const

function AppearanceMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { t } = useText()
  return (
    <HeaderMenu label={t('shell.appearance')} mark={<Icon name={colorScheme} />}>
      {schemes.map((value) => (
        <Menu.Item
          key={value}
          onClick={() => setColorScheme(value)}
          leftSection={<Icon name={value} size={18} />}
        >
          <T id={`shell.appearance.${value}`} />
        </Menu.Item>
      ))}
    </HeaderMenu>
  )
}
