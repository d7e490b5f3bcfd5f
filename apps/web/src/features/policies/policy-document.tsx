import { checkPolicyDocument, policyDocumentMaxLength, type PolicyType } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useText } from '../../i18n/text.tsx'
import { PolicySummary } from '../../domain/policies/policy-summary.tsx'
import { Surface } from '../../ui/surface.tsx'
import { DocumentFile } from './document-file.tsx'
import { parsedObject } from './parsed-object.ts'
import { SizeMeter, Violations, useViolationText } from './policy-checks.tsx'
import { PolicyForm } from './policy-form.tsx'

const JsonEditor = lazy(() => import('./json-editor.tsx'))

/** A document as people read it, in the editor and in files. */
export function asText(document: Record<string, unknown>): string {
  return JSON.stringify(document, null, 2)
}

/** Whether a text is a document that the server accepts. */
export function isSavable(type: PolicyType, text: string): boolean {
  const document = parsedObject(text)
  return (
    document !== undefined && checkPolicyDocument(type, document).length === 0 && !isTooLong(text)
  )
}

function sizeOf(text: string): number {
  const document = parsedObject(text)
  return document ? JSON.stringify(document).length : text.length
}

function isTooLong(text: string): boolean {
  return sizeOf(text) > policyDocumentMaxLength
}

interface DocumentProps {
  type: PolicyType
  text: string
  onChange: (text: string) => void
}

/** The document as form and as JSON, what is wrong with it, and what it says. */
export function PolicyDocument({ type, text, onChange }: DocumentProps) {
  const { t } = useText()
  const textOf = useViolationText(type)
  const document = parsedObject(text)
  const violations = document ? checkPolicyDocument(type, document) : []
  const isSound = document !== undefined && violations.length === 0
  return (
    <>
      <div className="studio">
        <Surface title={t('policies.content')}>
          <PolicyForm type={type} document={document} onChange={(next) => onChange(asText(next))} />
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
            <SizeMeter size={sizeOf(text)} />
            <Violations
              type={type}
              isJson={document !== undefined}
              isTooLong={isTooLong(text)}
              violations={violations}
            />
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
