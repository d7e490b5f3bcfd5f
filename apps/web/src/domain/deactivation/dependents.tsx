import type { previewDeactivation, ResponseOf } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'

type Preview = ResponseOf<typeof previewDeactivation>
type Dependent = Preview['dependents'][number]

const icons: Record<Dependent['kind'], IconName> = {
  apiKey: 'key',
  oidcClient: 'person',
  mispLicence: 'shield',
  pendingRequest: 'request',
  approvedRequest: 'approval',
  mappingChange: 'request',
  credentialType: 'policy',
  nameRequest: 'organization',
  renewal: 'certificate',
}

/** What stops with something, and what goes on by the settings. */
export function Dependents({ preview }: { preview: Preview }) {
  const { t } = useText()
  const stopping = preview.dependents.filter(({ stops }) => stops)
  const staying = preview.dependents.filter(({ stops }) => !stops)
  return (
    <Stack gap="xs">
      {stopping.length > 0 && (
        <ul className="lines dependents" aria-label={t('deactivation.stops')}>
          {stopping.map((one) => (
            <Line key={one.kind} icon={icons[one.kind]} names={namesOf(one, preview.kind)} of={one}>
              {t(`deactivation.stops.${one.kind}`, { count: one.count })}
            </Line>
          ))}
          <Line icon="outbox">{t('deactivation.told')}</Line>
        </ul>
      )}
      {staying.length > 0 && (
        <>
          <Text size="sm" c="dimmed">
            <T id="deactivation.stays" />
          </Text>
          <ul className="lines dependents" aria-label={t('deactivation.stays')}>
            {staying.map((one) => (
              <Line
                key={one.kind}
                icon={icons[one.kind]}
                names={namesOf(one, preview.kind)}
                of={one}
              >
                {t(`deactivation.count.${one.kind}`, { count: one.count })}
              </Line>
            ))}
          </ul>
        </>
      )}
    </Stack>
  )
}

/** Of a partner what things are called, of a policy whose they are; at most three. */
function namesOf({ first }: Dependent, kind: Preview['kind']): string[] {
  const names = first.map(({ name, orgName, partnerId }) =>
    kind === 'partner' ? (name ?? '') : (orgName ?? partnerId),
  )
  return [...new Set(names)].filter((name) => name !== '').slice(0, 3)
}

const noNames: readonly string[] = []

interface LineProps {
  icon: IconName
  names?: readonly string[]
  of?: Dependent
  children: string
}

function Line({ icon, names = noNames, of, children }: LineProps) {
  const { list, t } = useText()
  const more = (of?.count ?? 0) - names.length
  const shown = more > 0 ? [...names, t('deactivation.more', { count: more })] : names
  return (
    <li>
      <Icon name={icon} size={18} />
      <span>{children}</span>
      {names.length > 0 && <bdi>{list(shown)}</bdi>}
    </li>
  )
}
