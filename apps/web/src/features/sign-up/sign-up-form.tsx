import { signUp, userNamePattern, type ResponseOf, type readSignUpOptions } from '@pmp/contract'
import {
  Anchor,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { signIn } from '../../api/sign-in.ts'
import { languages, isLanguage, useLanguage, type Language } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm, type FormFields } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { trimmed } from '../../ui/plain-words.ts'
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

/** A blank at the end of an organisation would be one that no certificate has. */
const words = ['organizationName', 'address', 'phoneNumber', 'givenName', 'familyName'] as const

type Values = ReturnType<typeof emptyForm>
interface SectionProps {
  form: FormFields<Values>
  options: Options
}

/** Organisation, person and account on one page; what is refused is said beside its field. */
export function SignUpForm({ options, onDone }: SignUpFormProps) {
  const { t } = useText()
  const { language } = useLanguage()
  const { passwordMinLength: length } = options
  const form = useContractForm({
    endpoint: signUp,
    initialValues: emptyForm(options, language),
    toCall: (values) => trimmed(values, words),
    check: ({ userName, password }) => ({
      userName: userName && !userNamePattern.test(userName) ? t('signUp.userName.rule') : null,
      password: password && password.length < length ? t('signUp.password.rule', { length }) : null,
    }),
    onDone: ({ userName }) => onDone(userName),
  })
  return (
    <Form
      form={form}
      gap="lg"
      submit={t('signUp.submit')}
      submitProps={{ size: 'md' }}
      beside={
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
      }
    >
      <OrganizationSection form={form} options={options} />
      <PersonSection form={form} options={options} />
      <AccountSection form={form} options={options} />
    </Form>
  )
}

function OrganizationSection({ form, options }: SectionProps) {
  const { t } = useText()
  return (
    <Surface title={t('signUp.organization')}>
      <Stack>
        <PartnerTypeCards types={options.partnerTypes} {...form.choice('partnerType')} />
        <TextInput
          label={t('fields.organization')}
          description={t('fields.organization.hint')}
          autoComplete="organization"
          {...form.field('organizationName')}
        />
        <Textarea
          label={t('fields.address')}
          autosize
          minRows={2}
          autoComplete="street-address"
          {...form.field('address')}
        />
        <TextInput
          label={t('fields.phone')}
          type="tel"
          autoComplete="tel"
          {...form.field('phoneNumber')}
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
          autoComplete="given-name"
          {...form.field('givenName')}
        />
        <TextInput
          label={t('fields.familyName')}
          autoComplete="family-name"
          {...form.field('familyName')}
        />
        <TextInput
          label={t('fields.email')}
          type="email"
          autoComplete="email"
          {...form.field('emailId')}
        />
        <Select
          label={t('fields.language')}
          allowDeselect={false}
          data={options.languages.map((code) => ({
            value: code,
            label: isLanguage(code) ? languages[code].name : code,
          }))}
          {...form.choice('langCode')}
        />
      </SimpleGrid>
    </Surface>
  )
}

function AccountSection({ form, options }: SectionProps) {
  const { t } = useText()
  const { passwordMinLength: length } = options
  // A password that the field cuts off would be another one than was pasted.
  const { maxLength: _limit, ...password } = form.field('password')
  return (
    <Surface title={t('signUp.account')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('fields.userName')}
          description={t('signUp.userName.hint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.field('userName')}
        />
        <div>
          <PasswordInput
            label={t('fields.password')}
            description={t('signUp.password.rule', { length })}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            {...password}
          />
          <PasswordStrength
            password={form.values.password}
            minLength={length}
            userName={form.values.userName}
          />
        </div>
      </SimpleGrid>
    </Surface>
  )
}
