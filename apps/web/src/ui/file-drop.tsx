import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useState } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { largestBytes, readCertificateFile } from './certificate-file.ts'
import { Icon } from './icon.tsx'

interface FileDropProps {
  onText: (text: string) => void
}

/** A certificate file by drop, by choice, or as pasted text. */
export function FileDrop({ onText }: FileDropProps) {
  const [isPasting, setPasting] = useState(false)
  const [name, setName] = useState<string>()
  if (isPasting) {
    return (
      <Paste
        onCancel={() => setPasting(false)}
        onText={(text) => {
          setPasting(false)
          setName(undefined)
          onText(text)
        }}
      />
    )
  }
  return (
    <Stack gap="xs">
      <Drop
        name={name}
        onFile={(file) => {
          setName(file.name)
          void readCertificateFile(file).then(onText)
        }}
      />
      <Group justify="center">
        <Button variant="subtle" onClick={() => setPasting(true)}>
          <T id="files.pasteInstead" />
        </Button>
      </Group>
    </Stack>
  )
}

function Drop({ name, onFile }: { name: string | undefined; onFile: (file: File) => void }) {
  const { t } = useText()
  const [isTooLarge, setTooLarge] = useState(false)
  return (
    <>
      <Dropzone
        className="drop"
        onDrop={([file]) => {
          setTooLarge(false)
          if (file) onFile(file)
        }}
        onReject={() => setTooLarge(true)}
        maxSize={largestBytes}
        multiple={false}
        inputProps={{ 'aria-label': t('files.choose') }}
        aria-label={t('files.choose')}
      >
        <Stack align="center" py={name ? 'xs' : 'lg'} gap={6}>
          <span className="drop-mark" aria-hidden>
            <Icon name={name ? 'certificate' : 'file'} size={26} />
          </span>
          <Text fw={600}>{name ? <bdi>{name}</bdi> : t('files.drop')}</Text>
          <Text size="sm" c="dimmed">
            {t(name ? 'files.another' : 'files.kinds')}
          </Text>
        </Stack>
      </Dropzone>
      {isTooLarge && (
        <Text c="var(--mantine-color-error)" size="sm" role="alert">
          <T id="files.tooLarge" />
        </Text>
      )}
    </>
  )
}

interface PasteProps {
  onText: (text: string) => void
  onCancel: () => void
}

function Paste({ onText, onCancel }: PasteProps) {
  const { t } = useText()
  const [text, setText] = useState('')
  return (
    <Stack>
      <Textarea
        label={t('files.paste')}
        autosize
        minRows={6}
        maxRows={12}
        dir="ltr"
        className="code-input"
        placeholder="-----BEGIN CERTIFICATE-----"
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          <T id="actions.cancel" />
        </Button>
        <Button disabled={text.trim() === ''} onClick={() => onText(text)}>
          <T id="files.read" />
        </Button>
      </Group>
    </Stack>
  )
}
