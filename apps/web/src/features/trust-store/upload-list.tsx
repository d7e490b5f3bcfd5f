import { fieldRules, uploadRevocationList } from '@pmp/contract'
import { FileInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'

/** What the API takes, in the bytes of a file that is sent as base64. */
const largestBytes = ((fieldRules(uploadRevocationList, 'crlData').maxLength ?? 0) * 3) / 4

interface UploadListProps {
  certificateId: string
  onClose: () => void
}

/** Takes the list of an authority as a file. */
export function UploadList({ certificateId, onClose }: UploadListProps) {
  const { t } = useText()
  const [file, setFile] = useState<File | null>(null)
  const isTooLarge = file !== null && file.size > largestBytes
  const form = useContractForm({
    endpoint: uploadRevocationList,
    initialValues: { crlData: '' },
    toCall: ({ crlData }) => ({ certificateId, crlData }),
    check: () => ({ crlData: isTooLarge ? t('files.tooLarge') : null }),
    done: ({ revokedCount }) => t('crl.uploaded', { count: revokedCount }),
    onDone: onClose,
  })
  const field = form.choice('crlData')
  async function choose(chosen: File | null) {
    setFile(chosen)
    const isReadable = chosen !== null && chosen.size <= largestBytes
    form.set({ crlData: isReadable ? await textOf(chosen) : '' })
  }
  return (
    <FormDialog title={t('crl.upload')} form={form} submit={t('crl.upload')} onClose={onClose}>
      <FileInput
        label={t('crl.file')}
        description={t('crl.file.hint')}
        placeholder={t('crl.file.choose')}
        accept=".crl,.pem,.der"
        {...field}
        value={file}
        error={isTooLarge ? t('files.tooLarge') : field.error}
        onChange={(chosen) => void choose(chosen)}
      />
    </FormDialog>
  )
}

/** PEM as it is, anything else as base64. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const text = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('')
  return text.startsWith('-----BEGIN ') ? text : btoa(text)
}
