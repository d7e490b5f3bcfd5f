import type {
  CallOf,
  PolicyType,
  ResponseOf,
  createPolicy,
  saveNextVersion,
  updatePolicy,
} from '@pmp/contract'
import { Button, Group, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm, type FormFields } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import type { GroupField } from '../../domain/policies/group-select.tsx'
import { Surface } from '../../ui/surface.tsx'
import { parsedObject } from './parsed-object.ts'
import { PolicyDocument, asText, isSavable } from './policy-document.tsx'

export interface PolicyDraft {
  policyGroupName: string
  name: string
  desc: string
  version: string
  policies: Record<string, unknown>
}

/** What stands in the editor; the text is the document's, JSON or not. */
export interface TypedPolicy {
  draft: PolicyDraft
  text: string
}

/** The document in the editor, for whoever wants to put another in its place. */
export interface DocumentField {
  text: string
  /** Begins anew with another document. */
  begin: (document: Record<string, unknown>) => void
}

type DraftForm = Omit<PolicyDraft, 'policies'> & { text: string }

type Saving = typeof createPolicy | typeof updatePolicy | typeof saveNextVersion

interface PolicyEditorProps<E extends Saving> {
  endpoint: E
  type: PolicyType
  initial: PolicyDraft
  /** What was typed elsewhere already. */
  typed?: PolicyDraft | undefined
  toCall: (draft: PolicyDraft) => CallOf<E>
  onSaved: (saved: ResponseOf<E>) => void
  cancelTo: string
  /** Called when the server refuses, because somebody else may have been faster. */
  onRefused?: () => void
  /** What to show when nothing can be saved here any more. */
  overtaken?: (typed: TypedPolicy) => ReactNode
  /** What to show when somebody else has saved meanwhile. */
  conflict?: (typed: TypedPolicy) => ReactNode
  /** Type, group and template. */
  heading: (group: GroupField, document: DocumentField) => ReactNode
}

const words = { name: 'line', desc: 'text', version: 'line' } as const

/** A policy as form and as JSON, side by side and always the same; its violations as you type. */
export function PolicyEditor<E extends Saving>(props: PolicyEditorProps<E>) {
  const { endpoint, type, initial, toCall, onSaved, onRefused, overtaken, conflict } = props
  const { t } = useText()
  const form = useContractForm<E, DraftForm>({
    endpoint,
    initialValues: formOf(initial),
    typed: props.typed && formOf(props.typed),
    toCall: ({ text, ...draft }) => toCall({ ...draft, policies: parsedObject(text) ?? {} }),
    check: ({ text }) => ({ text: isSavable(type, text) ? null : t('policies.invalid') }),
    words,
    onDone: onSaved,
    onRefused,
  })
  const { text, ...typedWords } = form.values
  const typed = { draft: { ...typedWords, policies: parsedObject(text) ?? {} }, text }
  return (
    <Form
      form={form}
      gap="lg"
      remedy={conflict?.(typed)}
      beside={<Wrong text={form.errorOf('text')} />}
      cancel={
        <Button component={Link} to={props.cancelTo} variant="default">
          <T id="actions.cancel" />
        </Button>
      }
      submit={t('policies.save')}
    >
      {overtaken?.(typed)}
      <Words form={form}>
        {props.heading(form.choice('policyGroupName'), {
          text,
          begin: (document) => form.begin({ text: asText(document) }),
        })}
      </Words>
      <PolicyDocument type={type} text={text} onChange={(next) => form.set({ text: next })} />
    </Form>
  )
}

function Wrong({ text }: { text: ReactNode }) {
  return (
    text && (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {text}
      </Text>
    )
  )
}

function formOf({ policies, ...rest }: PolicyDraft): DraftForm {
  return { ...rest, text: asText(policies) }
}

interface WordsProps {
  form: FormFields<DraftForm>
  /** What stands before the name. */
  children: ReactNode
}

function Words({ form, children }: WordsProps) {
  const { t } = useText()
  return (
    <Surface>
      <SimpleGrid cols={{ base: 1, sm: 2 }} className="fields">
        {children}
        <Group gap="md" align="flex-start" wrap="nowrap">
          <TextInput flex={1} label={t('fields.name')} {...form.field('name')} />
          <TextInput w="7rem" label={t('policies.version')} {...form.field('version')} />
        </Group>
      </SimpleGrid>
      <Textarea
        mt="md"
        label={t('fields.description')}
        autosize
        minRows={2}
        {...form.field('desc')}
      />
    </Surface>
  )
}
