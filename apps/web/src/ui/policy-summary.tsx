import { AuthPolicy, DataSharePolicy, MispPolicy } from '@pmp/contract'
import { Accordion, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { CopyField } from './copy-field.tsx'
import { jsonType } from './download.ts'
import { Icon, type IconName } from './icon.tsx'

interface PolicySummaryProps {
  type: string
  document: Record<string, unknown>
  isWithJson?: boolean
}

/** What a policy shares, in plain words, and the document itself. */
export function PolicySummary({ type, document, isWithJson = true }: PolicySummaryProps) {
  const { t } = useText()
  return (
    <Stack>
      <InWords type={type} document={document} />
      {isWithJson && (
        <Accordion variant="contained">
          <Accordion.Item value="json">
            <Accordion.Control>
              <T id="policies.json" />
            </Accordion.Control>
            <Accordion.Panel>
              <CopyField
                label={t('policies.json')}
                value={JSON.stringify(document, null, 2)}
                file={{ name: 'policy-data-json.json', type: jsonType }}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </Stack>
  )
}

function InWords({ type, document }: PolicySummaryProps) {
  const auth = AuthPolicy.safeParse(document)
  if (auth.success) return <AuthInWords policy={auth.data} />
  const share = DataSharePolicy.safeParse(document)
  if (share.success) return <ShareInWords policy={share.data} />
  const misp = MispPolicy.safeParse(document)
  if (misp.success) return <MispInWords policy={misp.data} />
  return (
    <Text c="dimmed">
      <T id="policies.summary.other" values={{ type }} />
    </Text>
  )
}

function Point({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <div className="point">
      <span className="point-mark" aria-hidden>
        <Icon name={icon} size={18} />
      </span>
      <div>{children}</div>
    </div>
  )
}

function Attributes({ names }: { names: readonly string[] }) {
  const { t, tMaybe, list } = useText()
  const words = names.map((name) => tMaybe(`attributes.${name}`) ?? name)
  return (
    <Point icon="person">
      {names.length > 0
        ? t('policies.summary.attributes', { list: list(words) })
        : t('policies.summary.noAttributes')}
    </Point>
  )
}

function AuthInWords({ policy }: { policy: typeof AuthPolicy._output }) {
  const { t, tMaybe } = useText()
  const wordsOf = (authType: string, authSubType?: string) => {
    const sub = authSubType && ` (${tMaybe(`authSubTypes.${authSubType}`) ?? authSubType})`
    return `${tMaybe(`authTypes.${authType}`) ?? authType}${sub ?? ''}`
  }
  return (
    <Stack gap="md">
      <Attributes names={policy.allowedKycAttributes.map((attribute) => attribute.attributeName)} />
      <Point icon="approval">
        {policy.allowedAuthTypes.length === 0 ? (
          t('policies.summary.noAuthTypes')
        ) : (
          <>
            {t('policies.summary.authTypes')}
            <ul className="plain-list">
              {policy.allowedAuthTypes.map(({ authType, authSubType, mandatory }) => (
                <li key={`${authType} ${authSubType ?? ''}`}>
                  {wordsOf(authType, authSubType)}
                  {mandatory && <strong> – {t('policies.mandatory')}</strong>}
                </li>
              ))}
            </ul>
          </>
        )}
      </Point>
      <Point icon="key">{t(`policies.token.${policy.authTokenType}`)}</Point>
    </Stack>
  )
}

function ShareInWords({ policy }: { policy: typeof DataSharePolicy._output }) {
  const { t } = useText()
  const { dataSharePolicies: share, shareableAttributes } = policy
  const isPlain = share.encryptionType === 'none'
  return (
    <Stack gap="md">
      <Attributes names={shareableAttributes.map((attribute) => attribute.attributeName)} />
      <Point icon="clock">
        {t('policies.summary.share', {
          minutes: share.validForInMinutes,
          reads: share.transactionsAllowed,
          source: share.source,
        })}
      </Point>
      <Point icon="shield">
        {t(isPlain ? 'policies.summary.plain' : 'policies.summary.encrypted')}
      </Point>
    </Stack>
  )
}

function MispInWords({ policy }: { policy: typeof MispPolicy._output }) {
  const { t } = useText()
  const names = Object.keys(MispPolicy.shape) as (keyof typeof MispPolicy.shape)[]
  return (
    <Stack gap="xs">
      {names.map((name) => (
        <Point key={name} icon={policy[name] ? 'done' : 'cross'}>
          {t(policy[name] ? 'policies.summary.may' : 'policies.summary.mayNot', {
            what: t(`policies.misp.${name}`),
          })}
        </Point>
      ))}
    </Stack>
  )
}
