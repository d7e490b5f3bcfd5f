import { namesOf } from '@pmp/contract'
import type { PathRule } from '@pmp/x509'
import { Stack, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { CheckLine, CheckList } from './checks.tsx'
import type { Inspection } from './inspection.ts'

type PathCheck = NonNullable<Inspection['pathChecks']>[number]

/** What somebody can do about a broken rule of the path. */
type Remedy = 'reissue' | 'renew' | 'addIssuer' | 'otherKey' | 'askAuthority'

/** Who is to act, by rule: most flaws can only be mended by issuing the certificate again. */
const remedyOf: Readonly<Record<PathRule, Remedy>> = {
  valid_at: 'renew',
  signature: 'askAuthority',
  not_revoked: 'renew',
  name_chaining: 'askAuthority',
  issuer_known: 'addIssuer',
  trust_anchor: 'addIssuer',
  key_identifiers: 'askAuthority',
  key_identifiers_present: 'reissue',
  name_constraints: 'askAuthority',
  policy_constraints: 'askAuthority',
  version_3: 'reissue',
  certificate_authority: 'askAuthority',
  path_length: 'askAuthority',
  may_sign_certificates: 'askAuthority',
  critical_extensions: 'reissue',
  strong_algorithm: 'otherKey',
  strong_key: 'otherKey',
  usual_exponent: 'otherKey',
  algorithms_agree: 'reissue',
  serial_number: 'reissue',
  serial_positive: 'reissue',
  extensions_version_3: 'reissue',
  names_present: 'reissue',
  extension_criticality: 'reissue',
  usages_consistent: 'reissue',
  validity_nested: 'askAuthority',
  path_size: 'askAuthority',
  search_size: 'askAuthority',
}

/** The rules of RFC 5280 for each certificate of the path: broken ones open, the others folded away. */
export function PathChecks({ checks }: { checks: readonly PathCheck[] }) {
  const { t } = useText()
  const isOpen = ({ outcome }: PathCheck) => outcome === 'failed' || outcome === 'warned'
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const warned = checks.filter(({ outcome }) => outcome === 'warned')
  const others = checks.filter((check) => !isOpen(check))
  return (
    <Stack gap="sm">
      {failed.length > 0 && <RuleList checks={failed} label={t('certificates.path.failed')} />}
      {warned.length > 0 && <RuleList checks={warned} label={t('certificates.path.warned')} />}
      <details className="fold">
        <summary>
          {t('certificates.path.others', {
            passed: checks.filter(({ outcome }) => outcome === 'passed').length,
            count: checks.length,
          })}
        </summary>
        {[...Map.groupBy(others, ({ position }) => position)].map(([position, ofOne]) => (
          <div key={position}>
            <Text size="sm" fw={600} mt="sm" mb={4}>
              <bdi>{ofOne[0]?.subject}</bdi>
            </Text>
            <RuleList checks={ofOne} label={ofOne[0]?.subject ?? ''} />
          </div>
        ))}
      </details>
    </Stack>
  )
}

function RuleList({ checks, label }: { checks: readonly PathCheck[]; label: string }) {
  return (
    <CheckList label={label}>
      {checks.map((check) => (
        <RuleLine key={`${check.position} ${check.rule}`} check={check} />
      ))}
    </CheckList>
  )
}

function RuleLine({ check: { rule, outcome, subject, source, reason } }: { check: PathCheck }) {
  const { t, tMaybe } = useText()
  const state = {
    passed: 'passed',
    not_reached: 'skipped',
    warned: 'advice',
    failed: 'failed',
  } as const
  // A newer server may know rules that this page does not.
  const known = namesOf(remedyOf).find((name) => name === rule)
  const remedy = known ? remedyOf[known] : 'askAuthority'
  const why = reason && tMaybe(`failures.because.${reason}`)
  return (
    <CheckLine state={state[outcome]} title={tMaybe(`pathRules.${rule}`) ?? rule}>
      {outcome === 'failed' && (
        <>
          <Text size="sm">
            <bdi>{subject}</bdi>
          </Text>
          {why && <Text size="sm">{why}</Text>}
          <Text size="sm" c="var(--mantine-color-error)">
            {t(`pathRemedies.${remedy}`)}
          </Text>
        </>
      )}
      {outcome === 'warned' && (
        <Text size="sm" c="dimmed">
          {t('certificates.path.forgiven')}
        </Text>
      )}
      {outcome === 'not_reached' && (
        <Text size="sm" c="dimmed">
          {t('certificates.path.notReached')}
        </Text>
      )}
      <Text size="xs" c="dimmed" dir="ltr" className="rule-source">
        {source}
      </Text>
    </CheckLine>
  )
}
