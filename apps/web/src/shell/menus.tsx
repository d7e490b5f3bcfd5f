import { namesOf } from '@pmp/contract'
import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { languages, useLanguage } from '../i18n/language.tsx'
import { T, useText } from '../i18n/text.tsx'
import { schemes } from './schemes.ts'

/** What readers of every page may choose: language and appearance. */
export default function HeaderMenus() {
  return (
    <>
      <LanguageMenu />
      <AppearanceMenu />
    </>
  )
}

interface HeaderMenuProps<Value extends string> {
  label: string
  mark: ReactNode
  value: Value
  values: readonly Value[]
  onChange: (value: Value) => void
  children: (value: Value) => ReactNode
}

/** A button of the header that opens a choice of one. */
function HeaderMenu<Value extends string>(props: HeaderMenuProps<Value>) {
  const { label, mark, value: chosen, values, onChange, children } = props
  return (
    <Menu position="bottom-end" width={200}>
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
      <Menu.Dropdown>
        <Menu.RadioGroup
          aria-label={label}
          value={chosen}
          onChange={(wanted) => {
            const value = values.find((known) => known === wanted)
            if (value !== undefined) onChange(value)
          }}
        >
          {values.map((value) => children(value))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
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
        <Text span fw={600} size="sm" aria-hidden>
          {short}
        </Text>
      }
      value={language}
      values={namesOf(languages)}
      onChange={choose}
    >
      {(code) => (
        <Menu.RadioItem key={code} value={code} lang={languages[code].tag} closeMenuOnClick>
          {languages[code].name}
        </Menu.RadioItem>
      )}
    </HeaderMenu>
  )
}

function AppearanceMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { t } = useText()
  return (
    <HeaderMenu
      label={t('shell.appearance')}
      mark={<Icon name={colorScheme} />}
      value={colorScheme}
      values={schemes}
      onChange={setColorScheme}
    >
      {(value) => (
        <Menu.RadioItem key={value} value={value} rightSection={<Icon name={value} />}>
          <T id={`shell.appearance.${value}`} />
        </Menu.RadioItem>
      )}
    </HeaderMenu>
  )
}
