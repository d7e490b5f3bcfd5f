import { T, useText } from '../i18n/text.tsx'
import { Dialog } from './dialog.tsx'

/** Keys of a list, and of every page. */
const keys = [
  [['/'], 'lists.keys.search'],
  [['↑', '↓'], 'lists.keys.rows'],
  [['Enter'], 'lists.keys.open'],
  [['Ctrl', 'K'], 'lists.keys.find'],
  [['?'], 'lists.keys.help'],
] as const

/** What the keyboard can do here. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  return (
    <Dialog title={t('lists.keys')} onClose={onClose}>
      <dl className="facts">
        {keys.map(([caps, meaning]) => (
          <div key={meaning}>
            <dt className="keys">
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dt>
            <dd>
              <T id={meaning} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
