import { Button, FileButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { T } from '../../i18n/text.tsx'
import { download, jsonType } from '../../ui/download.ts'
import { parsedObject } from './parsed-object.ts'

/** Of a file that is read; a policy has a twelfth of it. */
const largestBytes = 64 * 1024

interface DocumentFileProps {
  text: string
  onText: (text: string) => void
}

/** Takes a policy document from a file, and gives it as one (ui.md S36, S37). */
export function DocumentFile({ text, onText }: DocumentFileProps) {
  const [isWrong, setWrong] = useState(false)

  async function take(file: File | null) {
    if (!file) return
    const content = file.size > largestBytes ? undefined : parsedObject(await file.text())
    setWrong(content === undefined)
    if (content) onText(JSON.stringify(content, null, 2))
  }

  return (
    <>
      <Group gap="xs">
        <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
          {(props) => (
            <Button variant="default" size="xs" {...props}>
              <T id="policies.import" />
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          size="xs"
          onClick={() => download('policy-data-json.json', text, jsonType)}
        >
          <T id="actions.download" />
        </Button>
      </Group>
      {isWrong && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          <T id="policies.import.wrong" />
        </Text>
      )}
    </>
  )
}
