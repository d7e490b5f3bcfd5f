import { createPolicy, fieldRules, policyTypes, type PolicyType } from '@pmp/contract'
import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Question } from '../../ui/question.tsx'
import { asText } from './policy-document.tsx'
import type { DocumentField } from './policy-editor.tsx'
import { templateOf, templates } from './templates.ts'

interface Beginning {
  type: PolicyType
  template: string
}

/**
 * Where the document of a new policy begins, as the address has it. Another choice begins the
 * document anew, after a question if it was changed by hand; everything else stays.
 */
export function useBeginning(now: Beginning, document: DocumentField) {
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Beginning | null>(null)

  function begin(wanted: Beginning) {
    setAsked(null)
    document.begin(templateOf(wanted.type, wanted.template).document)
    void navigate({ to: '.', search: { ...wanted }, replace: true })
  }
  function choose(wanted: Beginning) {
    const isUntouched = document.text === asText(templateOf(now.type, now.template).document)
    if (isUntouched) begin(wanted)
    else setAsked(wanted)
  }
  return {
    choose,
    question: asked && <BeginAnew onConfirm={() => begin(asked)} onClose={() => setAsked(null)} />,
  }
}

function BeginAnew({ onConfirm, onClose }: { onConfirm: () => void; onClose: () => void }) {
  const { t } = useText()
  return (
    <Question
      title={t('policies.template.anew')}
      text={t('policies.template.anew.text')}
      confirmLabel={t('policies.template.anew.confirm')}
      isDangerous
      onConfirm={onConfirm}
      onClose={onClose}
    />
  )
}

interface TypeSelectProps {
  value: PolicyType
  /** Absent: the type is fixed. */
  onChange?: (type: PolicyType) => void
}

export function TypeSelect({ value, onChange }: TypeSelectProps) {
  const { t } = useText()
  return (
    <Select
      label={t('policies.type')}
      required={fieldRules(createPolicy, 'policyType').isRequired}
      readOnly={onChange === undefined}
      allowDeselect={false}
      data={policyTypes.map((type) => ({ value: type, label: t(`policyTypes.${type}`) }))}
      value={value}
      onChange={(type) => type && onChange?.(type)}
    />
  )
}

interface TemplateSelectProps {
  type: PolicyType
  value: string
  onChange: (template: string) => void
}

export function TemplateSelect({ type, value, onChange }: TemplateSelectProps) {
  const { t, tMaybe } = useText()
  return (
    <Select
      label={t('policies.template')}
      description={t('policies.template.hint')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      allowDeselect={false}
      data={templates[type].map(({ id }) => ({
        value: id,
        label: tMaybe(`policies.template.${id}`) ?? id,
      }))}
      value={value}
      onChange={(template) => template && onChange(template)}
    />
  )
}
