import '@mantine/dropzone/styles.css'
import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useState } from 'react'
import type { MessageId } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { largestBytes, readCertificateFile, withoutPrivateKey } from './certificate-file.ts'
import { Icon } from '../../ui/icon.tsx'

interface FileDropProps {
  /** Empty text: what was taken before counts no more. */
  onText: (text: string) => void
}

/** A certificate file by drop, by choice, or as pasted text. */
export function FileDrop({ onText }: FileDropProps) {
  const [isPasting, setPasting] = useState(false)
  const [name, setName] = useState<string>()
  const [refusal, setRefusal] = useState<MessageId>()

  /** Reading fails for one reason only: there is a private key inside. */
  async function take(label: string | undefined, read: () => Promise<string> | string) {
    setName(label)
    setRefusal(undefined)
    try {
      onText(await read())
    } catch {
      setRefusal('files.privateKey')
      onText('')
    }
  }

  return (
    <Stack gap="xs">
      {isPasting ? (
        <Paste
          onCancel={() => setPasting(false)}
          onText={(text) => {
            setPasting(false)
            void take(undefined, () => withoutPrivateKey(text))
          }}
        />
      ) : (
        <>
          <Drop
            name={name}
            onFile={(file) => void take(file.name, async () => readCertificateFile(file))}
            onTooLarge={() => setRefusal('files.tooLarge')}
          />
          <Group justify="center">
            <Button variant="subtle" onClick={() => setPasting(true)}>
              <T id="files.pasteInstead" />
            </Button>
          </Group>
        </>
      )}
      {refusal && (
        <Text c="var(--mantine-color-error)" size="sm" role="alert">
          <T id={refusal} />
        </Text>
      )}
    </Stack>
  )
}

interface DropProps {
  name: string | undefined
  onFile: (file: File) => void
  onTooLarge: () => void
}

function Drop({ name, onFile, onTooLarge }: DropProps) {
  const { t } = useText()
  return (
    <Dropzone
      className="drop"
      onDrop={([file]) => {
        if (file) onFile(file)
      }}
      onReject={onTooLarge}
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
