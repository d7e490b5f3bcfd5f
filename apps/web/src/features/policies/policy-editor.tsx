import {
  checkPolicyDocument,
  failures,
  policyDocumentMaxLength,
  type CallOf,
  type PolicyType,
  type ResponseOf,
  type createPolicy,
  type saveNextVersion,
  type updatePolicy,
} from '@pmp/contract'
import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { lazy, Suspense, type ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { PolicySummary } from '../../ui/policy-summary.tsx'
import { Surface } from '../../ui/surface.tsx'
import { parsedObject } from './parsed-object.ts'
import { DocumentFile } from './document-file.tsx'
import { PolicyForm } from './policy-form.tsx'
import type { GroupField } from '../../ui/group-select.tsx'
import { SizeMeter, Violations, useViolationText } from './policy-checks.tsx'

const JsonEditor = lazy(() => import('./json-editor.tsx'))

export interface PolicyDraft {
  policyGroupName: string
  name: string
  desc: string
  version: string
  policies: Record<string, unknown>
}

type DraftForm = Omit<PolicyDraft, 'policies'> & { text: string }

type Saving = typeof createPolicy | typeof updatePolicy | typeof saveNextVersion

interface PolicyEditorProps<E extends Saving> {
  endpoint: E
  type: PolicyType
  initial: PolicyDraft
  toCall: (draft: PolicyDraft) => CallOf<E>
  onSaved: (saved: ResponseOf<E>) => void
  /** Called when somebody else has saved meanwhile. */
  onConflict?: () => void
  /** What to show then, given what was typed here. */
  conflict?: (mine: PolicyDraft) => ReactNode
  /** Type and group, given the form's group. */
  heading: (group: GroupField) => ReactNode
}

/** A policy as form and as JSON, side by side and always the same; its violations as you type. */
export function PolicyEditor<E extends Saving>(props: PolicyEditorProps<E>) {
  const { endpoint, type, initial, toCall, onSaved, onConflict, conflict, heading } = props
  const { t } = useText()
  const { policies, ...words } = initial
  const { form, change, onSubmit, above, isUnsent } = useContractForm<E, DraftForm>({
    endpoint,
    initialValues: { ...words, text: JSON.stringify(policies, null, 2) },
    toCall: ({ text, ...draft }) => toCall({ ...draft, policies: parsedObject(text) ?? {} }),
    check: ({ text }) => ({ text: isSavable(type, text) ? null : t('policies.invalid') }),
    fieldOf: {
      PMS_POL_009: 'name',
      PMS_POL_019: 'policyGroupName',
      PMS_POL_053: 'policyGroupName',
    },
    onDone: onSaved,
    onRefused: ({ code }) => {
      if (code === failures.policy_draft_changed.code) onConflict?.()
    },
  })
  const { text: typed, ...typedWords } = form.values
  const mine = { ...typedWords, policies: parsedObject(typed) ?? {} }
  return (
    <form noValidate onSubmit={onSubmit}>
      <LeaveGuard isUnsent={isUnsent} />
      <Stack gap="lg">
        <Surface>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {heading(form.getInputProps('policyGroupName'))}
            <TextInput
              label={t('fields.name')}
              required
              maxLength={128}
              {...form.getInputProps('name')}
            />
            <TextInput
              label={t('policies.version')}
              required
              maxLength={8}
              {...form.getInputProps('version')}
            />
          </SimpleGrid>
          <Textarea
            mt="md"
            label={t('fields.description')}
            required
            autosize
            minRows={2}
            maxLength={256}
            {...form.getInputProps('desc')}
          />
        </Surface>
        <Document
          type={type}
          text={form.values.text}
          onChange={(text) => form.setFieldValue('text', text)}
        />
        <FailureAlert error={above} />
        {conflict?.(mine)}
        <Group justify="flex-end" gap="md">
          {form.errors['text'] && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {form.errors['text']}
            </Text>
          )}
          <Button type="submit" loading={change.isPending}>
            <T id="policies.save" />
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function isSavable(type: PolicyType, text: string): boolean {
  const document = parsedObject(text)
  return (
    document !== undefined &&
    checkPolicyDocument(type, document).length === 0 &&
    JSON.stringify(document).length <= policyDocumentMaxLength
  )
}

interface DocumentProps {
  type: PolicyType
  text: string
  onChange: (text: string) => void
}

function Document({ type, text, onChange }: DocumentProps) {
  const { t } = useText()
  const textOf = useViolationText()
  const document = parsedObject(text)
  const violations = document ? checkPolicyDocument(type, document) : []
  const isSound = document !== undefined && violations.length === 0
  return (
    <>
      <div className="studio">
        <Surface title={t('policies.content')}>
          <PolicyForm
            type={type}
            document={document}
            onChange={(next) => onChange(JSON.stringify(next, null, 2))}
          />
        </Surface>
        <Surface title={t('policies.json')}>
          <Stack gap="sm">
            <DocumentFile text={text} onText={onChange} />
            <Suspense fallback={<Text c="dimmed">{t('states.loading')}</Text>}>
              <JsonEditor
                type={type}
                value={text}
                onChange={onChange}
                label={t('policies.json')}
                problems={violations.map((violation) => ({
                  pointer: violation.pointer,
                  text: textOf(violation),
                }))}
              />
            </Suspense>
            <SizeMeter size={document ? JSON.stringify(document).length : text.length} />
            <Violations isJson={document !== undefined} violations={violations} />
          </Stack>
        </Surface>
      </div>
      {isSound && (
        <Surface title={t('policies.shares')}>
          <PolicySummary type={type} document={document} isWithJson={false} />
        </Surface>
      )}
    </>
  )
}
