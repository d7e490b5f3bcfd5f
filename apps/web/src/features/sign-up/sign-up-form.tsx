import { signUp, userNamePattern, type ResponseOf, type readSignUpOptions } from '@pmp/contract'
import {
  Anchor,
  Button,
  Group,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { signIn } from '../../api/sign-in.ts'
import { languages, isLanguage, useLanguage, type Language } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Surface } from '../../ui/surface.tsx'
import { PartnerTypeCards } from './partner-type-cards.tsx'
import { PasswordStrength } from './password-strength.tsx'

type Options = ResponseOf<typeof readSignUpOptions>

interface SignUpFormProps {
  options: Options
  onDone: (userName: string) => void
}

function emptyForm(options: Options, language: Language) {
  const { languages: offered, partnerTypes } = options
  return {
    partnerType: partnerTypes[0] ?? '',
    organizationName: '',
    address: '',
    phoneNumber: '',
    givenName: '',
    familyName: '',
    emailId: '',
    langCode: offered.includes(language) ? language : (offered[0] ?? 'eng'),
    userName: '',
    password: '',
  }
}

type Values = ReturnType<typeof emptyForm>
interface SectionProps {
  form: UseFormReturnType<Values>
  options: Options
}

/** Organisation, person and account on one page; what is refused is said beside its field. */
export function SignUpForm({ options, onDone }: SignUpFormProps) {
  const { t } = useText()
  const { language } = useLanguage()
  const { passwordMinLength: length } = options
  const { form, change, onSubmit, above, isUnsent } = useContractForm({
    endpoint: signUp,
    initialValues: emptyForm(options, language),
    toCall: (values) => values,
    check: ({ userName, password }) => ({
      userName: userName && !userNamePattern.test(userName) ? t('signUp.userName.rule') : null,
      password: password && password.length < length ? t('signUp.password.rule', { length }) : null,
    }),
    fieldOf: {
      PMP_004: 'userName',
      PMP_005: 'emailId',
      PMS_PRT_012: 'emailId',
      PMP_006: 'password',
      PMP_008: 'partnerType',
      PMS_PRT_056: 'langCode',
    },
    onDone: ({ userName }) => onDone(userName),
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <LeaveGuard isUnsent={isUnsent} />
      <Stack gap="lg">
        <OrganizationSection form={form} options={options} />
        <PersonSection form={form} options={options} />
        <AccountSection form={form} options={options} />
        <FailureAlert error={above} />
        <Group justify="space-between">
          <Text size="sm">
            <T id="signUp.hasAccount" />{' '}
            <Anchor
              component="button"
              type="button"
              underline="always"
              onClick={() => signIn(`${window.location.origin}/`)}
            >
              <T id="welcome.signIn" />
            </Anchor>
          </Text>
          <Button type="submit" size="md" loading={change.isPending}>
            <T id="signUp.submit" />
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function OrganizationSection({ form, options }: SectionProps) {
  const { t } = useText()
  return (
    <Surface title={t('signUp.organization')}>
      <Stack>
        <PartnerTypeCards types={options.partnerTypes} {...form.getInputProps('partnerType')} />
        <TextInput
          label={t('fields.organization')}
          description={t('fields.organization.hint')}
          required
          autoComplete="organization"
          {...form.getInputProps('organizationName')}
        />
        <Textarea
          label={t('fields.address')}
          required
          autosize
          minRows={2}
          autoComplete="street-address"
          {...form.getInputProps('address')}
        />
        <TextInput
          label={t('fields.phone')}
          required
          type="tel"
          autoComplete="tel"
          {...form.getInputProps('phoneNumber')}
        />
      </Stack>
    </Surface>
  )
}

function PersonSection({ form, options }: SectionProps) {
  const { t } = useText()
  return (
    <Surface title={t('signUp.person')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('fields.givenName')}
          required
          autoComplete="given-name"
          {...form.getInputProps('givenName')}
        />
        <TextInput
          label={t('fields.familyName')}
          required
          autoComplete="family-name"
          {...form.getInputProps('familyName')}
        />
        <TextInput
          label={t('fields.email')}
          required
          type="email"
          autoComplete="email"
          {...form.getInputProps('emailId')}
        />
        <Select
          label={t('fields.language')}
          allowDeselect={false}
          data={options.languages.map((code) => ({
            value: code,
            label: isLanguage(code) ? languages[code].name : code,
          }))}
          {...form.getInputProps('langCode')}
        />
      </SimpleGrid>
    </Surface>
  )
}

function AccountSection({ form, options }: SectionProps) {
  const { t } = useText()
  const { passwordMinLength: length } = options
  return (
    <Surface title={t('signUp.account')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('fields.userName')}
          description={t('signUp.userName.hint')}
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('userName')}
        />
        <div>
          <PasswordInput
            label={t('fields.password')}
            description={t('signUp.password.rule', { length })}
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            {...form.getInputProps('password')}
          />
          <PasswordStrength password={form.values.password} minLength={length} />
        </div>
      </SimpleGrid>
    </Surface>
  )
}
