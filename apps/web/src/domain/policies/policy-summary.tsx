import { Accordion, Stack } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { jsonType } from '../../ui/download.ts'
import { PolicyInWords } from './policy-in-words.tsx'

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
      <PolicyInWords type={type} document={document} />
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
