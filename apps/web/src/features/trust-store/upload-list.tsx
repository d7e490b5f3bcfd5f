import { uploadRevocationList } from '@pmp/contract'
import { Button, FileInput, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'

/** What the API takes as base64. */
const largestBytes = 700_000

interface UploadListProps {
  certificateId: string
  onClose: () => void
}

/** Takes the list of an authority as a file. */
export function UploadList({ certificateId, onClose }: UploadListProps) {
  const { t } = useText()
  const notify = useNotify()
  const [file, setFile] = useState<File | null>(null)
  const change = useChange(uploadRevocationList)
  const isTooLarge = file !== null && file.size > largestBytes
  async function send(chosen: File) {
    change.mutate(
      { certificateId, crlData: await textOf(chosen) },
      {
        onSuccess: ({ revokedCount }) => {
          notify(t('crl.uploaded', { count: revokedCount }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={t('crl.upload')} onClose={onClose}>
      <Stack>
        <FileInput
          label={t('crl.file')}
          description={t('crl.file.hint')}
          placeholder={t('crl.file.choose')}
          accept=".crl,.pem,.der"
          value={file}
          error={isTooLarge ? t('files.tooLarge') : undefined}
          onChange={setFile}
        />
        <FailureAlert error={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <T id="actions.cancel" />
          </Button>
          <Button
            loading={change.isPending}
            disabled={!file || isTooLarge}
            onClick={() => file && void send(file)}
          >
            <T id="crl.upload" />
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

/** PEM as it is, anything else as base64. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const text = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('')
  return text.startsWith('-----BEGIN ') ? text : btoa(text)
}
