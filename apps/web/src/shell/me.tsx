import type { ComponentProps } from 'react'
import { useText } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { fullName, useSession } from './session.tsx'

/** Who is signed in, as the button that opens the menu of what is theirs. */
export function Me(props: ComponentProps<'button'>) {
  const session = useSession()
  const { t } = useText()
  const name = fullName(session)
  return (
    <button type="button" {...props} className="me">
      <Mark id={session.userName} name={name} isRound />
      <span className="grow">
        <span className="visually-hidden">{t('shell.account')}: </span>
        <b className="cut">{name}</b>
        <small className="cut" dir="auto">
          {session.email ?? session.userName}
        </small>
      </span>
      <Icon name="sortable" />
    </button>
  )
}
